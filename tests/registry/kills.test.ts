import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { createInterface } from "node:readline";
import { loadConfig, openApp, type LocalApp } from "../../src/app/index.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";
import { readPointer, registerLoose, type Task } from "./killed.ts";
import {
  BAD,
  decide,
  GATE,
  GOOD,
  makeWorld,
  questionOf,
  recordReleases,
  type World,
} from "./world.ts";

const KILLED = join(import.meta.dirname, "killed.ts");
const ALIAS = ["alias:before", "alias:decided", "alias:moved", "alias:committed"];
const FILL = [
  "plan:begin",
  "plan:chunks",
  "plan:vectors",
  "plan:before-commit",
  "plan:after-commit",
];
const PUT = ["artifact:written", "artifact:synced", "artifact:renamed"];

type Plan = Omit<Task, "directory" | "release" | "hit"> & { readonly hit?: number };

/** `PLUMBLINE_KILLS=40` goes round all points so often; without it a few are looked at. */
const KILLS = Number(process.env["PLUMBLINE_KILLS"] ?? 0);
const ROUND: readonly Plan[] = [
  ...ALIAS.map((point) => ({ kind: "rollback", point }) as const),
  ...ALIAS.map((point) => ({ kind: "promote", point }) as const),
  ...PUT.map((point) => ({ kind: "register", point }) as const),
  { kind: "register", point: "artifact:written", hit: 2 },
  { kind: "gc", point: "artifact:unlinked" },
  { kind: "gc", point: "artifact:unlinked", hit: 2 },
  ...FILL.map((point) => ({ kind: "build", point }) as const),
  // In the second batch of documents.
  ...FILL.map((point) => ({ kind: "build", point, hit: 2 }) as const),
];
const FEW = new Set([
  "rollback alias:moved",
  "rollback alias:committed",
  "promote alias:decided",
  "build plan:after-commit",
]);
const isFew = ({ kind, point, hit = 1 }: Plan): boolean =>
  hit === 1 && (kind === "gc" || FEW.has(`${kind} ${point}`) || point === "artifact:synced");
const ALL =
  KILLS > 0
    ? Array.from({ length: KILLS }, (_, at) => ROUND[at % ROUND.length])
    : ROUND.filter(isFew);

const BIN = resolve("bin/plumbline.js");
/** Needs an index of its own. */
const CUT = `${GOOD}chunking: { maxTokens: 60, minTokens: 0 }\n`;
/** More than one batch of a build. */
const MORE = 300;

async function run(task: Task): Promise<readonly string[]> {
  const child = spawn(process.execPath, [KILLED, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const reached: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) reached.push(line);
  const [, signal] = (await exited) as [number | null, NodeJS.Signals | null]; // node's types
  assert.equal(signal, "SIGKILL");
  return reached;
}

describe("R01 a process that is killed while it changes what serves", () => {
  let world: World;
  let good = "";
  let bad = "";
  let cut = "";
  /** The same with a champion, from where it can be rolled back. */
  const promoted = makeTemporaryDirectory();
  /** The same with so many documents that an index takes more than one batch. */
  const wide = makeTemporaryDirectory();

  before(async () => {
    world = await makeWorld(BAD);
    [cut = "", good = "", bad = ""] = await recordReleases(world, CUT, GOOD, BAD);
    await registerLoose(world.directory, [1, 2, 3]);
    cpSync(world.directory, promoted.path, { recursive: true });
    cpSync(world.directory, wide.path, { recursive: true });
    await widen(wide.path);
    await using app = await openIn(promoted.path);
    const { moved, reasons } = await decide(app.promoteRelease({ release: good, ...GATE }));
    assert.equal(moved, true, reasons.join());
  });
  after(() => {
    world[Symbol.dispose]();
    promoted[Symbol.dispose]();
    wide[Symbol.dispose]();
  });

  async function openIn(directory: string) {
    const loaded = await loadConfig({ workingDirectory: directory, environment: {} });
    return openApp({ loaded, workingDirectory: directory });
  }

  async function widen(path: string): Promise<void> {
    const more = Array.from({ length: MORE }, (_, at) => ({ _id: `${at}`, text: `Memo ${at}.` }));
    const lines = more.map((row) => `${JSON.stringify(row)}\n`).join("");
    writeFileSync(join(path, "more.jsonl"), lines);
    await using app = await openIn(path);
    const input = { path: "more.jsonl", collection: "memos", access: ["public"] };
    for await (const _ of app.ingest(input));
  }

  /** Not asked before it is whole; the same command goes on where it was killed, and ends it. */
  async function goOn(app: LocalApp, path: string): Promise<void> {
    const ask = () => app.ask(undefined, { question: questionOf(2), release: cut });
    const shown = await app.showRegistered(cut);
    if (shown.kind !== "release" || !shown.whole)
      await assert.rejects(
        ask(),
        (error) => error instanceof PlumblineError && error.code === "registry.index-not-built",
      );
    const build = spawn(process.execPath, [BIN, "registry", "build", cut], {
      cwd: path,
      stdio: "ignore",
    });
    assert.deepEqual(await once(build, "exit"), [0, null]);
    assert.equal((await ask()).release, cut);
  }

  for (const [at, plan] of ALL.entries()) {
    if (!plan) continue;
    const { kind, point, hit = 1 } = plan;
    it(`R01 points at a whole release after kill ${at + 1}: ${kind} at ${point}, ${hit}`, async () => {
      using directory = makeTemporaryDirectory();
      const { path } = directory;
      const froms = new Map([
        ["rollback", promoted.path],
        ["build", wide.path],
      ]);
      const from = froms.get(kind) ?? world.directory;
      cpSync(from, path, { recursive: true });
      const standing = await readPointer(path);
      const release = kind === "build" ? cut : good;
      const reached = await run({ directory: path, kind, release, point, hit });
      assert.deepEqual(reached, [point]);
      const pointer = await readPointer(path);
      // What was committed stands, and nothing else does.
      const isMoved = point === "alias:committed";
      if (kind === "promote" || kind === "rollback")
        assert.equal(pointer?.number ?? 0, (standing?.number ?? 0) + (isMoved ? 1 : 0));
      await using app = await openIn(path);
      const serves = pointer?.release ?? bad;
      const answer = await app.ask(undefined, { question: questionOf(2) });
      assert.equal(answer.release, serves);
      const { problems, artifacts } = await app.verifyRegistry();
      assert.deepEqual(problems, []);
      const { decisions } = await app.listRegistry();
      const moved = decisions.filter((decision) => decision.moved && decision.alias === "champion");
      assert.equal(moved.length, pointer?.number ?? 0, "a decision without its move");
      const whole = { "artifact:renamed": 1 }[point] ?? hit - 1;
      if (kind === "register") assert.equal(artifacts, 3 + whole);
      if (kind === "gc") assert.equal(artifacts, 3 - hit);
      if (kind === "build") await goOn(app, path);
      const shown = await app.showRegistered(serves);
      assert.ok(shown.kind === "release" && shown.whole);
    });
  }
});
