/** @module One run: the same corpus laid down, every system built, asked in turn, and measured. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { alternate, createOracle, warmUp, type Contestant, type Measured } from "./alternate.ts";
import { readRows, type CorpusFacts } from "./corpus.ts";
import { measureFreshness, type FreshnessFacts } from "./freshness.ts";
import { createDefaultEmbedder, layDown } from "./lay-down.ts";
import { calibrate, describePackage, measureFolder } from "./machine.ts";
import type { OpenFacts } from "./protocol.ts";
import { startSystem, type RemoteSystem } from "./remote-system.ts";
import type { Places, SystemName } from "./system.ts";
import { tune, type TuningFacts } from "./tune.ts";

export interface BenchOptions {
  readonly sets: string;
  /** An empty folder; what was laid down there is removed afterwards. */
  readonly folder: string;
  readonly chunks: number;
  /** Measured, beside those that warm up. */
  readonly questions: number;
  readonly warmUp: number;
  readonly systems: readonly SystemName[];
  /** Of each ranker. */
  readonly budgetSeconds: number;
  readonly note: (line: string) => void;
}

export interface SystemResult {
  readonly name: string;
  readonly versions: readonly string[];
  readonly notes: readonly string[];
  readonly settings: readonly string[];
  readonly tuning?: TuningFacts;
  readonly buildMs: number;
  readonly buildPeakBytes: number;
  /** Opening what was built in a new process; absent where nothing outlives the process. */
  readonly openMs?: number;
  readonly diskBytes?: number;
  /** After all questions. */
  readonly residentBytes: number;
  readonly freshness: FreshnessFacts;
}

export interface BenchResult {
  readonly corpus: CorpusFacts;
  readonly warmUp: number;
  readonly block: number;
  readonly budgetSeconds: number;
  /** Before the build, before the questions, and at the end. */
  readonly calibrationMs: readonly number[];
  readonly rankings: readonly Measured[];
  readonly systems: readonly SystemResult[];
}

/** Questions in a row: enough that a serving process is warm, few enough that turns are short. */
const BLOCK = 10;

/** Longest warm-up of a ranker. */
const WARM_UP_MS = 30_000;

interface Built {
  readonly remote: RemoteSystem;
  readonly facts: OpenFacts;
  readonly build: Pick<SystemResult, "buildMs" | "buildPeakBytes" | "openMs" | "diskBytes">;
}

/** Builds in a process of its own; where the index is on disk, another one opens and serves it. */
async function buildSystem(
  name: string,
  places: Places,
  stack: AsyncDisposableStack,
): Promise<Built> {
  let remote = startSystem(name, places);
  stack.use(remote);
  let facts = await remote.call("build", {});
  const { ms: buildMs, persistent } = facts;
  const { peakBytes: buildPeakBytes } = await remote.call("memory", {});
  const build = { buildMs, buildPeakBytes };
  if (!persistent) return { remote, facts, build };
  await remote.call("close", {});
  await remote[Symbol.asyncDispose]();
  remote = startSystem(name, places);
  stack.use(remote);
  facts = await remote.call("reopen", {});
  const diskBytes = measureFolder(places.directory);
  return { remote, facts, build: { ...build, openMs: facts.ms, diskBytes } };
}

async function layDownCorpus(options: BenchOptions, folder: string): Promise<CorpusFacts> {
  mkdirSync(folder, { recursive: true });
  options.note("laying down chunks, vectors and questions");
  const questions = options.questions + options.warmUp;
  const corpus = await layDown({ folder, sets: options.sets, chunks: options.chunks, questions });
  if (corpus.questions < questions)
    throw new Error(`the sets hold ${corpus.questions} questions, ${questions} are wanted`);
  return corpus;
}

interface Asked {
  readonly tunings: readonly (TuningFacts | undefined)[];
  readonly rankings: readonly Measured[];
  /** Before the questions and after them. */
  readonly calibrationMs: readonly number[];
}

async function ask(
  built: readonly Built[],
  corpusFolder: string,
  options: BenchOptions,
): Promise<Asked> {
  const { note, warmUp: early } = options;
  const budgetMs = options.budgetSeconds * 1000;
  const judge = createOracle(readRows(corpusFolder, "chunks"), readRows(corpusFolder, "questions"));
  const all = Array.from({ length: early + options.questions }, (_, index) => index);
  const tunings: (TuningFacts | undefined)[] = [];
  for (const { remote, facts } of built)
    tunings.push(await tune(remote, facts, all.slice(0, early), judge));
  const contestants = built.flatMap(({ remote, facts }) =>
    facts.rankers.map((ranker): Contestant => ({ system: remote, ranker })),
  );
  note("warming up");
  await warmUp(contestants, all.slice(0, early), Math.min(WARM_UP_MS, budgetMs));
  const before = calibrate();
  note(`asking ${options.questions} questions`);
  const pace = { block: BLOCK, budgetMs };
  const rankings = await alternate(contestants, all.slice(early), pace, judge);
  return { tunings, rankings, calibrationMs: [before, calibrate()] };
}

/**
 * One after the other: the corpus, the builds, the questions in turn, and the documents added,
 * which come last because they change what is asked.
 */
export async function runBench(options: BenchOptions): Promise<BenchResult> {
  const { folder, note } = options;
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const first = calibrate();
  const corpusFolder = join(folder, "corpus");
  const corpus = await layDownCorpus(options, corpusFolder);
  const built: Built[] = [];
  for (const name of options.systems) {
    note(`building ${name}`);
    const places = { corpus: corpusFolder, directory: join(folder, name) };
    built.push(await buildSystem(name, places, stack));
  }
  const { tunings, rankings, calibrationMs } = await ask(built, corpusFolder, options);
  const systems: Omit<SystemResult, "freshness">[] = [];
  for (const [index, { remote, facts, build }] of built.entries()) {
    const { residentBytes } = await remote.call("memory", {});
    const tuning = tunings[index];
    const { notes, settings, packages } = facts;
    const versions = packages.map(describePackage);
    const known = { name: remote.name, versions, notes, settings, ...build, residentBytes };
    systems.push(tuning ? { ...known, tuning } : known);
  }
  note("adding documents");
  const freshness = await measureFreshness(
    built.map(({ remote }) => remote),
    await createDefaultEmbedder(corpusFolder),
    corpus.chunks,
  );
  return {
    corpus,
    warmUp: options.warmUp,
    block: BLOCK,
    budgetSeconds: options.budgetSeconds,
    calibrationMs: [first, ...calibrationMs],
    rankings,
    systems: systems.map((each, index) => ({ ...each, freshness: at(freshness, index) })),
  };
}

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`there is no value ${index}`);
  return value;
}
