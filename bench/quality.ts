/**
 * @module How well documents are found as shipped, on every open set:
 * `npm run bench:quality -- --sets FOLDER [--only scifact,cuad] [--keep FOLDER] [--out FOLDER]
 * [--config FILE.yaml]`.
 *
 * Each row of a set's corpus.jsonl is a document. Three rankings of the same questions over the same
 * store: BM25 alone, both legs fused, and fused then reranked. nDCG@10 and R@100 over the judged
 * questions, and the paired differences of nDCG@10 against BM25, and of the reranked against the fused
 * ranking, with their 95 % intervals. Results and the questions that lose most, by id alone, go to
 * the `--out` folder. What `--config` says holds for all three: an embedder, say.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadConfig, openApp, type App, type LoadedConfig } from "../src/app/index.ts";
import type { GoldenCase, GoldenSet } from "../src/domain/golden-set.ts";
import type { Run } from "../src/domain/retrieval-judgments.ts";
import { comparePaired, computeNdcg, computeRecall } from "../src/evaluate/index.ts";
import { findSets } from "./sets.ts";

/** Those the product is held to; the rest are printed for information. */
const HELD = ["scifact", "handbook-hr", "cuad", "covidqa", "mtrag-un", "squad2"];
const OTHERS = ["clapnq", "xquad-en"];
const WORST = 20;
const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    only: { type: "string" },
    keep: { type: "string" },
    config: { type: "string" },
    out: { type: "string", default: "bench/results" },
  },
});

interface System {
  readonly name: "bm25" | "fused" | "light";
  readonly legs: "lexical" | "both";
  readonly config: string;
}
const SYSTEMS: readonly System[] = [
  { name: "bm25", legs: "lexical", config: "" },
  { name: "fused", legs: "both", config: "reranker: { adapter: none }" },
  { name: "light", legs: "both", config: "" },
];
const shared = values.config === undefined ? "" : readFileSync(values.config, "utf8");

interface Measured {
  readonly "nDCG@10": number;
  readonly "R@100": number;
}
/** A mean difference with its 95 % interval. */
interface Gain {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}
interface Loss {
  readonly id: string;
  readonly bm25: number;
  readonly light: number;
}
interface SetResult {
  readonly set: string;
  readonly queries: number;
  readonly systems: Readonly<Record<System["name"], Measured>>;
  /** nDCG@10 against BM25, over the questions. */
  readonly fusedGain: Gain;
  readonly lightGain: Gain;
  /** Of the reranked ranking against the fused one. */
  readonly rerankGain: Gain;
  readonly worst: readonly Loss[];
}

/** `xquad-en` is the part of xquad whose ids begin with `en:`. */
function locateSet(folder: string, name: string): { source: string; prefix: string } {
  const [, base = name, language] = /^(.+)-([a-z]{2})$/.exec(name) ?? [];
  const whole = join(folder, name);
  if (existsSync(whole) || language === undefined) return { source: whole, prefix: "" };
  return { source: join(folder, base), prefix: `${language}:` };
}

async function load(work: string, data: string, yaml: string): Promise<LoadedConfig> {
  const path = join(work, "plumbline.yaml");
  writeFileSync(path, `${shared}\n${yaml}`);
  return loadConfig({ workingDirectory: work, environment: {}, path, data });
}

const open = async (work: string, data: string, yaml: string): Promise<App> =>
  openApp({ loaded: await load(work, data, yaml), workingDirectory: work });

async function ingest(work: string, data: string, source: string, prefix: string): Promise<void> {
  if (existsSync(data)) return;
  const corpus = join(work, "corpus.jsonl");
  const rows = readFileSync(join(source, "corpus.jsonl"), "utf8").split("\n").filter(Boolean);
  const wanted = rows.filter((row) => String((JSON.parse(row) as Row).id).startsWith(prefix));
  writeFileSync(corpus, `${wanted.join("\n")}\n`);
  await using app = await open(work, data, "");
  for await (const event of app.ingest({ path: corpus, collection: "bench" }))
    if (event.type === "document-rejected") throw new Error(`${event.key}: ${event.message}`);
}
/** Of corpus.jsonl: the only member that is read here. */
interface Row {
  readonly id?: unknown;
}

async function runSystem(
  { legs, config }: System,
  queries: readonly GoldenCase[],
  { work, data }: { readonly work: string; readonly data: string },
): Promise<Run> {
  await using app = await open(work, data, config);
  const run = new Map<string, readonly string[]>();
  for (const { id, text } of queries) {
    const ranked = await app.rank(undefined, { question: text, topK: 100, legs });
    run.set(
      id,
      ranked.map(({ key }) => key),
    );
  }
  return run;
}

const average = (numbers: readonly number[]): number =>
  numbers.reduce((sum, value) => sum + value, 0) / Math.max(1, numbers.length);

