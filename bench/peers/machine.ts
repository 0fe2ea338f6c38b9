/** @module Where and with what figures were taken, and how fast the machine was just then. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";

const BENCH = join(import.meta.dirname, "..");
const ROOT = join(BENCH, "..");

export interface MachineFacts {
  /** ISO 8601, UTC. */
  readonly measuredAt: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  readonly sqlite: string;
  readonly commit: string;
  /** Whether the working tree holds what the commit does not. */
  readonly changed: boolean;
}

export function describeMachine(): MachineFacts {
  const git = (...words: string[]): string =>
    execFileSync("git", words, { cwd: ROOT, encoding: "utf8" }).trim();
  return {
    measuredAt: new Date().toISOString(),
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    sqlite: process.versions["sqlite"] ?? "none",
    commit: git("rev-parse", "--short", "HEAD"),
    changed: git("status", "--porcelain", "--", "src", "bench", "package-lock.json") !== "",
  };
}

/** Milliseconds that a fixed loop takes: figures mean little without it. */
export function calibrate(): number {
  const started = performance.now();
  let sum = 0;
  for (let i = 0; i < 2e8; i++) sum += i & 3;
  if (sum !== 3e8) throw new Error("the loop was not run");
  return performance.now() - started;
}

/** `name version`, ours from the root, a peer's from what is installed. */
export function describePackage(name: string): string {
  const installed = join(BENCH, "node_modules", name, "package.json");
  const path = existsSync(installed) ? installed : join(ROOT, "package.json");
  const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string }; // npm's format
  return `${name} ${version}`;
}

/** Bytes of all files below a folder. */
export function measureFolder(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
