/**
 * @module What HTTP adds to a search, what many clients do to it, and what an ingest does:
 * `node bench/serve.ts --sets FOLDER [--set handbook-hr] [--ingest covidqa]`.
 *
 * FOLDER holds the open sets, a folder each with corpus.jsonl and queries.jsonl. The server is a
 * process of its own; this one asks it, and asks the same data directory by itself in turn.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { loadConfig, openApp } from "../src/app/index.ts";
import { percentile } from "./statistics.ts";

const CLIENTS = [1, 4, 16, 64];
const REQUESTS = 640;

const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    set: { type: "string", default: "handbook-hr" },
    ingest: { type: "string", default: "covidqa" },
  },
});
if (!values.sets) throw new Error("usage: node bench/serve.ts --sets FOLDER");

const bin = resolve("bin/plumbline.js");
const directory = mkdtempSync(join(tmpdir(), "plumbline-serve-"));
// Limits are there to be reached by others.
const limits = "server: { requestsPerMinute: 1000000, waiting: 100000 }\n";
writeFileSync(join(directory, "plumbline.yaml"), limits);
const setFile = (set: string, file: string): string => join(values.sets ?? "", set, file);

const describe = (times: readonly number[]): string =>
  [0.5, 0.95, 0.99].map((p) => `p${p * 100} ${percentile(times, p).toFixed(2)} ms`).join("  ");
const report = (name: string, told: string): void => console.log(`${name.padEnd(40)} ${told}`);

/** A fixed loop: how fast this machine is at the moment. */
function calibrate(): string {
  const started = performance.now();
  let x = 1;
  for (let i = 0; i < 100_000_000; i++) x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) + i;
  return `${(performance.now() - started).toFixed(0)} ms${x === 0 ? " " : ""}`;
}

function plumbline(...args: readonly string[]) {
  const child = spawn(process.execPath, [bin, ...args], { cwd: directory });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { child, ended: ended.then(([stdout, stderr, [code]]) => ({ stdout, stderr, code })) };
}

async function run(...args: readonly string[]): Promise<string> {
  const { stdout, stderr, code } = await plumbline(...args).ended;
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

async function findAddress(): Promise<URL> {
  for (;;) {
    try {
      const holder = readFileSync(join(directory, ".plumbline", "lock.json"), "utf8");
      const { address } = JSON.parse(holder);
      if (address) return new URL(address);
    } catch {
      // Not there yet.
    }
    await sleep(50);
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 128 });

/** Milliseconds to the last byte; anything but 200 counts as lost. */
async function search(address: URL, key: string, question: string): Promise<number> {
  const started = performance.now();
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const sending = request(new URL("v1/search", address), { method: "POST", agent, headers });
  sending.end(JSON.stringify({ question }));
  const [reply] = await once(sending, "response");
  await text(reply);
  if (reply.statusCode !== 200) throw new Error(`status ${reply.statusCode}`);
  return performance.now() - started;
}

function readQuestions(): readonly string[] {
  const lines = readFileSync(setFile(values.set, "queries.jsonl"), "utf8").split("\n");
  return lines.filter(Boolean).map((line) => String(JSON.parse(line).text));
}

async function measureOverhead(address: URL, key: string, questions: readonly string[]) {
  const loaded = await loadConfig({ workingDirectory: directory, environment: {} });
  await using app = await openApp({ loaded, workingDirectory: directory });
  const here: number[] = [];
  const there: number[] = [];
  for (const [index, question] of questions.entries()) {
    const started = performance.now();
    JSON.stringify(await app.search(undefined, { question }));
    const inProcess = performance.now() - started;
    const overHttp = await search(address, key, question);
    if (index < 50) continue;
    here.push(inProcess);
    there.push(overHttp);
  }
  report("search in this process", describe(here));
  report("search over HTTP", describe(there));
  report("  difference of each pair", describe(there.map((ms, at) => ms - (here[at] ?? 0))));
  const added = percentile(there, 0.95) - percentile(here, 0.95);
  report("  difference of the two p95", `${added.toFixed(2)} ms`);
}

async function measureClients(address: URL, key: string, questions: readonly string[]) {
  for (const clients of CLIENTS) {
    const times: number[] = [];
    let lost = 0;
    let next = 0;
    const started = performance.now();
    const client = async (): Promise<void> => {
      while (next < REQUESTS) {
        const question = questions[next++ % questions.length] ?? "";
        await search(address, key, question).then(
          (ms) => times.push(ms),
          () => lost++,
        );
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    const seconds = (performance.now() - started) / 1000;
    const rate = `${(times.length / seconds).toFixed(0)}/s, ${lost} lost`;
    report(`${clients} clients at a time`, `${describe(times)}  ${rate}`);
  }
}

async function measureIngest(address: URL, key: string, questions: readonly string[]) {
  const ask = async (until: () => boolean): Promise<readonly number[]> => {
    const times: number[] = [];
    for (let i = 0; !until(); i++) {
      times.push(await search(address, key, questions[i % questions.length] ?? ""));
      await sleep(20);
    }
    return times;
  };
  let asked = 0;
  report("one client, no ingest", describe(await ask(() => asked++ >= 300)));
  const corpus = setFile(values.ingest, "corpus.jsonl");
  const ingesting = plumbline("ingest", corpus, "--collection", "more");
  let ended = false;
  void ingesting.ended.then(() => (ended = true));
  const times = await ask(() => ended);
  report(`one client, ${values.ingest} comes in`, `${describe(times)}  ${times.length} searches`);
  report("  that ingest", (await ingesting.ended).stdout.trim());
}

try {
  report("a fixed loop", calibrate());
  report(
    "ingest",
    (await run("ingest", setFile(values.set, "corpus.jsonl"), "--collection", "c")).trim(),
  );
  const server = plumbline("serve", "--port", "0", "--quiet");
  const address = await findAddress();
  const key = (await run("keys", "create", "--name", "bench")).trim();
  const questions = readQuestions();
  try {
    await measureOverhead(address, key, questions);
    await measureClients(address, key, questions);
    await measureIngest(address, key, questions);
  } finally {
    agent.destroy();
    server.child.kill("SIGTERM");
    await server.ended;
  }
  report("a fixed loop", calibrate());
} finally {
  rmSync(directory, { recursive: true, force: true });
}
