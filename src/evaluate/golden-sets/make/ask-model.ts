/** @module Questions from a model, checked before a person sees them, section by section. */
import type { MakerUsage, ProposedQuestion, QuestionMaker } from "../../../ports/question-maker.ts";
import { hashJson } from "../../../foundation/hash.ts";
import { createQuestionIndex } from "../alike/repeats.ts";
import type { Candidate } from "../candidates/review-file.ts";
import { locateSpan } from "../evidence/settle-evidence.ts";
import type { TextTools } from "../text-tools.ts";
import { findRejection, saysTheSame, type Rejection } from "./accept-proposal.ts";
import { toHeadings, toSectionText, type SampledSection } from "./sample-sections.ts";

/** What became of one section: kept or not, with what it cost. Never asked for again. */
export interface Attempt {
  readonly section: string;
  readonly rejected?: Rejection;
  readonly proposed?: ProposedQuestion;
  readonly candidate?: Candidate;
  readonly calls: number;
  /** Of the calls that had a price. */
  readonly costUsd: number;
  /** Calls whose price is not known. */
  readonly unpriced: number;
}

export interface ModelLimits {
  /** Questions to keep. */
  readonly count: number;
  readonly maxCalls: number;
  readonly maxCostUsd: number;
}

export interface AskModelOptions extends ModelLimits {
  /** Who asks, in turn. */
  readonly roles: readonly string[];
  /** Questions that are there already: of test parts, and of this set. */
  readonly known: readonly string[];
  readonly tools: TextTools;
  /** Rank of a document for a question, from 1, among those looked at; becomes a stratum. */
  readonly rankOf?: (question: string, section: SampledSection) => Promise<number | undefined>;
  readonly signal?: AbortSignal | undefined;
}

export type StopReason = "count" | "calls" | "cost" | "sections";

/** Ranks up to this are found at once; beyond the other, or nowhere, hardly. */
const EASY = 3;
const HARD = 20;
/** A section is asked about, answered with it, and answered without. */
const CALLS = 3;

/**
 * Attempts as they are done, those before included in every limit. A section that was tried is not
 * tried again. Our own ranking never decides what is kept: only what it finds would be left.
 *
 * @returns why it ended.
 */
export async function* askModel(
  sections: readonly SampledSection[],
  before: readonly Attempt[],
  maker: QuestionMaker,
  options: AskModelOptions,
): AsyncGenerator<Attempt, StopReason> {
  const done = new Set(before.map(({ section }) => section));
  const asked = createQuestionIndex<string>();
  const kept = before.flatMap(({ candidate }) => candidate ?? []);
  for (const text of [...options.known, ...kept.map(({ question }) => question)])
    asked.add(text, text);
  let [count, calls, costUsd] = [kept.length, sum(before, "calls"), sum(before, "costUsd")];
  for (const [index, section] of sections.entries()) {
    if (done.has(section.id)) continue;
    if (count >= options.count) return "count";
    if (calls + CALLS > options.maxCalls) return "calls";
    if (costUsd >= options.maxCostUsd) return "cost";
    options.signal?.throwIfAborted();
    const role = options.roles[index % options.roles.length] ?? "an employee";
    const attempt = await tryOne(section, role, maker, {
      ...options,
      repeats: (question) => asked.find(question).length > 0,
    });
    if (attempt.candidate) {
      count += 1;
      asked.add(attempt.candidate.question, attempt.candidate.question);
    }
    calls += attempt.calls;
    costUsd += attempt.costUsd;
    yield attempt;
  }
  return count >= options.count ? "count" : "sections";
}

const sum = (attempts: readonly Attempt[], of: "calls" | "costUsd"): number =>
  attempts.reduce((total, attempt) => total + attempt[of], 0);

async function tryOne(
  section: SampledSection,
  role: string,
  maker: QuestionMaker,
  { tools, rankOf, repeats, signal }: AskModelOptions & { repeats: (question: string) => boolean },
): Promise<Attempt> {
  const { language } = section.document;
  const shown = toSectionText(section);
  const usages: MakerUsage[] = [];
  const end = (found: Partial<Attempt>): Attempt => ({
    section: section.id,
    ...found,
    calls: usages.length,
    costUsd: usages.reduce((total, { costUsd = 0 }) => total + costUsd, 0),
    unpriced: usages.filter(({ costUsd }) => costUsd === undefined).length,
  });
  const call = signal ? { language, signal } : { language };
  const reply = await maker.propose({
    ...call,
    section: shown,
    headings: toHeadings(section),
    role,
  });
  usages.push(reply.usage);
  const { proposed } = reply;
  if (!proposed) return end({ rejected: "no-proposal" });
  const { question, answer } = proposed;
  const rejected = findRejection(proposed, { section: shown, language }, tools);
  if (rejected) return end({ rejected, proposed });
  if (repeats(question)) return end({ rejected: "repeats", proposed });
  const again = await maker.answer({ ...call, question, section: shown });
  usages.push(again.usage);
  if (!saysTheSame(answer, again.text, language)) return end({ rejected: "round-trip", proposed });
  const alone = await maker.answer({ ...call, question });
  usages.push(alone.usage);
  const contaminated = saysTheSame(answer, alone.text, language);
  const rank = await rankOf?.(question, section);
  const difficulty = !rankOf ? undefined : toDifficulty(rank);
  return end({
    proposed,
    candidate: toCandidate(section, proposed, { maker: maker.id, role, contaminated, difficulty }),
  });
}

const toDifficulty = (rank: number | undefined): string =>
  rank === undefined || rank > HARD ? "hard" : rank <= EASY ? "easy" : "medium";

interface Found {
  readonly maker: string;
  readonly role: string;
  readonly contaminated: boolean;
  readonly difficulty: string | undefined;
}

function toCandidate(
  { id, document, body }: SampledSection,
  { question, answer, quote }: ProposedQuestion,
  { maker, role, contaminated, difficulty }: Found,
): Candidate {
  const place = locateSpan(document.text, {
    document: document.key,
    start: body.start,
    end: body.start,
    quote,
  });
  const span = typeof place === "string" ? { document: document.key, quote } : place.span;
  return {
    id: `made-${hashJson({ id, question }).slice(0, 10)}`,
    question,
    history: [],
    language: document.language,
    collection: document.collection,
    principals: [],
    group: `document:${document.key}`,
    stratum: difficulty ? `model:${difficulty}` : "model",
    origin: "made",
    source: { maker, role, section: id, ...(contaminated ? { contaminated: "yes" } : {}) },
    told: { answer },
    feedback: [],
    passages: [{ document: document.key, text: document.text.slice(body.start, body.end) }],
    doubts: contaminated ? ["the model knew the answer without the section"] : [],
    // What the model says stands ready; it counts for nothing before somebody decides.
    review: {
      decision: null,
      by: null,
      answerable: true,
      answers: [answer],
      evidence: [[span]],
      grades: {},
      note: null,
    },
  };
}
