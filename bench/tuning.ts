/**
 * @module What tuning is worth on held-out questions of the open sets:
 * `node bench/tuning.ts --sets FOLDER [--only scifact,cuad] [--keep FOLDER] [--out FOLDER]`, and
 * `node bench/tuning.ts --merge cuad.json,scifact.json` for one table of what several runs wrote.
 *
 * For each set and each of three seeds the questions are cut into five folds that no template, group
 * or document reaches across. On each training part the whole of two lanes is run, acceptance
 * included: `tune retrieval`, then `tune reranker` on what that left. The held-out fold is ranked by
 * the result, and by the release as shipped. What a lane does not accept changes nothing. The
 * reranker alone is measured the same way on the shipped retrieval. SciFact has a split of its own:
 * the lanes see the clean training claims, and the test claims are ranked once.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openSqliteStore } from "../src/adapters/index.ts";
import { loadConfig, openApp } from "../src/app/index.ts";
import { assemble } from "../src/app/assembly.ts";
import { systemClock, systemEntropy } from "../src/app/effects.ts";
import { gatherTuningData } from "../src/app/tune/gather.ts";
import type { GoldenSet } from "../src/domain/golden-set.ts";
import {
  compareHeldOut,
  makeFolds,
  MEASURE,
  type Fold,
  type JudgedQuestion,
} from "../src/tune/index.ts";
import { timeReranker } from "./time-reranker.ts";
import { Workbench, type Tuned } from "./tune-folds.ts";
import { findSets } from "./sets.ts";
import { describeRun, merge, write, type Gain, type Run, type SetResult } from "./tuning-report.ts";

const SETS = ["scifact", "handbook-hr", "cuad", "covidqa", "mtrag-un"];
const SEEDS = ["1", "2", "3"];
const WORST = 10;
const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    only: { type: "string" },
    keep: { type: "string" },
    merge: { type: "string" },
    out: { type: "string", default: "bench/results" },
    seeds: { type: "string", default: String(SEEDS.length) },
  },
});
const seeds = SEEDS.slice(0, Number(values.seeds));
const names = values.only?.split(",") ?? SETS;

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
  const golden = await app.readGoldenSet(join(folder, name));
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

const describe = ({ settings, model, alone }: Tuned): string =>
  `${JSON.stringify(settings)} reranker ${model?.kind ?? "as shipped"}, alone ${alone?.kind ?? "as shipped"}`;

async function measureSet(name: string, folder: string, work: string): Promise<SetResult> {
  const { golden, store, assembly } = await open(name, folder, work);
  await using opened = store;
  const { base: plan } = assembly.configured.content;
  const request = { collection: "bench", golden, mayFit: () => true };
  const bench = new Workbench(await gatherTuningData(assembly, plan, opened, request));
  const { questions, serves } = bench.data;
  const untuned = await bench.book.served(serves);
  const chosen: string[] = [];
  const rounds: Round[] = [];
  for (const seed of seeds) {
    const { folds, units } = makeFolds(questions, { seed });
    const own = name === "scifact" ? [listScifactFold(folder, questions, golden)] : folds;
    rounds.push(await runSeed(bench, seed, own, units, (line) => chosen.push(`${name} ${line}`)));
  }
  const [first] = rounds;
  if (!first) throw new Error("no seed is asked for");
  const compare = (scores: ArrayLike<number>): Gain => toGain(bench, first, untuned, scores);
  const all = averageRounds(rounds, questions.length);
  const held = first.heldOut;
  const toLoss = (index: number): SetResult["worst"][number] => ({
    id: questions[index]?.id ?? "",
    untuned: untuned[index] ?? 0,
    tuned: all.tuned[index] ?? 0,
  });
  return {
    set: name,
    questions: held.length,
    units: new Set(held.map((index) => first.units[index])).size,
    untuned: held.reduce((sum, index) => sum + (untuned[index] ?? 0), 0) / held.length,
    tuned: compare(all.tuned),
    reranker: compare(all.alone),
    bySeed: rounds.map(({ seed, tuned, alone }) => ({
      seed,
      tuned: compare(tuned),
      reranker: compare(alone),
    })),
    chosen,
    worst: held
      .map(toLoss)
      .toSorted((a, b) => a.tuned - a.untuned - (b.tuned - b.untuned))
      .slice(0, WORST),
    rerankMs: await timeReranker(bench),
  };
}

/** Held-out scores under one draw of the folds, by question. */
interface Round {
  readonly seed: string;
  readonly heldOut: readonly number[];
  readonly units: readonly string[];
  readonly tuned: Float64Array;
  readonly alone: Float64Array;
}

async function runSeed(
  bench: Workbench,
  seed: string,
  folds: readonly Fold[],
  units: readonly string[],
  tell: (line: string) => void,
): Promise<Round> {
  const { questions, serves } = bench.data;
  const tuned = new Float64Array(questions.length);
  const alone = new Float64Array(questions.length);
  for (const [at, { training, heldOut }] of folds.entries()) {
    const found = await bench.tune(training, `${seed}/${at}`);
    tell(`seed ${seed} fold ${at} (${training.length} questions): ${describe(found)}`);
    for (const index of heldOut) {
      tuned[index] = await bench.score(index, found.settings, found.model);
      alone[index] = await bench.score(index, serves, found.alone);
    }
  }
  const heldOut = folds.flatMap((fold) => fold.heldOut).toSorted((a, b) => a - b);
  return { seed, heldOut, units, tuned, alone };
}

function averageRounds(
  rounds: readonly Round[],
  questions: number,
): Pick<Round, "tuned" | "alone"> {
  const average = (of: "tuned" | "alone"): Float64Array =>
    Float64Array.from({ length: questions }, (_, index) =>
      rounds.reduce((sum, round) => sum + (round[of][index] ?? 0) / rounds.length, 0),
    );
  return { tuned: average("tuned"), alone: average("alone") };
}

/** Paired over the held-out questions; the units are those of the first draw in every comparison. */
function toGain(
  { data }: Workbench,
  { heldOut, units }: Round,
  untuned: ArrayLike<number>,
  scores: ArrayLike<number>,
): Gain {
  const at = (list: ArrayLike<number>): number[] => heldOut.map((index) => list[index] ?? 0);
  const own = heldOut.flatMap((index) => data.questions[index] ?? []);
  const of = heldOut.map((index) => units[index] ?? "");
  const sides = { scores: at(scores), baseline: at(untuned) };
  const found = compareHeldOut(own, of, sides, { measure: MEASURE, seed: "bench" });
  if (!found) throw new Error("too few questions");
  return { difference: found.difference, ...found.interval };
}

async function measureAll(): Promise<Run> {
  const folder = findSets(values.sets);
  const work = mkdtempSync(join(tmpdir(), "plumbline-tuning-"));
  if (values.keep) mkdirSync(values.keep, { recursive: true });
  try {
    const results: SetResult[] = [];
    for (const name of names) results.push(await measureSet(name, folder, work));
    return { about: describeRun(names, seeds), results };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const run = values.merge === undefined ? await measureAll() : merge(values.merge.split(","), SETS);
const { date, commit } = run.about;
const file = values.merge === undefined ? `tuning-${date}-${commit}` : `tuning-${date}`;
write(run, values.out, file);
