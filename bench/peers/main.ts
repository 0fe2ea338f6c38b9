/**
 * @module npm run bench: Plumbline beside its peers, written to bench/results.
 *
 *     npm run bench -- --sets FOLDER [--chunks 100000] [--queries 500] [--systems plumbline,orama]
 */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findSets } from "../sets.ts";
import { installPeers } from "./install.ts";
import { describeMachine } from "./machine.ts";
import { renderReport, summarize } from "./report.ts";
import { runBench } from "./run-bench.ts";
import { SYSTEM_NAMES, type SystemName } from "./system.ts";

const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    chunks: { type: "string", default: "100000" },
    queries: { type: "string", default: "500" },
    "warm-up": { type: "string", default: "100" },
    systems: { type: "string", default: SYSTEM_NAMES.join(",") },
    /** Seconds that one way of asking one system may take in all. */
    budget: { type: "string", default: "300" },
    work: { type: "string", default: tmpdir() },
    out: { type: "string", default: join(import.meta.dirname, "../results") },
  },
});

const note = (line: string): void => {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
};

function toCount(name: string, text: string, least: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= least) return count;
  throw new Error(`--${name} must be a whole number of at least ${least}, not ${text}`);
}

function toSystems(text: string): readonly SystemName[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !SYSTEM_NAMES.some((known) => known === name));
  if (unknown !== undefined)
    throw new Error(`--systems knows ${SYSTEM_NAMES.join(", ")}, not ${unknown}`);
  return SYSTEM_NAMES.filter((known) => names.includes(known));
}

async function main(): Promise<void> {
  const options = {
    sets: findSets(values.sets),
    // LanceDB trains its index on 256 rows at least.
    chunks: toCount("chunks", values.chunks, 256),
    questions: toCount("queries", values.queries, 1),
    warmUp: toCount("warm-up", values["warm-up"], 1),
    budgetSeconds: toCount("budget", values.budget, 1),
    systems: toSystems(values.systems),
    note,
  };
  installPeers(note);
  const machine = describeMachine();
  const folder = mkdtempSync(join(values.work, "plumbline-bench-"));
  const result = await runBench({ ...options, folder });
  mkdirSync(values.out, { recursive: true });
  const base = join(values.out, `${machine.measuredAt.slice(0, 10)}-${machine.commit}`);
  const report = renderReport(machine, result);
  writeFileSync(`${base}.md`, report);
  const rankings = result.rankings.map(summarize);
  const facts = { machine, ...result, rankings };
  writeFileSync(`${base}.json`, `${JSON.stringify(facts, undefined, 2)}\n`);
  process.stdout.write(report);
  note(`written to ${base}.md and .json`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
