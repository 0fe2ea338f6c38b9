import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FIXED_CLOCK } from "../../testing/adapter-context.ts";
import { createToySystem, listAll, makeGoldenSet } from "../../testing/toy-system.ts";
import { collectReplies, type Collection } from "./collect-replies.ts";
import type { AskedCase, EvaluatedSystem } from "../../ports/evaluated-system.ts";
import { createMemoryReplyCache } from "./reply-cache.ts";

const fail = (): never => assert.fail("the toy cannot");

const toCollection = (given: Partial<Collection> = {}): Collection => ({
  systems: [createToySystem()],
  cases: makeGoldenSet(40).cases,
  repeats: 1,
  wants: { ranking: { depth: 10 }, answer: false },
  cache: createMemoryReplyCache(),
  concurrency: 3,
  clock: FIXED_CLOCK,
  ...given,
});

describe("collectReplies", () => {
  it("has a case answered before it is ranked, and says how deep, but where that is known", async () => {
    const cache = createMemoryReplyCache();
    const wants = { ranking: { depth: 10 }, answer: true };
    const steps: (readonly [string, AskedCase])[] = [];
    const toy = createToySystem();
    const system: EvaluatedSystem = {
      ...toy,
      rank: async (asked, depth) => (
        steps.push(["rank", asked]),
        toy.rank?.(asked, depth) ?? fail()
      ),
      answer: async (asked) => (steps.push(["answer", asked]), toy.answer?.(asked) ?? fail()),
    };
    const given = { cache, systems: [system], concurrency: 1, cases: makeGoldenSet(1).cases };
    await listAll(collectReplies(toCollection({ ...given, wants })));
    assert.deepEqual(
      steps.map(([step, { rankingDepth }]) => [step, rankingDepth]),
      [
        ["answer", 10],
        ["rank", 10],
      ],
    );
    assert.equal(steps[0]?.[1], steps[1]?.[1]);
    steps.length = 0;
    const deeper = { ranking: { depth: 20 }, answer: true };
    await listAll(collectReplies(toCollection({ ...given, wants: deeper })));
    assert.deepEqual(
      steps.map(([step]) => step),
      ["rank"],
    );
  });

  it("asks an unchanged system nothing the second time", async () => {
    const cache = createMemoryReplyCache();
    const first = createToySystem();
    const replies = await listAll(collectReplies(toCollection({ cache, systems: [first] })));
    assert.equal(first.asked.length, 40);
    assert.ok(replies.every(({ cached }) => !cached));
    const second = createToySystem();
    const again = await listAll(collectReplies(toCollection({ cache, systems: [second] })));
    assert.deepEqual(second.asked, []);
    assert.ok(again.every(({ cached }) => cached));
    assert.deepEqual(
      again.map(({ reply }) => reply),
      replies.map(({ reply }) => reply),
    );
  });

  it("asks another system, a deeper ranking, a further repeat and a changed case again", async () => {
    const cache = createMemoryReplyCache();
    await listAll(collectReplies(toCollection({ cache })));
    const count = async (given: Partial<Collection>): Promise<number> => {
      const system = createToySystem();
      await listAll(collectReplies(toCollection({ cache, systems: [system], ...given })));
      return system.asked.length;
    };
    assert.equal(await count({ wants: { ranking: { depth: 20 }, answer: false } }), 40);
    assert.equal(await count({ repeats: 2 }), 40);
    assert.equal(await count({ cases: makeGoldenSet(40, { text: "changed" }).cases }), 40);
    assert.equal(await count({ reader: ["group:hr"] }), 40);
    const other = createToySystem({ name: "other" });
    await listAll(collectReplies(toCollection({ cache, systems: [other] })));
    assert.equal(other.asked.length, 40);
  });

  it("goes on where it was interrupted", async () => {
    const cache = createMemoryReplyCache();
    const stop = new AbortController();
    const first = createToySystem();
    let seen = 0;
    await assert.rejects(async () => {
      const replies = collectReplies(
        toCollection({ cache, systems: [first], signal: stop.signal }),
      );
      for await (const _ of replies) if (++seen === 10) stop.abort(new Error("interrupted"));
    }, /interrupted/);
    const second = createToySystem();
    await listAll(collectReplies(toCollection({ cache, systems: [second] })));
    assert.ok(first.asked.length < 40);
    assert.equal(first.asked.length + second.asked.length, 40);
  });

  it("asks again what failed, and only that", async () => {
    const cache = createMemoryReplyCache();
    const broken = createToySystem({ fails: ({ id }) => id === "q7" });
    const replies = await listAll(collectReplies(toCollection({ cache, systems: [broken] })));
    assert.deepEqual(replies.find(({ golden }) => golden.id === "q7")?.reply.failure, {
      code: "internal.unexpected",
      message: "unexpected failure: the toy is broken",
    });
    const mended = createToySystem();
    await listAll(collectReplies(toCollection({ cache, systems: [mended] })));
    assert.deepEqual(mended.asked, ["q7"]);
  });

  it("asks as the case says, and as the reader where the case is the owner's", async () => {
    const principals: (readonly string[])[] = [];
    const system = {
      ...createToySystem(),
      rank: async (asked: { principals: readonly string[] }) => {
        principals.push(asked.principals);
        return { documents: [] };
      },
    };
    const [own] = makeGoldenSet(1).cases;
    const [theirs] = makeGoldenSet(1, { principals: ["group:hr"] }).cases;
    assert.ok(own && theirs);
    const cases = [own, theirs];
    await listAll(collectReplies(toCollection({ systems: [system], cases, reader: ["user:max"] })));
    assert.deepEqual(principals, [["user:max"], ["group:hr"]]);
  });
});