async function measureSet(name: string, folder: string, work: string): Promise<SetResult> {
  const { source, prefix } = locateSet(folder, name);
  const data = join(values.keep ?? work, `data-${name}`);
  await ingest(work, data, source, prefix);
  const { cases, qrels } = await readSet(source, work);
  const judged = cases.filter(
    ({ id, part }) =>
      part === "test" &&
      id.startsWith(prefix) &&
      [...(qrels.get(id)?.values() ?? [])].some((grade) => grade > 0),
  );
  const scores = new Map<string, readonly number[]>();
  const systems: [string, Measured][] = [];
  for (const system of SYSTEMS) {
    const run = await runSystem(system, judged, { work, data });
    const each = judged.map(({ id }) => computeNdcg(10, qrels.get(id), run.get(id)));
    scores.set(system.name, each);
    const recalls = judged.map(({ id }) => computeRecall(100, qrels.get(id), run.get(id)));
    systems.push([system.name, { "nDCG@10": average(each), "R@100": average(recalls) }]);
  }
  const { bm25 = [], fused = [], light = [] } = Object.fromEntries(scores);
  const gainOf = (system: string, of: readonly number[], over: readonly number[] = bm25): Gain => {
    const pairs = judged.map(({ id }, i) => ({
      caseId: id,
      scores: [of[i] ?? 0],
      baseline: [over[i] ?? 0],
    }));
    const options = { measure: "nDCG@10", seed: `quality/${name}/${system}` };
    const found = comparePaired(pairs, options);
    if (!found) throw new Error(`${name} has fewer than two judged questions`);
    return { mean: found.difference, ...found.interval };
  };
  return {
    set: name,
    queries: judged.length,
    // One entry for each system above.
    systems: Object.fromEntries(systems) as SetResult["systems"],
    fusedGain: gainOf("fused", fused),
    lightGain: gainOf("light", light),
    rerankGain: gainOf("rerank", light, fused),
    worst: judged
      .map(({ id }, i): Loss => ({ id, bm25: bm25[i] ?? 0, light: light[i] ?? 0 }))
      .filter((loss) => loss.light < loss.bm25)
      .toSorted((a, b) => a.light - a.bm25 - (b.light - b.bm25) || (a.id < b.id ? -1 : 1))
      .slice(0, WORST),
  };
}

async function readSet(source: string, work: string): Promise<GoldenSet> {
  await using app = await open(work, join(work, "none"), "");
  return await app.readGoldenSet(source);
}

const score = (value: number): string => value.toFixed(4).replace(/^0/, "");
const points = (value: number): string =>
  `${value < 0 ? "−" : "+"}${Math.abs(100 * value).toFixed(2)}`;
const gain = ({ mean, low, high }: Gain): string =>
  `${points(mean)} (${points(low)}, ${points(high)})`;

function toTable(results: readonly SetResult[]): string {
  const head =
    "| set (queries) | BM25 .9/.75 | fused | fused + light | fused − BM25 | light − BM25 | light − fused |";
  const rows = results.map(({ set, queries, systems, fusedGain, lightGain, rerankGain }) => {
    const cells = SYSTEMS.map(({ name }) => systems[name]).map(
      (measured) => `${score(measured["nDCG@10"])} / ${score(measured["R@100"])}`,
    );
    const gains = [fusedGain, lightGain, rerankGain].map(gain);
    return `| ${[`${set} (${queries})`, ...cells, ...gains].join(" | ")} |`;
  });
  return [head, "|---|---|---|---|---|---|---|", ...rows].join("\n");
}

const git = (...args: readonly string[]): string =>
  execFileSync("git", args, { encoding: "utf8" }).trim();

async function main(): Promise<void> {
  const folder = findSets(values.sets);
  const names = values.only?.split(",") ?? [...HELD, ...OTHERS];
  const work = mkdtempSync(join(tmpdir(), "plumbline-quality-"));
  if (values.keep) mkdirSync(values.keep, { recursive: true });
  try {
    const results: SetResult[] = [];
    for (const name of names) {
      results.push(await measureSet(name, folder, work));
      console.log(toTable(results.slice(-1)).split("\n").at(-1));
    }
    const { fingerprint } = await load(work, join(work, "none"), "");
    write(results, fingerprint);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function write(results: readonly SetResult[], configFingerprint: string): void {
  const date = new Date().toISOString().slice(0, 10);
  const commit = git("rev-parse", "--short=12", "HEAD");
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const about = {
    date,
    commit,
    changed: git("status", "--porcelain", "src").length > 0,
    version,
    node: process.versions.node,
    cpu: cpus()[0]?.model ?? "unknown",
    configFingerprint,
    interval: "t over the questions, 95 %, or its hull with BCa where differences are skewed",
  };
  const base = join(values.out, `quality-${date}-${commit}`);
  mkdirSync(values.out, { recursive: true });
  writeFileSync(`${base}.json`, `${JSON.stringify({ about, results }, null, 2)}\n`);
  const told = Object.entries(about).map(([name, value]) => `- ${name}: ${value}`);
  const text = ["# Ranking quality", ...told, "", "nDCG@10 / R@100", "", toTable(results), ""];
  writeFileSync(`${base}.md`, text.join("\n"));
  const held = results.filter(({ set }) => HELD.includes(set));
  const above = held.filter(({ lightGain }) => lightGain.mean > 0).length;
  const sure = held.filter(({ lightGain }) => lightGain.low > 0).length;
  console.log(
    `above BM25 on ${above} of ${held.length} held sets, the interval above 0 on ${sure}`,
  );
  console.log(`written: ${base}.{json,md}`);
}

await main();
