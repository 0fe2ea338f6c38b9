/** @module From ranked passages to a checked answer, or an abstention with its reason. */
import type { Access } from "../domain/access.ts";
import type {
  AbstainReason,
  Answer,
  AnswerConflict,
  Citation,
  SentenceVerdict,
} from "../domain/answer.ts";
import type { Passage } from "../domain/passage.ts";
import type { RecordedPassage } from "../domain/answer-record.ts";
import { findConflicts } from "../engine/evidence/index.ts";
import type { DraftCitation, Generator } from "../ports/generator.ts";
import type { SearchResult, StoreReader } from "../ports/store.ts";
import type { Verifier } from "../ports/verifier.ts";
import {
  findAbstainReason,
  toEvidenceQuestion,
  toMessage,
  weighPassages,
  type Weighed,
} from "./abstain/weigh.ts";
import { checkSentence, type CheckedSentence } from "./cite/check-sentence.ts";
import { CitationList } from "./cite/citations.ts";
import { selectContext } from "./ground/select-context.ts";

/** Settings of a release. */
export interface AnswerSettings {
  /** Confidence from which an answer is given. */
  readonly threshold: number;
  readonly maxSentences: number;
  /** Room for passages, in UTF-16 units. */
  readonly maxContextLength: number;
}

export interface AnswerRequest {
  readonly question: string;
  readonly language: string;
  readonly passages: readonly Passage[];
  readonly statistics: SearchResult["statistics"];
}

export interface AnswerDependencies {
  readonly store: Pick<StoreReader, "readSpans" | "readVersion">;
  readonly generator: Generator;
  readonly verifier: Verifier;
  readonly settings: AnswerSettings;
  readonly signal?: AbortSignal | undefined;
}

/** All of an answer but what the caller adds: id, release, times. */
export type AnswerBody = Pick<
  Answer,
  | "text"
  | "abstained"
  | "reason"
  | "message"
  | "confidence"
  | "citations"
  | "sentences"
  | "conflicts"
>;

export interface Answered {
  readonly body: AnswerBody;
  /** One entry a retrieved passage. */
  readonly context: readonly RecordedPassage["context"][];
  readonly finish: "stop" | "incomplete";
}

export async function answerQuestion(
  access: Access,
  request: AnswerRequest,
  dependencies: AnswerDependencies,
): Promise<Answered> {
  const { question, language } = request;
  const { settings } = dependencies;
  const { passages, admitted } = selectContext(request.passages, settings.maxContextLength);
  const weighed = weighPassages(
    toEvidenceQuestion(question, language, passages, request.statistics),
    passages,
  );
  const { confidence } = weighed.evidence;
  const reason = findAbstainReason(question, passages, confidence, settings.threshold);
  if (reason) return { body: abstain(reason, confidence, []), context: admitted, finish: "stop" };
  const draft = await writeDraft(request, passages, weighed, dependencies);
  const conflicts = findConflictingDrafts(weighed, draft.sentences);
  const checked: CheckedSentence[] = [];
  for (const { text, citations } of [...draft.sentences, ...conflicts.added])
    checked.push(
      await checkSentence(access, { text, citations, question, language, passages }, dependencies),
    );
  const body = await compose(access, passages, checked, conflicts.pairs, confidence, dependencies);
  return { body, context: admitted, finish: draft.finish };
}

interface Draft {
  readonly text: string;
  readonly citations: readonly DraftCitation[];
}

async function writeDraft(
  { question, language }: AnswerRequest,
  passages: readonly Passage[],
  { evidence }: Weighed,
  { generator, settings, signal }: AnswerDependencies,
): Promise<{ sentences: readonly Draft[]; finish: "stop" | "incomplete" }> {
  const sentences: Draft[] = [];
  const events = generator.generate({
    question,
    language,
    passages,
    sentences: evidence.sentences,
    maxSentences: settings.maxSentences,
    ...(signal ? { signal } : {}),
  });
  for await (const event of events) {
    if (event.type === "draft-finished") return { sentences, finish: event.finish };
    sentences.push({ text: event.text, citations: event.citations });
  }
  return { sentences, finish: "incomplete" };
}

