/** @module A run as a page. */
import { percentile } from "../statistics.ts";
import type { Measured } from "./alternate.ts";
import { compareTimes, describeRatio, judgeFigures, OURS } from "./figures.ts";
import type { MachineFacts } from "./machine.ts";
import type { BenchResult, SystemResult } from "./run-bench.ts";
import { TOP, type Leg } from "./system.ts";

const LEGS: readonly Leg[] = ["hybrid", "lexical", "dense"];

/** Fewer questions than this say nothing about the slowest of twenty. */
const LEAST_FOR_P95 = 40;

/** What is kept of a ranking: no times of single questions. */
export function summarize({ times, ...measured }: Measured): object {
  const percentiles = [0.5, 0.9, 0.95, 0.99].map((share) => [
    `p${share * 100}Ms`,
    percentile(times, share),
  ]);
  return { ...measured, questions: times.length, ...Object.fromEntries(percentiles) };
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

const toMs = (ms: number): string => (ms < 100 ? ms.toFixed(1) : ms.toFixed(0));
const toMb = (bytes: number | undefined): string =>
  bytes === undefined ? "none" : (bytes / 1e6).toFixed(0);
const toSeconds = (ms: number | undefined): string =>
  ms === undefined ? "none" : (ms / 1000).toFixed(1);

function renderLeg(leg: Leg, rankings: readonly Measured[]): string {
  const those = rankings.filter((each) => each.leg === leg);
  const ours = those.find(({ system }) => system === OURS);
  const rows = those.map((each) => [
    each.system,
    each.name,
    String(each.times.length),
    toMs(percentile(each.times, 0.5)),
    each.times.length < LEAST_FOR_P95
      ? `(${toMs(percentile(each.times, 0.95))})`
      : toMs(percentile(each.times, 0.95)),
    ours && each !== ours ? describeRatio(compareTimes(ours, each)) : "1",
    each.recall === undefined ? "" : each.recall.toFixed(4),
    each.hits.toFixed(0),
  ]);
  const head = ["system", "asked as", "questions", "p50 ms", "p95 ms"];
  const rest = [`times ${OURS}'s, p50 / p95`, `recall@${TOP}`, "hits"];
  return `### ${leg}\n\n${table([...head, ...rest], rows)}`;
}

function renderSystems(systems: readonly SystemResult[]): string {
  const head = ["system", "versions", "build s", "open s", "RSS MB", "build peak MB", "disk MB"];
  const fresh = ["new document: taken ms", "found ms, p50", "found ms, max"];
  return table(
    [...head, ...fresh],
    systems.map((each) => [
      each.name,
      each.versions.join(", "),
      toSeconds(each.buildMs),
      toSeconds(each.openMs),
      toMb(each.residentBytes),
      toMb(each.buildPeakBytes),
      toMb(each.diskBytes),
      toMs(each.freshness.addedP50Ms),
      toMs(each.freshness.foundP50Ms),
      toMs(each.freshness.foundMaxMs),
    ]),
  );
}

function renderSystem(each: SystemResult, rankings: readonly Measured[]): string {
  const own = rankings.filter(({ system }) => system === each.name);
  const { tuning } = each;
  const tried = tuning?.tried.map(
    ({ choice, recall, p50Ms }) => `${choice}: recall ${recall.toFixed(3)}, p50 ${toMs(p50Ms)} ms`,
  );
  return [
    `### ${each.name}`,
    list([
      ...own.map(({ name, timed }) => `timed as "${name}": ${timed}`),
      ...each.settings.map((setting) => `set: \`${setting}\``),
      ...(tuning && tried ? [`tuned: ${tuning.chosen} of ${tried.join("; ")}`] : []),
      ...each.notes,
    ]),
  ].join("\n\n");
}

function renderConditions(machine: MachineFacts, result: BenchResult): string {
  const { corpus, calibrationMs } = result;
  const sets = Object.entries(corpus.sets).map(([set, count]) => `${set} ${count}`);
  return list([
    `${machine.measuredAt}, commit ${machine.commit}${machine.changed ? " with local changes" : ""}`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}`,
    `Node ${machine.node}, its SQLite ${machine.sqlite}`,
    `a loop of 2e8 additions: ${calibrationMs.map(toMs).join(", ")} ms (start, before the questions, after them)`,
    `${corpus.chunks} chunks of 200 words, ${(100 * corpus.repeated).toFixed(1)} % cut again from text already used; vectors of ${corpus.dimensions} dimensions by ${corpus.embedder}`,
    `${corpus.questions} natural-language questions, the first ${result.warmUp} to warm up: ${sets.join(", ")}`,
    `each system in a process of its own that takes its own times; blocks of ${result.block} questions, another system first each time; a way of asking that has used ${result.budgetSeconds} s is asked no more`,
    `every answer is the ${TOP} best with their text, where nothing else is said; ratios are taken on the questions that both answered; a p95 in brackets rests on fewer than ${LEAST_FOR_P95}`,
  ]);
}

export function renderReport(machine: MachineFacts, result: BenchResult): string {
  const { rankings, systems } = result;
  const figures = judgeFigures(rankings).map(({ what, wanted, measured, met }) => [
    what,
    wanted,
    measured,
    met ? "yes" : "no",
  ]);
  return `${[
    "# Plumbline beside its peers",
    renderConditions(machine, result),
    "## Figures",
    table(["hybrid", "wanted", "measured", "met"], figures),
    "## Speed",
    ...LEGS.filter((leg) => rankings.some((each) => each.leg === leg)).map((leg) =>
      renderLeg(leg, rankings),
    ),
    "## Build, memory, freshness",
    "RSS is what serving adds to a bare process, after all questions. A new document is added alone and asked for by a word that it alone holds.",
    renderSystems(systems),
    "## What was measured, and what to know before comparing",
    ...systems.map((each) => renderSystem(each, rankings)),
  ].join("\n\n")}\n`;
}
