/** @module How long a row is for a model, and what is left out of one that is too long. */
import { RETRIEVAL_LANES, type TrainsetLane, type RowDraft } from "../row.ts";

/** Of English prose under usual sub-word vocabularies: an estimate, said to be one. */
const CHARACTERS_PER_TOKEN = 3.6;

export const TOKENIZER = `characters/${CHARACTERS_PER_TOKEN} (estimate)`;

export const estimateTokens = (text: string): number =>
  Math.ceil(text.length / CHARACTERS_PER_TOKEN);

/** A text that is encoded alone: the largest chunk that can be configured. */
const LONGEST_TEXT = 2000;
/** A whole row that a language model reads, with room for the context that answers are given. */
const LONGEST_ROW = 8192;

export const toTokenLimit = (lane: TrainsetLane): number =>
  lane === "generator" ? LONGEST_ROW : LONGEST_TEXT;

/** Of the longest text where each is encoded alone, of all together where one model reads them all. */
export function countTokens({ lane, input, target, chosen, rejected }: RowDraft): number {
  const asked = input.messages.map(({ text }) => text).join("\n");
  const passages = input.retrieved.map(({ text }) => text);
  if (lane !== "generator" && lane !== "abstention")
    return Math.max(0, ...[asked, ...passages].map(estimateTokens));
  const said = Math.max(0, ...[target, chosen, rejected].map((text) => estimateTokens(text ?? "")));
  return [asked, ...passages].reduce((sum, text) => sum + estimateTokens(text), said);
}

/**
 * The row as it is, or without the last passages that nobody judged; `undefined` where that does not
 * make it short enough. No text is ever cut: what is lost at the end is the answer.
 */
export function fitTokens(draft: RowDraft, limit: number): RowDraft | undefined {
  if (countTokens(draft) <= limit) return draft;
  const { retrieved } = draft.input;
  const last = retrieved.findLastIndex(({ grade }) => grade === undefined);
  // Which passages a retrieval row holds is what it teaches.
  if (last < 0 || RETRIEVAL_LANES.has(draft.lane)) return undefined;
  const shorter = retrieved.filter((_, index) => index !== last);
  return fitTokens({ ...draft, input: { ...draft.input, retrieved: shorter } }, limit);
}
