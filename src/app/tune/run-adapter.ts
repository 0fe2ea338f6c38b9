/** @module The lane of query adapters over gathered data: pairs from judged questions, and what is kept. */
import { dot } from "../../foundation/vectors.ts";
import {
  measureRanked,
  orderByStages,
  queryAdapterPresent,
  tuneAdapter,
  type AdapterCase,
  type JudgedQuestion,
  type Lab,
} from "../../tune/index.ts";
import { encodeQueryAdapter, QUERY_ADAPTER_FILE } from "../indexes/query-adapter-file.ts";
import { pause, type TuningData } from "./gather.ts";
import type { LaneOutcome, LaneRun } from "./lane-runs.ts";
import type { Found } from "./register.ts";

/** Ranks that wrong passages are taken from: the first may be right and unjudged. */
const [FROM, TO] = [10, 100];

/** @throws tune.query-adapter-present */
export async function runAdapter({
  data,
  against,
  seed,
  embedder,
  checkpoint,
  tell,
  signal,
}: LaneRun): Promise<LaneOutcome> {
  const { serves, questions, plan } = data;
  const { queryAdapter: present } = plan.retrieve;
  if (present !== undefined) throw queryAdapterPresent({ artifact: present });
  const lab = await data.collection.openLab(serves.maxTokens);
  const cases = questions.map((question) => toCase(lab, question, data));
  const result = await tuneAdapter(cases, {
    seed,
    against,
    checkpoint,
    score: (index, vector) => scoreAs(lab, questions[index], vector, data, signal),
    onFold: (done, of, mean) =>
      tell({ type: "tune-tried", what: `held-out fold ${done} of ${of}`, mean }),
    pause,
    signal,
  });
  const { adapter } = result;
  const lines = [
    `${result.found} of ${result.folds} folds found an adapter that is better than none`,
    "documents keep their vectors: serves from the index that is there",
  ];
  if (result.verdict !== "pass" || !adapter) return { judged: result, found: undefined, lines };
  const bytes = encodeQueryAdapter(adapter, embedder);
  const found: Found = {
    files: new Map([[QUERY_ADAPTER_FILE, bytes]]),
    recipe: { rank: adapter.rank },
    toPlan: (artifact, before) => ({
      ...before,
      retrieve: { ...before.retrieve, queryAdapter: artifact },
    }),
    lines,
  };
  return { judged: result, found, lines };
}

/** As it serves, with this vector in place of the question's own. */
async function scoreAs(
  lab: Lab,
  question: JudgedQuestion | undefined,
  vector: Float32Array | undefined,
  { serves, stages }: TuningData,
  signal: AbortSignal,
): Promise<number> {
  if (!question) return 0;
  const asked = { ...question, vector };
  const ordered = await orderByStages(lab, asked, lab.rank(asked, serves), stages, signal);
  return measureRanked(
    lab,
    question,
    ordered.map(({ chunk }) => chunk),
  );
}

function toCase(lab: Lab, question: JudgedQuestion, { serves }: TuningData): AdapterCase {
  const { id, text, group, documents, vector } = question;
  const about = { id, text, group, documents, vector };
  if (!vector) return { ...about, pair: undefined };
  const ranked = lab.rank(question, serves).candidates.map(({ chunk }) => chunk);
  const isRight = (chunk: number): boolean =>
    documents.includes(lab.chunks[chunk]?.stored.key ?? "");
  const positive = lab.chunks[ranked.find(isRight) ?? -1]?.vector ?? findNearest(lab, question);
  const negatives = ranked
    .slice(FROM, TO)
    .filter((chunk) => !isRight(chunk))
    .flatMap((chunk) => lab.chunks[chunk]?.vector ?? []);
  return { ...about, pair: positive && { query: vector, positive, negatives, documents } };
}

/** Of the chunks of relevant documents, where no leg found any. */
function findNearest(lab: Lab, { documents, vector }: JudgedQuestion): Float32Array | undefined {
  let nearest: Float32Array | undefined;
  for (const { stored, vector: own } of lab.chunks)
    if (own && vector && documents.includes(stored.key))
      nearest = nearest && dot(nearest, vector) >= dot(own, vector) ? nearest : own;
  return nearest;
}
