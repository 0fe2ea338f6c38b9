/**
 * @module What tuning is worth on held-out questions of the open sets:
 * `npm run bench:tuning -- --sets FOLDER [--only scifact,cuad] [--keep FOLDER] [--out FOLDER]`.
 *
 * For each set and each of three seeds the questions are cut into five folds that no template, group
 * or document reaches across. On each training part the whole of two lanes is run, acceptance
 * included: `tune retrieval`, then `tune reranker` on what that left. The held-out fold is ranked by
 * the result, and by the release as shipped. What a lane does not accept changes nothing. The
 * reranker alone is measured the same way on the shipped retrieval. SciFact has a split of its own:
 * the lanes see the clean training claims, and the test claims are ranked once.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createTunedReranker, openSqliteStore } from "../src/adapters/index.ts";
import { loadConfig, openApp } from "../src/app/index.ts";
import { assemble } from "../src/app/assembly.ts";
import { systemClock, systemEntropy } from "../src/app/effects.ts";
import { gatherTuningData, type TuningData } from "../src/app/tune/gather.ts";
import type { GoldenSet } from "../src/domain/golden-set.ts";
import type { RankingModel } from "../src/engine/rerank/index.ts";
import type { PairedComparison } from "../src/evaluate/index.ts";
import {
  compareHeldOut,
  makeFolds,
  MEASURE,
  measureModel,
  readLearningData,
  ScoreBook,
  tuneReranker,
  tuneRetrieval,
  type Fold,
  type JudgedQuestion,
  type RankedQuestion,
  type TriedSettings,
} from "../src/tune/index.ts";
import { findSets } from "./sets.ts";

const SETS = ["scifact", "handbook-hr", "cuad", "covidqa", "mtrag-un"];
const SEEDS = ["1", "2", "3"];
const WORST = 10;
const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    only: { type: "string" },
    keep: { type: "string" },
    out: { type: "string", default: "bench/results" },
    seeds: { type: "string", default: String(SEEDS.length) },
  },
});
const seeds = SEEDS.slice(0, Number(values.seeds));

interface Gain {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}
interface SetResult {
  readonly set: string;
  readonly questions: number;
  readonly units: number;
  readonly untuned: number;
  /** Averaged over the seeds, question by question, then compared. */
  readonly tuned: Gain;
  readonly reranker: Gain;
  readonly bySeed: readonly {
    readonly seed: string;
    readonly tuned: Gain;
    readonly reranker: Gain;
  }[];
  /** What the lanes chose, one line a fold. */
  readonly chosen: readonly string[];
  readonly worst: readonly {
    readonly id: string;
    readonly untuned: number;
    readonly tuned: number;
  }[];
  readonly rerankMs: { readonly p50: number; readonly p95: number };
}

async function open(name: string, folder: string, work: string) {
  const data = join(values.keep ?? work, `data-${name}`);
  const path = join(work, "plumbline.yaml");
  writeFileSync(path, "{}");
  const loaded = await loadConfig({ workingDirectory: work, environment: {}, path, data });
  if (!existsSync(data)) {
    await using app = await openApp({ loaded, workingDirectory: work });
    const source = join(folder, name, "corpus.jsonl");
    for await (const event of app.ingest({ path: source, collection: "bench" }))
      if (event.type === "document-rejected") throw new Error(`${event.key}: ${event.message}`);
  }
  const app = await openApp({ loaded, workingDirectory: work });
  const golden = app.readGoldenSet(join(folder, name));
  await app[Symbol.asyncDispose]();
  const store = openSqliteStore({ directory: data, mode: "read", clock: systemClock });
  const assembly = await assemble({
    loaded,
    workingDirectory: work,
    clock: systemClock,
    entropy: systemEntropy,
    log: (line) => console.error(line),
  });
  return { golden, store, assembly, fingerprint: loaded.fingerprint };
}

