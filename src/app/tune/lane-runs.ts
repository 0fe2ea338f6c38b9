/** @module Each lane of retrieval over gathered data: what it finds, and how a plan takes it up. */
import type { RetrievalPlan } from "../../domain/release.ts";
import type { Clock } from "../../foundation/effects.ts";
import {
  GRIDS,
  readLearningData,
  ScoreBook,
  tuneFusion,
  tuneReranker,
  tuneRetrieval,
  type Checkpoint,
  type Grid,
  type LaneVerdict,
  type TriedSettings,
} from "../../tune/index.ts";
import { RERANKER_FILE } from "../../adapters/index.ts";
import { pause, type TuningData } from "./gather.ts";
import type { Found } from "./register.ts";
import { runAdapter } from "./run-adapter.ts";
import type { TuneEvent, TuneLane } from "./tune-input.ts";

export interface LaneRun {
  readonly data: TuningData;
  /** What the result is compared with, in words. */
  readonly against: string;
  /** Whose vectors the questions and chunks have. */
  readonly embedder: { readonly fingerprint: string };
  readonly seed: string;
  readonly minutes: number | undefined;
  readonly checkpoint: Checkpoint;
  readonly clock: Clock;
  readonly tell: (event: TuneEvent) => void;
  readonly signal: AbortSignal;
}

export interface LaneOutcome {
  readonly judged: LaneVerdict;
  /** Absent where nothing was found that may serve. */
  readonly found: Found | undefined;
  readonly lines: readonly string[];
}

export const LANE_RUNS: Readonly<Record<TuneLane, (run: LaneRun) => Promise<LaneOutcome>>> = {
  fusion: runFusion,
  retrieval: runRetrieval,
  reranker: runReranker,
  adapter: runAdapter,
};

const toFiles = (name: string, value: unknown): ReadonlyMap<string, Uint8Array> =>
  new Map([[name, new TextEncoder().encode(`${JSON.stringify(value)}\n`)]]);

function openBook({ data, checkpoint, tell, signal }: LaneRun): ScoreBook {
  return new ScoreBook({
    questions: data.questions,
    openLab: (maxTokens) => data.collection.openLab(maxTokens),
    stages: data.stages,
    checkpoint,
    onTried: (tried, settings, mean) =>
      tell({ type: "tune-tried", what: `${tried}: ${describeSettings(settings)}`, mean }),
    pause,
    signal,
  });
}

const describeSettings = (settings: TriedSettings): string => {
  const { k1, b, titleWeight, alpha, depth, maxTokens } = settings;
  return `k1 ${k1}, b ${b}, headings ${titleWeight}, alpha ${alpha}, depth ${depth}, chunks of ${maxTokens}`;
};

const toFold =
  ({ tell }: LaneRun) =>
  (done: number, of: number, mean: number): void =>
    tell({ type: "tune-tried", what: `held-out fold ${done} of ${of}`, mean });

async function runFusion(run: LaneRun): Promise<LaneOutcome> {
  const { data, against, seed, signal } = run;
  const options = { seed, against, onFold: toFold(run), pause, signal };
  const result = await tuneFusion(openBook(run), data.serves, options);
  const { alpha, alphas } = result;
  const lines = [
    `alpha ${alpha}, instead of ${data.serves.alpha}`,
    `between ${Math.min(...alphas)} and ${Math.max(...alphas)} without each fold`,
  ];
  if (result.verdict !== "pass") return { judged: result, found: undefined, lines };
  const found: Found = {
    files: toFiles("fusion.json", { format: "plumbline.fusion/1", alpha }),
    recipe: {},
    toPlan: (_artifact, plan) => ({ ...plan, retrieve: { ...plan.retrieve, alpha } }),
    lines,
  };
  return { judged: result, found, lines };
}

async function runRetrieval(run: LaneRun): Promise<LaneOutcome> {
  const { data, against, seed, signal } = run;
  const book = openBook(run);
  const grids = await chooseGrids(run, book);
  const options = { seed, against, grids, onFold: toFold(run), pause, signal };
  const result = await tuneRetrieval(book, data.serves, options);
  const { settings } = result;
  const missing = GRIDS.filter((grid) => !grids.includes(grid));
  const { chunking } = data.plan;
  const isSameIndex =
    settings.maxTokens === chunking.maxTokens && settings.titleWeight === chunking.titleWeight;
  const lines = [
    `${describeSettings(settings)}, instead of ${describeSettings(data.serves)}`,
    ...(missing.length > 0 ? [`no time for: ${missing.join(", ")}`] : []),
    isSameIndex
      ? "serves from the index that is there"
      : "needs an index of its own: plumbline registry build",
  ];
  if (result.verdict !== "pass") return { judged: result, found: undefined, lines };
  const found: Found = {
    files: toFiles("retrieval.json", { format: "plumbline.retrieval/1", ...settings }),
    recipe: { grids },
    toPlan: (_artifact, plan) => applySettings(plan, settings),
    lines,
  };
  return { judged: result, found, lines };
}

export function applySettings(plan: RetrievalPlan, settings: TriedSettings): RetrievalPlan {
  const { k1, b, alpha, depth, titleWeight, maxTokens } = settings;
  const { minTokens } = plan.chunking;
  return {
    ...plan,
    chunking: { maxTokens, minTokens, titleWeight },
    retrieve: { ...plan.retrieve, k1, b, alpha, depth },
  };
}

/** Points of each grid that are tried at most, over all folds: measured on five open sets. */
const POINTS: Readonly<Record<Grid, number>> = {
  bm25: 24,
  title: 72,
  alpha: 120,
  depth: 20,
  chunks: 40,
};

/** Whole grids, so that how fast a machine is decides how many, and not how they end. */
async function chooseGrids(
  { data, minutes, clock }: LaneRun,
  book: ScoreBook,
): Promise<readonly Grid[]> {
  if (minutes === undefined) return GRIDS;
  const all = [...data.questions.keys()];
  await book.mean(data.serves, all);
  const started = clock.now().getTime();
  // Any other point takes as long.
  await book.mean({ ...data.serves, b: data.serves.b === 0.5 ? 0.6 : 0.5 }, all);
  const each = clock.now().getTime() - started;
  let left = minutes * 60_000;
  const chosen: Grid[] = [];
  for (const grid of GRIDS) {
    left -= POINTS[grid] * each;
    if (left < 0 && chosen.length > 0) break;
    chosen.push(grid);
  }
  return chosen;
}

async function runReranker(run: LaneRun): Promise<LaneOutcome> {
  const { data, against, seed, signal, checkpoint, tell } = run;
  const { questions, serves, stages, plan, collection } = data;
  const ranked = await readLearningData(await collection.openLab(serves.maxTokens), questions, {
    settings: serves,
    depth: plan.retrieve.rerankDepth,
    stages,
    onQuestion: (done, of) => tell({ type: "tune-read", done, of }),
    pause,
    signal,
  });
  const options = { seed, against, checkpoint, onFold: toFold(run), pause, signal };
  const result = await tuneReranker(questions, ranked, options);
  const { model, tried } = result;
  const lines = tried.map(
    ({ kind, verdict }) => `${kind}: ${verdict.verdict}, ${verdict.reasons.join("; ")}`,
  );
  if (!model) return { judged: result, found: undefined, lines };
  const found: Found = {
    files: toFiles(RERANKER_FILE, model),
    recipe: { kind: model.kind, features: model.features },
    toPlan: (artifact, { retrieve, ...rest }) => ({
      ...rest,
      retrieve,
      reranker: { adapter: "tuned", options: { artifact } },
    }),
    lines,
  };
  return { judged: result, found, lines };
}