/** Two places that disagree, as citations of drafts. */
interface ConflictPair {
  readonly kind: AnswerConflict["kind"];
  readonly sides: readonly [DraftCitation, DraftCitation];
  readonly values: readonly [string, string];
}

/** Disagreements that touch the answer; the side it left out is added, so that both are shown. */
function findConflictingDrafts(
  { question, passages, evidence }: Weighed,
  drafts: readonly Draft[],
): { readonly pairs: readonly ConflictPair[]; readonly added: readonly Draft[] } {
  const isShown = ({ passage, span }: DraftCitation): boolean =>
    drafts.some(({ citations }) =>
      citations.some(
        (citation) =>
          citation.passage === passage &&
          (!citation.span ||
            !span ||
            (citation.span.start <= span.start && citation.span.end >= span.end)),
      ),
    );
  const pairs: ConflictPair[] = [];
  const added: Draft[] = [];
  for (const { kind, left, right } of findConflicts(question, passages, evidence)) {
    const [a, b] = [left, right].map(({ sentence }) => ({
      passage: sentence.passage,
      span: { start: sentence.start, end: sentence.end },
    }));
    if (!a || !b || !(isShown(a) || isShown(b))) continue;
    pairs.push({ kind, sides: [a, b], values: [left.value, right.value] });
    for (const side of [a, b])
      if (!isShown(side)) {
        const text = passages[side.passage]?.text.slice(side.span.start, side.span.end) ?? "";
        added.push({ text, citations: [side] });
      }
    break;
  }
  return { pairs, added };
}

async function compose(
  access: Access,
  passages: readonly Passage[],
  checked: readonly CheckedSentence[],
  pairs: readonly ConflictPair[],
  confidence: number,
  { store }: AnswerDependencies,
): Promise<AnswerBody> {
  const list = new CitationList(async ({ documentId, versionHash }) => {
    return (await store.readVersion(access, documentId, versionHash))?.pages ?? [];
  });
  const cite = async ({ passage, span }: DraftCitation): Promise<number> => {
    const found = passages[passage];
    return found ? list.add(found, span ?? { start: 0, end: found.text.length }) : 0;
  };
  const sentences: SentenceVerdict[] = [];
  for (const { text, citations, failures, support } of checked) {
    const passed = failures.length === 0;
    const numbers: number[] = [];
    if (passed) for (const citation of citations) numbers.push(await cite(citation));
    sentences.push({
      text,
      citations: numbers,
      verdict: passed ? "passed" : "cut",
      failures,
      support,
    });
  }
  const shown = sentences.filter(({ verdict }) => verdict === "passed");
  if (shown.length === 0) return abstain("checks-failed", confidence, sentences);
  return {
    text: join(shown.map(({ text }) => text)),
    abstained: false,
    confidence,
    citations: list.all,
    sentences,
    conflicts: toConflicts(pairs, list.all, passages),
  };
}

function toConflicts(
  pairs: readonly ConflictPair[],
  citations: readonly Citation[],
  passages: readonly Passage[],
): readonly AnswerConflict[] {
  const numberOf = ({ passage, span }: DraftCitation): number | undefined => {
    const found = passages[passage];
    const start = (found?.span.start ?? 0) + (span?.start ?? 0);
    return citations.find(
      (citation) =>
        citation.documentId === found?.documentId &&
        citation.start <= start &&
        start < citation.end,
    )?.number;
  };
  return pairs.flatMap(({ kind, sides, values }) => {
    const [a, b] = [numberOf(sides[0]), numberOf(sides[1])];
    return a === undefined || b === undefined ? [] : [{ kind, citations: [a, b], values }];
  });
}

/** Prose runs on; items and rows keep a line each. */
function join(texts: readonly string[]): string {
  const isLine = (text: string): boolean => /\n|^\s*(?:[-*+|]|\d+[.)])\s|\|/.test(text);
  return texts.join(texts.some(isLine) ? "\n" : " ");
}

function abstain(
  reason: AbstainReason,
  confidence: number,
  sentences: readonly SentenceVerdict[],
): AnswerBody {
  return {
    text: "",
    abstained: true,
    reason,
    message: toMessage(reason),
    confidence,
    citations: [],
    sentences,
    conflicts: [],
  };
}