/** SciFact has a split of its own: clean training claims, and the claims that judge. */
function listScifactFold(
  folder: string,
  questions: readonly JudgedQuestion[],
  golden: GoldenSet,
): Fold {
  const clean = new Set(readFileSync(join(folder, "scifact/train.clean.txt"), "utf8").split("\n"));
  const parts = new Map(golden.cases.map(({ id, part }) => [id, part]));
  const indexes = [...questions.keys()];
  return {
    training: indexes.filter((i) => clean.has(questions[i]?.id ?? "")),
    heldOut: indexes.filter((i) => parts.get(questions[i]?.id ?? "") === "test"),
  };
}

/** The questions of a subset over a book of all of them, so that no setting is ranked twice. */
class SubBook extends ScoreBook {
  readonly #whole: ScoreBook;
  readonly #subset: readonly number[];

  constructor(whole: ScoreBook, subset: readonly number[]) {
    const questions = subset.flatMap((index) => whole.questions[index] ?? []);
    super({ questions, openLab: (size) => whole.lab(size), stages: [] });
    this.#whole = whole;
    this.#subset = subset;
  }

  override async served(settings: TriedSettings): Promise<Float64Array> {
    return this.#pick(await this.#whole.served(settings));
  }

  override async fused(settings: TriedSettings): Promise<Float64Array> {
    return this.#pick(await this.#whole.fused(settings));
  }

  #pick(all: Float64Array): Float64Array {
    return Float64Array.from(this.#subset, (index) => all[index] ?? 0);
  }
}

interface Tuned {
  readonly settings: TriedSettings;
  readonly model: RankingModel | undefined;
  readonly alone: RankingModel | undefined;
}

class Workbench {
  readonly data: TuningData;
  readonly book: ScoreBook;
  readonly #ranked = new Map<string, Promise<readonly RankedQuestion[]>>();

  constructor(data: TuningData) {
    this.data = data;
    this.book = new ScoreBook({
      questions: data.questions,
      openLab: (size) => data.collection.openLab(size),
      stages: data.stages,
    });
  }

  /** Features of all questions under some settings. */
  rank(settings: TriedSettings): Promise<readonly RankedQuestion[]> {
    const key = JSON.stringify(settings);
    const { questions, stages, plan } = this.data;
    const known =
      this.#ranked.get(key) ??
      this.book
        .lab(settings.maxTokens)
        .then((lab) =>
          readLearningData(lab, questions, { settings, stages, depth: plan.retrieve.rerankDepth }),
        );
    this.#ranked.set(key, known);
    return known;
  }

  /** Both lanes on a training part. */
  async tune(training: readonly number[], seed: string): Promise<Tuned> {
    const { questions, serves } = this.data;
    const book = new SubBook(this.book, training);
    const retrieval = await tuneRetrieval(book, serves, { seed, repeats: 1 });
    const settings = retrieval.verdict === "pass" ? retrieval.settings : serves;
    const own = training.flatMap((index) => questions[index] ?? []);
    const fit = async (at: TriedSettings): Promise<RankingModel | undefined> => {
      const ranked = await this.rank(at);
      const rows = training.flatMap((index) => ranked[index] ?? []);
      const { model } = await tuneReranker(own, rows, {
        seed,
        repeats: 1,
        leastForTrees: Infinity,
      });
      return model;
    };
    const alone = await fit(serves);
    const model = settings === serves ? alone : await fit(settings);
    return { settings, model, alone };
  }

  async score(
    index: number,
    settings: TriedSettings,
    model: RankingModel | undefined,
  ): Promise<number> {
    if (!model) return (await this.book.served(settings))[index] ?? 0;
    return measureModel(model, (await this.rank(settings))[index]);
  }
}

const describe = ({ settings, model, alone }: Tuned): string =>
  `${JSON.stringify(settings)} reranker ${model?.kind ?? "as shipped"}, alone ${alone?.kind ?? "as shipped"}`;

