/** @module Rows that give away what golden sets ask: the same questions, nearly, or with words changed. */
import type { GoldenCase } from "../../../domain/golden-set.ts";
import {
  findLeaks,
  findRepeats,
  type ComparedCase,
  type TermTools,
} from "../../../evaluate/index.ts";
import { createTextIndex } from "../curate/drop-duplicates.ts";
import { listTargets, toAsked, toRowId, type RowDraft } from "../row.ts";
import { QuotedRuns, RewordedQuestions } from "./find-reworded.ts";

/** A golden set of the workspace; what its guarded cases ask is learned by nothing. */
export interface GuardedSet {
  readonly id: string;
  readonly name: string;
  readonly cases: readonly GoldenCase[];
}

export interface GoldenLeaks {
  /** Ids of rows that nearly repeat a case, by wording or by terms, negations among them. */
  readonly nearRepeats: ReadonlySet<string>;
  /** Ids of the other rows that are a case with up to three words changed, or quote one. */
  readonly reworded: ReadonlySet<string>;
  /** Ids of rows to which a document belongs that belongs to a case as well. */
  readonly sharedDocuments: ReadonlySet<string>;
  /** Names of the sets with any of the first two. */
  readonly sets: readonly string[];
}

/** Cases that judge: of the parts that may be fitted to, `train` alone is free. */
export const isGuarded = ({ part, retired }: GoldenCase): boolean =>
  part !== "train" && retired === undefined;

/** Terms and documents are compared by the same code that `golden check` runs between parts. */
export function findGoldenLeaks(
  drafts: readonly RowDraft[],
  guarded: readonly GuardedSet[],
  tools: TermTools,
): GoldenLeaks {
  const [nearRepeats, reworded] = [new Set<string>(), new Set<string>()];
  const sharedDocuments = new Set<string>();
  const sets: string[] = [];
  const rows = drafts.map(toCompared);
  for (const { name, cases: all } of guarded) {
    const cases = all.filter(isGuarded);
    const held = cases.map((each) => ({ ...each, id: `case ${each.id}`, part: "test" as const }));
    const compared = [...rows, ...held];
    const [leak] = findLeaks(compared, findRepeats(compared), tools);
    const before = nearRepeats.size + reworded.size;
    for (const id of leak?.nearRepeat ?? []) nearRepeats.add(id);
    for (const id of leak?.sharedDocument ?? []) sharedDocuments.add(id);
    const isAlike = createAlike(cases);
    for (const draft of drafts) {
      const id = toRowId(draft);
      if (!nearRepeats.has(id) && isAlike(draft)) reworded.add(id);
    }
    if (nearRepeats.size + reworded.size > before) sets.push(name);
  }
  return { nearRepeats, reworded, sharedDocuments, sets };
}

function toCompared(draft: RowDraft): ComparedCase {
  const { input, language, gold } = draft;
  const [asked] = input.messages.slice(-1);
  return {
    id: toRowId(draft),
    text: asked?.text ?? "",
    history: input.messages.slice(0, -1),
    language,
    part: "train",
    grades: new Map(gold.map((key) => [key, 1])),
    evidence: [],
  };
}

function createAlike(cases: readonly GoldenCase[]): (draft: RowDraft) => boolean {
  const index = createTextIndex<string>();
  const questions = new RewordedQuestions<string>();
  const quoted = new QuotedRuns();
  for (const { id, text, answers } of cases) {
    index.add(id, text);
    questions.add(id, text);
    for (const said of [text, ...answers]) quoted.add(said);
  }
  return (draft) => {
    const asked = draft.input.messages.at(-1)?.text ?? "";
    return (
      index.find(asked).length > 0 ||
      questions.find(asked).length > 0 ||
      [toAsked(draft), ...listTargets(draft)].some((text) => quoted.isQuotedBy(text))
    );
  };
}
