import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { openSqliteStore } from "../../src/adapters/index.ts";
import { systemClock, type LocalApp } from "../../src/app/index.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import {
  BAD,
  decide,
  GATE,
  GOOD,
  LIMITS,
  makeWorld,
  questionOf,
  recordReleases,
  ROOMS,
  SHY,
  type World,
} from "./world.ts";

const MOST = 300;

/** The golden set's questions over and over, as readers would ask them; stops when the trial ends. */
async function traffic(app: LocalApp, questions: number): Promise<number> {
  for (let asked = 1; asked <= questions; asked++) {
    const input = { question: questionOf(asked % ROOMS), conversationId: `talk ${asked}` };
    await app.ask(undefined, input);
    await app.settleLive();
    if (asked % 10 > 0) continue;
    if ((await app.listRegistry()).challenger?.release === undefined) return asked;
  }
  return Infinity;
}

async function openWorld(yaml: string, ...others: readonly string[]) {
  const world = await makeWorld(yaml);
  const releases = await recordReleases(world, ...others);
  return { world, releases, app: await world.open(yaml, { live: true }) };
}

async function close(app: LocalApp, world: World): Promise<void> {
  await app[Symbol.asyncDispose]();
  world[Symbol.dispose]();
}

describe("a challenger on live traffic", () => {
  it("is taken back from the shadow where it is worse, with the reason on record", async () => {
    const { world, releases, app } = await openWorld(GOOD, SHY);
    const [shy = ""] = releases;
    const started = await decide(
      app.challengeRelease({ release: shy, mode: { kind: "shadow", share: 1 } }),
    );
    assert.deepEqual([started.moved, started.verdict], [true, "not-judged"]);
    const asked = await traffic(app, MOST);
    assert.ok(asked <= MOST, `${asked}`);
    const { challenger, decisions, serves } = await app.listRegistry();
    assert.equal(challenger?.by, "plumbline");
    assert.match(challenger?.reason ?? "", /^abstentions: 100% against \d/);
    assert.equal(decisions[0]?.id, challenger?.decision);
    assert.equal(decisions[0]?.verdict, "fail");
    assert.notEqual(serves, shy);
    // Nobody saw it: every answer to a reader is the champion's.
    const traces = await app.listTraces(undefined, { limit: 1000, operation: "ask" });
    const seen = traces.filter(({ source }) => source === "user");
    assert.ok(seen.every(({ release }) => release === serves));
    const copies = traces.filter(({ source }) => source === "shadow");
    assert.ok(copies.length > 0 && copies.every(({ release }) => release === shy));
    await close(app, world);
  });

  it("stays where it is as good, and what was compared is known after a restart", async () => {
    const { world, releases, app } = await openWorld(GOOD, `${GOOD}answer: { maxSentences: 4 }\n`);
    const [equal = ""] = releases;
    const mode = { kind: "shadow", share: 1 } as const;
    await decide(app.challengeRelease({ release: equal, mode }));
    assert.equal(await traffic(app, 45), Infinity);
    const before = (await app.listRegistry()).challenger?.watch;
    assert.equal(before?.pairs, 45);
    await app[Symbol.asyncDispose]();
    const again = await world.open(GOOD, { live: true });
    assert.equal(await traffic(again, 5), Infinity);
    const after = (await again.listRegistry()).challenger?.watch;
    assert.equal(after?.pairs, 50);
    const stopped = await decide(again.challengeRelease({}));
    assert.equal(stopped.by, "owner");
    await assert.rejects(
      decide(again.challengeRelease({})),
      (error) => error instanceof PlumblineError && error.code === "registry.no-challenger",
    );
    await close(again, world);
  });

  it("is seen by nobody before it has passed a gate", async () => {
    const { world, releases, app } = await openWorld(GOOD, BAD);
    const [bad = ""] = releases;
    const mode = { kind: "canary", share: 0.5 } as const;
    await assert.rejects(
      decide(app.challengeRelease({ release: bad, mode })),
      (error) => error instanceof PlumblineError && error.code === "registry.golden-needed",
    );
    const refused = await decide(app.challengeRelease({ release: bad, mode, ...GATE }));
    assert.deepEqual([refused.verdict, refused.moved], ["fail", false]);
    assert.equal((await app.listRegistry()).challenger, undefined);
    await close(app, world);
  });

  it("answers a share of readers in a canary, the same ones each time", async () => {
    const { world, releases, app } = await openWorld(BAD, GOOD);
    const [good = ""] = releases;
    const mode = { kind: "canary", share: 0.5 } as const;
    const tried = await decide(app.challengeRelease({ release: good, mode, ...GATE }));
    assert.deepEqual([tried.verdict, tried.moved], ["pass", true]);
    const ask = async (talk: number): Promise<string> => {
      const conversationId = `talk ${talk}`;
      return (await app.ask(undefined, { question: questionOf(0), conversationId })).release;
    };
    const talks = Array.from({ length: 40 }, (_, talk) => talk);
    const first = await Promise.all(talks.map(ask));
    assert.deepEqual(await Promise.all(talks.map(ask)), first);
    const share = first.filter((release) => release === good).length;
    assert.ok(share > 8 && share < 32, `${share}`);
    await app.settleLive();
    const { challenger } = await app.listRegistry();
    assert.equal(challenger?.release, good);
    assert.equal(challenger?.watch?.shares?.units, 40);
    const pairs = challenger?.watch?.pairs ?? 0;
    assert.ok(pairs > 8 && pairs <= 2 * share, `${pairs} of ${share}`);
    await close(app, world);
  });

  it("is taken back at once where it cannot answer at all, and readers are answered", async () => {
    const { world, releases, app } = await openWorld(GOOD, SHY);
    const [shy = ""] = releases;
    const lenient = `floors: [{ measure: nDCG@10, least: 0 }]\n${LIMITS}`;
    writeFileSync(join(world.directory, "lenient.yaml"), lenient);
    const mode = { kind: "canary", share: 0.5 } as const;
    const gate = { golden: "set", policy: "lenient.yaml" };
    const tried = await decide(app.challengeRelease({ release: shy, mode, ...gate }));
    assert.equal(tried.moved, true, tried.reasons.join());
    const directory = join(world.directory, ".plumbline");
    await using store = openSqliteStore({ directory, mode: "read", clock: systemClock });
    await store.retireRelease(shy, "2026-03-01T12:00:00.000Z");
    const seen = new Set<string>();
    for (let talk = 0; talk < 12; talk++) {
      const conversationId = `talk ${talk}`;
      seen.add((await app.ask(undefined, { question: questionOf(talk), conversationId })).release);
    }
    const { challenger, serves } = await app.listRegistry();
    assert.deepEqual([...seen], [serves]);
    assert.deepEqual([challenger?.release, challenger?.by], [undefined, "plumbline"]);
    assert.match(challenger?.reason ?? "", /^it cannot answer: .* is retired/);
    await close(app, world);
  });
});