const toGain = (found: PairedComparison | undefined): Gain => {
  if (!found) throw new Error("too few questions");
  return { difference: found.difference, ...found.interval };
};

async function measureSet(name: string, folder: string, work: string): Promise<SetResult> {
  const { golden, store, assembly } = await open(name, folder, work);
  await using opened = store;
  const { base: plan } = assembly.configured.content;
  const request = { collection: "bench", golden, mayFit: () => true };
  const data = await gatherTuningData(assembly, plan, opened, request);
  const bench = new Workbench(data);
  const { questions, serves } = data;
  const untuned = await bench.book.served(serves);
  const sums = {
    tuned: new Float64Array(questions.length),
    alone: new Float64Array(questions.length),
  };
  const bySeed: SetResult["bySeed"][number][] = [];
  const chosen: string[] = [];
  let heldOut: readonly number[] = [];
  let units: readonly string[] = [];
  const compare = (scores: ArrayLike<number>, seed: string): Gain => {
    const at = (list: ArrayLike<number>): number[] => heldOut.map((index) => list[index] ?? 0);
    const own = heldOut.flatMap((index) => questions[index] ?? []);
    const of = heldOut.map((index) => units[index] ?? "");
    const sides = { scores: at(scores), baseline: at(untuned) };
    return toGain(compareHeldOut(own, of, sides, { measure: MEASURE, seed: `${name}/${seed}` }));
  };
  for (const seed of seeds) {
    const drawn = makeFolds(questions, { seed });
    const folds = name === "scifact" ? [listScifactFold(folder, questions, golden)] : drawn.folds;
    heldOut = folds.flatMap((fold) => fold.heldOut);
    units = drawn.units;
    const own = {
      tuned: new Float64Array(questions.length),
      alone: new Float64Array(questions.length),
    };
    for (const [at, fold] of folds.entries()) {
      const tuned = await bench.tune(fold.training, `${seed}/${at}`);
      chosen.push(
        `seed ${seed} fold ${at} (${fold.training.length} questions): ${describe(tuned)}`,
      );
      console.error(`${name} ${chosen.at(-1)}`);
      for (const index of fold.heldOut) {
        own.tuned[index] = await bench.score(index, tuned.settings, tuned.model);
        own.alone[index] = await bench.score(index, serves, tuned.alone);
      }
    }
    for (const index of heldOut) {
      sums.tuned[index] = (sums.tuned[index] ?? 0) + (own.tuned[index] ?? 0) / seeds.length;
      sums.alone[index] = (sums.alone[index] ?? 0) + (own.alone[index] ?? 0) / seeds.length;
    }
    bySeed.push({ seed, tuned: compare(own.tuned, seed), reranker: compare(own.alone, seed) });
  }
  const losses = heldOut.map((index) => ({
    id: questions[index]?.id ?? "",
    untuned: untuned[index] ?? 0,
    tuned: sums.tuned[index] ?? 0,
  }));
  return {
    set: name,
    questions: heldOut.length,
    units: new Set(heldOut.map((index) => units[index])).size,
    untuned: heldOut.reduce((sum, index) => sum + (untuned[index] ?? 0), 0) / heldOut.length,
    tuned: compare(sums.tuned, "all"),
    reranker: compare(sums.alone, "all"),
    bySeed,
    chosen,
    worst: losses.toSorted((a, b) => a.tuned - a.untuned - (b.tuned - b.untuned)).slice(0, WORST),
    rerankMs: await timeReranker(bench),
  };
}

