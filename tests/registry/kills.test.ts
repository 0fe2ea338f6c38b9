import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createInterface } from "node:readline";
import { loadConfig, openApp } from "../../src/app/index.ts";
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
];
const FEW = new Set(["rollback alias:moved", "rollback alias:committed", "promote alias:decided"]);
const isFew = ({ kind, point, hit = 1 }: Plan): boolean =>
  hit === 1 && (kind === "gc" || FEW.has(`${kind} ${point}`) || point === "artifact:synced");
const ALL =
  KILLS > 0
    ? Array.from({ length: KILLS }, (_, at) => ROUND[at % ROUND.length])
    : ROUND.filter(isFew);

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
  /** The same with a champion, from where it can be rolled back. */
  const promoted = makeTemporaryDirectory();

  before(async () => {
    world = await makeWorld(BAD);
    [good = "", bad = ""] = await recordReleases(world, GOOD, BAD);
    await registerLoose(world.directory, [1, 2, 3]);
    cpSync(world.directory, promoted.path, { recursive: true });
    await using app = await openIn(promoted.path);
    const { moved, reasons } = await decide(app.promoteRelease({ release: good, ...GATE }));
    assert.equal(moved, true, reasons.join());
  });
  after(() => {
    world[Symbol.dispose]();
    promoted[Symbol.dispose]();
  });

  async function openIn(directory: string) {
    const loaded = await loadConfig({ workingDirectory: directory, environment: {} });
    return openApp({ loaded, workingDirectory: directory });
  }

  for (const [at, plan] of ALL.entries()) {
    if (!plan) continue;
    const { kind, point, hit = 1 } = plan;
    it(`R01 points at a whole release after kill ${at + 1}: ${kind} at ${point}, ${hit}`, async () => {
      using directory = makeTemporaryDirectory();
      const { path } = directory;
      const from = kind === "rollback" ? promoted.path : world.directory;
      cpSync(from, path, { recursive: true });
      const standing = await readPointer(path);
      const reached = await run({ directory: path, kind, release: good, point, hit });
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
      const shown = await app.showRegistered(serves);
      assert.ok(shown.kind === "release" && shown.whole);
    });
  }
});
