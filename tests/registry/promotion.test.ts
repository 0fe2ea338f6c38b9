import assert from "node:assert/strict";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { LocalApp } from "../../src/app/index.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { describeChange } from "../../src/registry/index.ts";
import {
  BAD,
  decide,
  GATE,
  GOOD,
  makeWorld,
  questionOf,
  recordReleases,
  SHY,
  type World,
} from "./world.ts";

const fails = (code: string) => (error: unknown) =>
  error instanceof PlumblineError && error.code === code;

describe("promotion and rollback", () => {
  let world: World;
  let app: LocalApp;
  let good = "";
  let bad = "";

  before(async () => {
    world = await makeWorld(BAD);
    [good = "", bad = ""] = await recordReleases(world, GOOD, BAD);
    app = await world.open(BAD);
  });
  after(async () => {
    await app[Symbol.asyncDispose]();
    world[Symbol.dispose]();
  });

  const serves = async (): Promise<string> =>
    (await app.ask(undefined, { question: questionOf(3) })).release;

  it("answers with what is configured until something is promoted", async () => {
    assert.notEqual(good, bad);
    assert.equal(await serves(), bad);
    const list = await app.listRegistry();
    assert.deepEqual([list.serves, list.configured], [bad, bad]);
    assert.deepEqual(
      list.releases.map(({ id, roles }) => [id, roles]),
      [
        [good, []],
        [bad, ["serves", "configured"]],
      ],
    );
  });

  it("answers with the release that is named, and says so on answer and trace", async () => {
    const answer = await app.ask(undefined, { question: questionOf(5), release: good });
    assert.equal(answer.release, good);
    assert.equal((await app.getTrace(undefined, answer.id)).release, good);
    const named = await app.search(undefined, { question: questionOf(5), release: good });
    assert.equal(named.alpha, 0);
    assert.equal((await app.search(undefined, { question: questionOf(5) })).alpha, 1);
    await assert.rejects(
      app.ask(undefined, { question: questionOf(5), release: "rel_0000000000000000" }),
      fails("registry.release-not-found"),
    );
  });

  it("ranks again by the release of the trace, whatever serves", async () => {
    const { id } = await app.ask(undefined, { question: questionOf(7), release: good });
    const replay = await app.replayTrace(undefined, id);
    assert.equal(replay.retrieval.verdict, "identical");
  });

  it("moves nothing for a release that is worse", async () => {
    const golden = await decide(app.promoteRelease({ release: good, ...GATE }));
    assert.equal(golden.verdict, "pass");
    assert.deepEqual([golden.release, golden.served, golden.moved], [good, bad, true]);
    const back = await decide(app.promoteRelease({ release: bad, ...GATE }));
    assert.equal(back.verdict, "fail");
    assert.equal(back.moved, false);
    assert.equal(await serves(), good);
    const { decisions, champion, notes } = await app.listRegistry();
    assert.deepEqual(
      decisions.map(({ id }) => id),
      [back.id, golden.id],
    );
    assert.equal(champion?.decision, golden.id);
    assert.match(notes.join(), /plumbline\.yaml says other things than the champion/);
    assert.match(notes.join(), /retrieve\.alpha: 0 -> 1/);
    const { hints } = await app.doctor({ deep: false });
    assert.match(hints.join(), /plumbline\.yaml says other things/);
  });

  it("keeps decisions apart from those of decide, and shows each", async () => {
    assert.deepEqual(await app.listDecisions(9), []);
    const [decision] = (await app.listRegistry()).decisions;
    const shown = await app.showRegistered(decision?.id ?? "");
    assert.ok(shown.kind === "decision" && shown.decision.evaluation?.startsWith("evl_"));
    await assert.rejects(app.getDecision(decision?.id ?? ""), fails("app.not-found"));
  });

  it("refuses to promote what serves already", async () => {
    await assert.rejects(
      decide(app.promoteRelease({ release: good, ...GATE })),
      fails("registry.already-serving"),
    );
  });

  it("cannot tell with too few cases, and moves nothing", async () => {
    const few = ["q1", "q2", "q3"]
      .map((_id) => JSON.stringify({ _id, text: `${_id}?` }))
      .join("\n");
    const { mkdirSync } = await import("node:fs");
    mkdirSync(join(world.directory, "few", "qrels"), { recursive: true });
    writeFileSync(join(world.directory, "few", "queries.jsonl"), `${few}\n`);
    writeFileSync(
      join(world.directory, "few", "qrels", "test.tsv"),
      "query-id\tcorpus-id\tscore\nq1\troom-1\t1\nq2\troom-2\t1\nq3\troom-3\t1\n",
    );
    const decision = await decide(app.promoteRelease({ release: bad, ...GATE, golden: "few" }));
    assert.deepEqual([decision.verdict, decision.moved], ["inconclusive", false]);
    assert.equal(await serves(), good);
  });

  it("rolls back within a second, also when it was told to stop in between", async () => {
    const started = performance.now();
    const decision = await app.rollBackRelease({ reason: "it misses the new rooms" });
    assert.ok(performance.now() - started < 1000);
    assert.deepEqual([decision.release, decision.served], [bad, good]);
    assert.equal(await serves(), bad);
    assert.deepEqual(decision.reasons, ["it misses the new rooms"]);
    await assert.rejects(app.rollBackRelease({}), fails("registry.nothing-to-roll-back"));
  });

  it("decides nothing when it is interrupted", async () => {
    const stop = new AbortController();
    const known = (await app.listRegistry()).decisions.length;
    const run = async (): Promise<void> => {
      const { signal } = stop;
      for await (const event of app.promoteRelease({ release: good, ...GATE, seed: "7", signal }))
        if (event.type === "case-replied") stop.abort(new Error("Ctrl-C"));
    };
    await assert.rejects(run());
    assert.equal(await serves(), bad);
    assert.equal((await app.listRegistry()).decisions.length, known);
  });

  it("shows the worst losses before anybody promotes", async () => {
    let losses = -1;
    for await (const event of app.diffReleases({
      before: good,
      now: bad,
      golden: "set",
      part: "all",
      measure: "nDCG@10",
    }))
      if (event.type === "releases-compared") {
        const { changes, wins } = event.diff;
        assert.ok(changes.some((change) => describeChange(change) === "retrieve.alpha: 0 -> 1"));
        losses = wins?.losses ?? 0;
        const worst = wins?.worst.map(({ difference }) => difference) ?? [];
        assert.equal(worst.length, 10);
        assert.deepEqual(
          worst,
          worst.toSorted((a, b) => a - b),
        );
        assert.ok(wins?.worst[0]?.text?.startsWith("Who has"));
      }
    assert.ok(losses >= 10);
  });

  it("keeps a retired release from serving, and takes that back", async () => {
    await app.retireRegistered({ id: good });
    for (const ask of [
      () => app.ask(undefined, { question: questionOf(1), release: good }),
      () => decide(app.promoteRelease({ release: good, ...GATE })),
    ])
      await assert.rejects(ask(), fails("registry.release-retired"));
    await assert.rejects(app.retireRegistered({ id: bad }), fails("registry.release-in-use"));
    await app.retireRegistered({ id: good, undo: true });
    assert.equal(
      (await app.ask(undefined, { question: questionOf(1), release: good })).release,
      good,
    );
  });

  it("refuses a release whose index is not what it needs", async () => {
    const [coarse = ""] = await recordReleases(world, `${BAD}chunking: { maxTokens: 200 }\n`);
    // The file is that of the other one now; what is open keeps what it was opened with.
    await assert.rejects(
      app.ask(undefined, { question: questionOf(1), release: coarse }),
      fails("registry.index-not-built"),
    );
    await assert.rejects(
      decide(app.promoteRelease({ release: coarse, ...GATE })),
      fails("registry.index-not-built"),
    );
  });

  it("serves the champion whatever is written into plumbline.yaml", async () => {
    await decide(app.promoteRelease({ release: good, ...GATE }));
    await app[Symbol.asyncDispose]();
    app = await world.open(SHY);
    assert.equal(await serves(), good);
    const { verdict } = await app
      .replayTrace(undefined, (await app.ask(undefined, { question: questionOf(9) })).id)
      .then(({ retrieval }) => retrieval);
    assert.equal(verdict, "identical");
    assert.ok(existsSync(join(world.directory, ".plumbline")));
    rmSync(join(world.directory, "few"), { recursive: true });
  });
});