/** Of one question's 50 passages, each fifth question once, behind a warm-up of 100. */
async function timeReranker({ data, book }: Workbench): Promise<SetResult["rerankMs"]> {
  const { questions, serves, plan } = data;
  const lab = await book.lab(serves.maxTokens);
  const ranked = await readLearningData(lab, questions.slice(0, 200), {
    settings: serves,
    stages: [],
    depth: plan.retrieve.rerankDepth,
  });
  const { model } = await tuneReranker(questions.slice(0, 200), ranked, {
    seed: "time",
    repeats: 1,
  });
  const names = [
    "fused",
    "lexical",
    "dense",
    "cov",
    "title",
    "rest",
    "ord",
    "unord",
    "win30",
  ] as const;
  const reranker = createTunedReranker(
    model ?? {
      format: "plumbline.reranker/1",
      kind: "linear",
      features: names,
      weights: names.map(() => 1),
    },
  );
  const times: number[] = [];
  for (const [at, question] of questions.entries()) {
    const { candidates, statistics } = lab.rank(question, serves);
    const head = candidates.slice(0, plan.retrieve.rerankDepth);
    const chunks = head.flatMap(({ chunk }) => lab.chunks[chunk]?.stored ?? []);
    const scores = head.map(({ fused }) => fused);
    const asked = { question: question.text, terms: question.terms, statistics };
    const started = performance.now();
    await reranker.rerank({ ...asked, chunks, scores, legs: head });
    if (at >= Math.min(100, questions.length / 2)) times.push(performance.now() - started);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { p50: quantile(0.5), p95: quantile(0.95) };
}

const points = (value: number): string =>
  `${value < 0 ? "−" : "+"}${Math.abs(100 * value).toFixed(2)}`;
const gain = ({ difference, low, high }: Gain): string =>
  `${points(difference)} (${points(low)}, ${points(high)})`;

function toTable(results: readonly SetResult[]): string {
  const rows = results.map(
    ({ set, questions, units, untuned, tuned, reranker, rerankMs }) =>
      `| ${set} (${questions}, ${units} units) | ${untuned.toFixed(4).slice(1)} | ${gain(tuned)} | ${gain(reranker)} | ${rerankMs.p50.toFixed(2)} / ${rerankMs.p95.toFixed(2)} |`,
  );
  return [
    "| set | untuned | tuned release | reranker alone | rerank 50, p50 / p95 ms |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

const git = (...args: readonly string[]): string =>
  execFileSync("git", args, { encoding: "utf8" }).trim();

function write(results: readonly SetResult[]): void {
  const date = new Date().toISOString().slice(0, 10);
  const commit = git("rev-parse", "--short=12", "HEAD");
  const about = {
    date,
    commit,
    changed: git("status", "--porcelain", "src").length > 0,
    node: process.versions.node,
    cpu: cpus()[0]?.model ?? "unknown",
    command: `bench/tuning.ts --sets FOLDER --only ${results.map(({ set }) => set).join(",")}`,
    seeds: seeds.join(", "),
    interval: "95 %, over the questions, what is held out together drawn together",
  };
  const told = Object.entries(about).map(([name, value]) => `- ${name}: ${value}`);
  const mean = (of: "tuned" | "reranker"): string =>
    points(results.reduce((sum, each) => sum + each[of].difference, 0) / results.length);
  const base = join(values.out, `tuning-${date}-${commit}`);
  mkdirSync(values.out, { recursive: true });
  writeFileSync(`${base}.json`, `${JSON.stringify({ about, results }, null, 2)}\n`);
  const means = `Mean over the sets: tuned release ${mean("tuned")}, reranker alone ${mean("reranker")} points.`;
  const title = `# Tuning, ${MEASURE} on held-out questions, points over the release as shipped`;
  writeFileSync(`${base}.md`, [title, ...told, "", toTable(results), "", means, ""].join("\n"));
  console.log(`${toTable(results)}\n${means}\nwritten: ${base}.{json,md}`);
}

const folder = findSets(values.sets);
const work = mkdtempSync(join(tmpdir(), "plumbline-tuning-"));
if (values.keep) mkdirSync(values.keep, { recursive: true });
try {
  const results: SetResult[] = [];
  for (const name of values.only?.split(",") ?? SETS)
    results.push(await measureSet(name, folder, work));
  write(results);
} finally {
  rmSync(work, { recursive: true, force: true });
}
