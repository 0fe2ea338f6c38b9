/**
 * @module Kills the writer at named points and at random times, and checks the store each time.
 *
 *     node tests/faults/driver.ts --kills 60 --seed 1
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { createRandom, type Random } from "../../src/foundation/random.ts";
import { applyBatch, checkStore, NOTHING, type Expected, type Verdict } from "./checker.ts";
import { EventSchema, type Task, type TokenBatch } from "./protocol.ts";

const WRITER = join(import.meta.dirname, "writer.ts");
const STORE = join(import.meta.dirname, "../../src/adapters/stores/sqlite");
/** A store that takes longer to open after a kill has failed (guide: reliability, R01). */
const OPEN_LIMIT_MS = 5000;

/** Every point that the store declares, in the order of their names. */
export function listPoints(): readonly string[] {
  const points = new Set<string>();
  for (const file of globSync(join(STORE, "*.ts")))
    if (!file.endsWith(".test.ts"))
      for (const [, point = ""] of readFileSync(file, "utf8").matchAll(/faults\.hit\("([^"]+)"\)/g))
        points.add(point);
  return [...points].toSorted();
}

export interface CrashSummary {
  readonly seed: string;
  readonly kills: number;
  /** Kills by point; `random` are those from outside. */
  readonly killed: Readonly<Record<string, number>>;
  readonly reached: readonly string[];
  readonly acknowledgedBatches: number;
  readonly acknowledgedDocuments: number;
  /** Batches under way at the kill that were there afterwards, whole. */
  readonly pendingKept: number;
  readonly slowestOpenMs: number;
  readonly durationMs: number;
  readonly problems: readonly string[];
}

interface Life {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly acknowledged: readonly TokenBatch[];
  readonly pending: TokenBatch | undefined;
  readonly reached: readonly string[];
}

/** Runs a writer to its end; `killAfter` is a number of acknowledgments and a delay. */
export async function runWriter(
  task: Task,
  killAfter?: { readonly acks: number; readonly delayMs: number },
): Promise<Life> {
  const child = spawn(process.execPath, [WRITER, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const acknowledged: TokenBatch[] = [];
  const reached: string[] = [];
  let pending: TokenBatch | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const said = EventSchema.parse(JSON.parse(line));
    if (said.event === "reached") reached.push(said.point);
    else if (said.event === "try") pending = said.batch;
    else if (pending) {
      acknowledged.push(pending);
      pending = undefined;
      if (acknowledged.length === killAfter?.acks)
        setTimeout(() => child.kill("SIGKILL"), killAfter.delayMs);
    }
  }
  const [code, signal] = (await exited) as [number | null, NodeJS.Signals | null]; // node's types
  return { signal, code, acknowledged, pending, reached };
}

/**
 * `store:` points lie on the way to another schema, `plan:` and `drop:` on that to another index;
 * merges come after some commits only.
 */
function planKill(point: string | undefined, random: Random) {
  if (point === undefined)
    return {
      kind: "ingest",
      killAfter: { acks: 1 + random.below(10), delayMs: random.below(40) },
    } as const;
  if (point.startsWith("store:")) return { kind: "upgrade", point, hit: 1 } as const;
  if (/^(?:plan|drop):/.test(point))
    return { kind: "build", point, hit: 1 + random.below(2) } as const;
  return {
    kind: "ingest",
    point,
    hit: 1 + random.below(point.startsWith("index:") ? 2 : 8),
  } as const;
}

export interface CrashOptions {
  readonly kills: number;
  readonly seed: string;
  /** Of the kills, how many come from outside at a random time. */
  readonly random: number;
  readonly directory: string;
  readonly note?: (line: string) => void;
}

export async function runCrashes(options: CrashOptions): Promise<CrashSummary> {
  const start = performance.now();
  const random = createRandom(`crashes/${options.seed}`);
  const points = listPoints().toSorted(
    (a, b) => Number(b.startsWith("store:")) - Number(a.startsWith("store:")),
  );
  const killed: Record<string, number> = {};
  const reached = new Set<string>();
  const problems: string[] = [];
  let expected: Expected = NOTHING;
  const total = { kills: 0, batches: 0, documents: 0, pendingKept: 0, slowestOpenMs: 0 };
  // A life to begin with, so that there is a store to upgrade.
  const first: Task = {
    directory: options.directory,
    seed: `${options.seed}/0`,
    kind: "ingest",
    batches: 12,
    hit: 1,
  };
  for (let life = 0; total.kills < options.kills && problems.length === 0; life++) {
    const outside = options.kills - total.kills <= options.random;
    const point = outside ? undefined : points[total.kills % points.length];
    const { killAfter, ...plan } = { killAfter: undefined, ...planKill(point, random) };
    const task =
      life === 0 ? first : { ...first, seed: `${options.seed}/${life}`, batches: 40, ...plan };
    const lived = await runWriter(task, life === 0 ? undefined : killAfter);
    if (lived.signal !== "SIGKILL" && lived.code !== 0)
      problems.push(`the writer failed: ${lived.code}`);
    for (const batch of lived.acknowledged) expected = applyBatch(expected, batch);
    const mode = life % 2 === 0 ? "read" : "write";
    const verdict = await check(options.directory, mode, expected, lived.pending);
    if (verdict.pendingThere && lived.pending) expected = applyBatch(expected, lived.pending);
    if (verdict.openMs > OPEN_LIMIT_MS) problems.push(`it took ${verdict.openMs} ms to open`);
    problems.push(
      ...verdict.problems.map((problem) => `life ${life}, ${point ?? "random"}: ${problem}`),
    );
    for (const name of lived.reached) reached.add(name);
    total.batches += lived.acknowledged.length;
    total.documents += lived.acknowledged.reduce((sum, { puts }) => sum + puts.length, 0);
    total.pendingKept += Number(verdict.pendingThere);
    total.slowestOpenMs = Math.max(total.slowestOpenMs, verdict.openMs);
    if (lived.signal !== "SIGKILL") continue;
    total.kills++;
    killed[point ?? "random"] = (killed[point ?? "random"] ?? 0) + 1;
    options.note?.(
      [
        life,
        point ?? "random",
        lived.acknowledged.length,
        expected.documents.size,
        Math.round(verdict.openMs),
      ].join("\t"),
    );
  }
  return {
    seed: options.seed,
    kills: total.kills,
    killed,
    reached: [...reached].toSorted(),
    acknowledgedBatches: total.batches,
    acknowledgedDocuments: total.documents,
    pendingKept: total.pendingKept,
    slowestOpenMs: Math.round(total.slowestOpenMs),
    durationMs: Math.round(performance.now() - start),
    problems,
  };
}

async function check(
  directory: string,
  mode: "read" | "write",
  expected: Expected,
  pending: TokenBatch | undefined,
): Promise<Verdict> {
  try {
    return await checkStore(directory, mode, expected, pending);
  } catch (error) {
    return { pendingThere: false, problems: [`it cannot be read: ${String(error)}`], openMs: 0 };
  }
}

const note = (line: string): void => console.log(line);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "60" },
      seed: { type: "string", default: "1" },
    },
  });
  const kills = Number(values.kills);
  const directory = mkdtempSync(join(tmpdir(), "plumbline-crash-"));
  note("life\tkilled at\tacknowledged\tdocuments\topen ms");
  const random = Math.floor(kills / 3);
  const summary = await runCrashes({ kills, seed: values.seed, random, directory, note });
  console.log(JSON.stringify(summary, undefined, 2));
  if (summary.problems.length === 0) rmSync(directory, { recursive: true });
  else console.error(`the failing store is kept in ${directory}`);
  process.exitCode = summary.problems.length === 0 ? 0 : 1;
}

if (import.meta.main) await main();
