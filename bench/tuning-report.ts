/** @module What tuning was worth, as a table and as JSON, of one run or of several. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { MEASURE } from "../src/tune/index.ts";

export interface Gain {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}
export interface SetResult {
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

interface About {
  readonly date: string;
  readonly commit: string;
  readonly seeds: string;
  readonly [fact: string]: string | boolean;
}
export interface Run {
  readonly about: About;
  readonly results: readonly SetResult[];
}

export function describeRun(sets: readonly string[], seeds: readonly string[]): About {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: git("rev-parse", "--short=12", "HEAD"),
    changed: git("status", "--porcelain", "src").length > 0,
    node: process.versions.node,
    cpu: cpus()[0]?.model ?? "unknown",
    command: `node bench/tuning.ts --sets FOLDER --only ${sets.join(",")}`,
    seeds: seeds.join(", "),
    interval: "95 %, over the questions, what is held out together drawn together",
  };
}

/** Of runs with the same draws of the folds; each set once, in the order of the sets. */
export function merge(paths: readonly string[], order: readonly string[]): Run {
  // Written by `write`.
  const runs = paths.map((path) => JSON.parse(readFileSync(path, "utf8")) as Run);
  const results = runs
    .flatMap((run) => run.results)
    .toSorted((a, b) => order.indexOf(a.set) - order.indexOf(b.set));
  const [first] = runs;
  if (!first || new Set(results.map(({ set }) => set)).size < results.length)
    throw new Error("name files of results, each with sets of its own");
  const list = (of: (about: About) => unknown): string =>
    [...new Set(runs.map(({ about }) => String(of(about))))].join(", ");
  if (list(({ seeds: own }) => own) !== first.about.seeds)
    throw new Error("these runs drew their folds otherwise");
  const about = {
    ...first.about,
    commit: list(({ commit }) => commit),
    changed: list(({ changed }) => changed),
    command: "node bench/tuning.ts --sets FOLDER",
    runs: runs.map((run) => run.results.map(({ set }) => set).join(" and ")).join(", "),
  };
  return { about, results };
}

export function write({ about, results }: Run, folder: string, file: string): void {
  const told = Object.entries(about).map(([name, value]) => `- ${name}: ${value}`);
  const mean = (of: "tuned" | "reranker"): string =>
    points(results.reduce((sum, each) => sum + each[of].difference, 0) / results.length);
  const base = join(folder, file);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${base}.json`, `${JSON.stringify({ about, results }, null, 2)}\n`);
  const means = `Mean over the sets: tuned release ${mean("tuned")}, reranker alone ${mean("reranker")} points.`;
  const title = `# Tuning, ${MEASURE} on held-out questions, points over the release as shipped`;
  writeFileSync(`${base}.md`, [title, ...told, "", toTable(results), "", means, ""].join("\n"));
  console.log(`${toTable(results)}\n${means}\nwritten: ${base}.{json,md}`);
}
