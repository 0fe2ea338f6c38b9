/** @module Questions as drift sees them: figures of their records, and vectors. */
import type { AnswerRecord } from "../../domain/answer-record.ts";
import { analyzerIdFor, getAnalyzer } from "../../engine/analysis/index.ts";
import { toPlumblineError } from "../../foundation/errors.ts";
import { DAY_MS } from "../../foundation/durations.ts";
import type { Store } from "../../ports/store.ts";
import type { Observation, TrafficWindow } from "../../trace/index.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { OPERATOR } from "../spend/lend-retrieval.ts";
import { pause, type AskedQuestion } from "./asked-questions.ts";
import type { AnswerMarks } from "./question-marks.ts";
import type { QuestionWindow } from "./windows.ts";

/** How often answers cite a version. */
export interface CitedVersion {
  readonly documentId: string;
  readonly versionHash: string;
  readonly citations: number;
}

export interface ObservedWindow {
  readonly traffic: TrafficWindow;
  readonly cited: readonly CitedVersion[];
  /** Code of the error that left questions without vectors. */
  readonly embedFailure?: string;
}

/** As many as are compared at most; those of a window are in no order that matters. */
const MOST_VECTORS = 1000;
/** Records between two looks at the network. */
const BETWEEN_PAUSES = 20;

export async function observeWindow(
  assembly: Assembly,
  store: Store,
  { asked, ...window }: QuestionWindow,
  marks: ReadonlyMap<string, AnswerMarks>,
  signal: AbortSignal | undefined,
): Promise<ObservedWindow> {
  const access = maintenanceAccess("monitor");
  const questions = new Map<string, string>();
  const observed: Observation[] = [];
  const citations = new Map<string, CitedVersion>();
  for (const [place, question] of asked.entries()) {
    if (place % BETWEEN_PAUSES === 0) await pause(signal);
    const { answerId } = question;
    const record = answerId === undefined ? undefined : await store.findAnswer(access, answerId);
    const mark = answerId === undefined ? undefined : marks.get(answerId);
    const observation = toObservation(question, record, mark);
    observed.push(observation);
    if (!record) continue;
    questions.set(observation.id, record.answer.question);
    countCitations(citations, record);
  }
  const { vectors, failure } = await embedQuestions(assembly, store, questions, signal);
  const observations = observed.map((observation): Observation => {
    const vector = vectors.get(observation.id);
    return vector ? { ...observation, vector } : observation;
  });
  const { release, since, until } = window;
  return {
    traffic: { release, embedder: assembly.embedder.fingerprint, since, until, observations },
    cited: [...citations.values()],
    ...(failure === undefined ? {} : { embedFailure: failure }),
  };
}

/** What is not on record is absent. */
export function toObservation(
  { id, answerId, outcome, inConversation, route, costUsd }: AskedQuestion,
  record: AnswerRecord | undefined,
  marks: AnswerMarks | undefined,
): Observation {
  return {
    id: answerId ?? id,
    // An `ask` is never merely `found`.
    ...(outcome === "found" ? {} : { outcome }),
    ...(route === undefined ? {} : { route }),
    ...(record && record.outcome !== "error" ? describeAnswer(record) : {}),
    ...(marks?.negative === undefined ? {} : { negativeFeedback: marks.negative }),
    ...(inConversation ? { reasked: marks?.reasked ?? false } : {}),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}

/** Of a record whose stages all came to an end. */
function describeAnswer({
  answer,
  passages,
  askedAt,
  terms: held,
}: AnswerRecord): Partial<Observation> {
  const { question, language, confidence, sentences, citations, latencyMs } = answer;
  const { counts } = getAnalyzer(analyzerIdFor(language)).count(question);
  const ranked = passages
    .filter(({ context }) => context !== "duplicate")
    .toSorted((a, b) => a.rank - b.rank);
  const [first, second] = ranked;
  const supports = sentences
    .filter(({ verdict }) => verdict === "passed")
    .map(({ support }) => support);
  const versions = new Map(citations.map((each) => [each.versionHash, each.modifiedAt]));
  const ages = [...versions.values()]
    .map((modifiedAt) => (Date.parse(askedAt) - Date.parse(modifiedAt)) / DAY_MS)
    .filter(Number.isFinite);
  return {
    language,
    terms: [...counts.values()].reduce((sum, times) => sum + times, 0),
    ...(held && held.asked > 0 ? { unknownTerms: held.unknown / held.asked } : {}),
    confidence,
    latencyMs,
    passages: ranked.filter(({ context }) => context === "in").length,
    ...(first ? { topScore: first.score } : {}),
    ...(first && second ? { margin: first.score - second.score } : {}),
    ...(supports.length > 0 ? { support: meanOf(supports) } : {}),
    ...(sentences.length > 0
      ? { failedChecks: sentences.some(({ verdict }) => verdict === "cut") }
      : {}),
    ...(ages.length > 0 ? { citedAgesDays: ages } : {}),
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function countCitations(counts: Map<string, CitedVersion>, { answer }: AnswerRecord): void {
  for (const { documentId, versionHash } of answer.citations) {
    const key = `${documentId}/${versionHash}`;
    const citations = (counts.get(key)?.citations ?? 0) + 1;
    counts.set(key, { documentId, versionHash, citations });
  }
}

interface Embedded {
  /** By observation; a question that holds nothing the embedder knows has none. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
  readonly failure?: string;
}

/** An embedder that fails costs the vectors of this look, and nothing else of it. */
async function embedQuestions(
  { embedder, spend, context }: Assembly,
  store: Store,
  questions: ReadonlyMap<string, string>,
  signal: AbortSignal | undefined,
): Promise<Embedded> {
  const paid = embedder.paidBy(spend.purseOf(store, OPERATOR));
  const some = [...questions].slice(0, MOST_VECTORS);
  const vectors = new Map<string, Float32Array>();
  try {
    for (let at = 0; at < some.length; at += embedder.maxBatch) {
      await pause(signal);
      const batch = some.slice(at, at + embedder.maxBatch);
      const texts = batch.map(([, text]) => text);
      const made = await paid.embed({ texts, role: "query", ...(signal ? { signal } : {}) });
      for (const [place, [id]] of batch.entries()) {
        const vector = made[place];
        if (vector?.some((value) => value !== 0)) vectors.set(id, vector);
      }
    }
    return { vectors };
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = toPlumblineError(error);
    context.logger.warn("questions were not embedded for the monitor", { code, message });
    return { vectors: new Map(), failure: code };
  }
}
