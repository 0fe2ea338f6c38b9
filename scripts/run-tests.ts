/**
 * @module npm test: the unit tests in one process, then what needs isolation; one summary.
 *
 * `npm test -- PATTERN` runs the files whose path holds PATTERN.
 */
import { spawn } from "node:child_process";
import { globSync } from "node:fs";

/** Fewer tests than this means that a pattern no longer matches. Raise it on purpose. */
const LEAST = 2400;

/** For what is still in the pipe when the runner has ended. */
const DRAIN_MS = 2000;

const NAMES = [
  "tests",
  "suites",
  "pass",
  "fail",
  "cancelled",
  "skipped",
  "todo",
  "duration_ms",
] as const;
type Summary = Record<(typeof NAMES)[number], number>;

const pattern = process.argv[2];
const matching = (glob: string): readonly string[] =>
  globSync(glob)
    .sort()
    .filter((path) => !pattern || path.includes(pattern));

const total: Summary = {
  tests: 0,
  suites: 0,
  pass: 0,
  fail: 0,
  cancelled: 0,
  skipped: 0,
  todo: 0,
  duration_ms: 0,
};
let broken = false;

/** Runs one set of files, passes its output through but for the summary, and adds that up. */
async function run(files: readonly string[], options: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  const child = spawn(process.execPath, ["--test", "--test-reporter=spec", ...options, ...files], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let rest = "";
  const take = (line: string): void => {
    const [, name, value] = /^ℹ (\w+) ([\d.]+)$/u.exec(line) ?? [];
    const known = NAMES.find((each) => each === name);
    if (known) total[known] += Number(value);
    else process.stdout.write(`${line}\n`);
  };
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on("close", resolve);
    // A grandchild that outlives the tests may hold the pipe: what was said is enough.
    child.on("exit", (status) => setTimeout(resolve, DRAIN_MS, status).unref());
  });
  if (rest !== "") take(rest);
  child.stdout.destroy();
  if (code !== 0) broken = true;
}

await run(matching("src/**/*.test.ts"), ["--test-isolation=none"]);
await run(matching("tests/**/*.test.ts"), ["--test-concurrency=2"]);
const enough = total.tests >= (pattern ? 1 : LEAST);
if (!enough) process.stdout.write(`only ${total.tests} tests ran: a pattern matches no file\n`);
for (const name of NAMES) process.stdout.write(`ℹ ${name} ${total[name]}\n`);
process.exitCode = broken || !enough ? 1 : 0;
