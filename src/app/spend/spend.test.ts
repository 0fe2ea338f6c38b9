import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PaidKind, SpendEntry } from "../../domain/spend.ts";
import { createRandom } from "../../foundation/random.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { Generator } from "../../ports/generator.ts";
import type { ReportedUsage } from "../../trace/index.ts";
import { FIXED_CLOCK } from "../../testing/adapter-context.ts";
import { createFakeEmbedder } from "../../testing/fake-embedder.ts";
import { createFakeGenerator } from "../../testing/fake-generator.ts";
import { createFakeJudge } from "../../testing/fake-judge.ts";
import { createFakeQuestionMaker } from "../../testing/fake-question-maker.ts";
import { createFakeReranker } from "../../testing/fake-reranker.ts";
import { createFakeRewriter } from "../../testing/fake-rewriter.ts";
import { spendOf } from "../../testing/record-fixtures.ts";
import { storedChunkOf } from "../../testing/stored-chunks.ts";
import { spendCapReached } from "../errors.ts";
import { createMemoryLedger } from "./memory-ledger.ts";
import { lock } from "./paid-ports.ts";
import { createSpendMeter, type Ledger, type Purse } from "./spend-meter.ts";

const TODAY = "2026-03-01";
const usd = (costUsd: number): ReportedUsage => ({ model: "m", costUsd });

function open(caps: Parameters<typeof createSpendMeter>[0] = {}, ledger = createMemoryLedger()) {
  const meter = createSpendMeter(caps, FIXED_CLOCK);
  const purse = meter.purseOf(ledger, "user:ana");
  const list = async () => listAll(ledger);
  return { meter, ledger, purse, list };
}

const listAll = (ledger: Ledger): Promise<readonly SpendEntry[]> =>
  // The ledger in memory asks nobody's rights.
  ledger.listSpend({ kind: "operator", reason: "test" } as never, "2026-01-01");

async function pay(purse: Purse, kind: PaidKind, ...usages: readonly ReportedUsage[]) {
  await using bill = await purse.open(kind);
  for (const usage of usages) bill.add(usage);
}

describe("a purse", () => {
  it("puts on record what a call told, by kind and by whom", async () => {
    const { purse, meter, ledger, list } = open();
    await pay(purse, "judge", { model: "m", inputTokens: 7, outputTokens: 3, costUsd: 0.5 });
    await pay(meter.purseOf(ledger, "operator"), "embedder", { model: "m" });
    assert.deepEqual(await list(), [
      spendOf({ kind: "judge", subject: "user:ana", inputTokens: 7, outputTokens: 3, usd: 0.5 }),
      spendOf({
        kind: "embedder",
        subject: "operator",
        inputTokens: 0,
        outputTokens: 0,
        usd: 0,
        unknown: 1,
      }),
    ]);
  });

  it("holds all kinds of calls to one cap", async () => {
    const { purse } = open({ dayUsd: 1 });
    await pay(purse, "embedder", usd(0.4));
    await pay(purse, "judge", usd(0.6));
    for (const kind of ["embedder", "judge", "reranker"] as const)
      await assert.rejects(purse.open(kind), (error: unknown) => {
        assert.ok(spendCapReached.is(error));
        assert.match(error.message, /costs\.caps\.dayUsd is reached: \$1\.0000 of \$1 spent/);
        assert.match(error.hint, /raise costs\.caps\.dayUsd/);
        return true;
      });
  });

  it("asks a call's own kind for what it may cost, so that a cheap one does not hide a dear one", async () => {
    const { purse } = open({ dayUsd: 10 });
    for (let n = 0; n < 100; n++) await pay(purse, "embedder", usd(0.001));
    await pay(purse, "generator", usd(4));
    await using _first = await purse.open("generator");
    // 4.1 spent, 4 under way: one more may begin, and the next may not.
    await using _second = await purse.open("generator");
    await assert.rejects(purse.open("embedder"), spendCapReached.is);
  });

  it("lets a call of a kind without a price settle before it lets others begin", async () => {
    const { purse } = open({ dayUsd: 1 });
    const begun: string[] = [];
    const call = async (name: string): Promise<void> => {
      await using bill = await purse.open("judge");
      begun.push(name);
      await Promise.resolve();
      bill.add(usd(1));
    };
    const all = await Promise.allSettled(["a", "b", "c"].map(call));
    assert.deepEqual(begun, ["a"]);
    assert.deepEqual(
      all.map(({ status }) => status),
      ["fulfilled", "rejected", "rejected"],
    );
  });

  it("goes on after a first call that failed and told nothing", async () => {
    const { purse } = open({ dayUsd: 1 });
    const failed = (async () => {
      await using _ = await purse.open("judge");
      throw new Error("gone");
    })();
    const next = pay(purse, "judge", usd(0.5));
    await assert.rejects(failed, /gone/);
    await next;
  });

  it("never passes a cap by more than one call, whatever is called when", async () => {
    const random = createRandom("caps");
    const kinds: readonly PaidKind[] = ["embedder", "judge", "generator"];
    for (let round = 0; round < 40; round++) {
      const price = Object.fromEntries(kinds.map((kind) => [kind, random.uniform()]));
      const capUsd = 5 * random.uniform();
      const { purse, list } = open({ dayUsd: capUsd });
      const calls = Array.from({ length: 60 }, async () => {
        const kind = kinds[random.below(kinds.length)] ?? "judge";
        for (let turns = random.below(9); turns > 0; turns--) await Promise.resolve();
        await using bill = await purse.open(kind);
        for (let turns = random.below(9); turns > 0; turns--) await Promise.resolve();
        bill.add(usd(price[kind] ?? 0));
      });
      await Promise.allSettled(calls);
      const spent = (await list()).reduce((sum, entry) => sum + entry.usd, 0);
      const dearest = Math.max(...Object.values(price));
      assert.ok(spent <= capUsd + dearest + 1e-9, `${spent} of ${capUsd}, ${dearest} a call`);
      assert.ok(spent >= capUsd, "what may be spent is spent");
    }
  });
});

describe("a locked port", () => {
  const DRAFT = { question: "Why?", id: "ans_1", language: "en", sentences: [], maxSentences: 3 };
  const chunks = [storedChunkOf({ text: "a" })];
  const rerank = { question: "a", terms: () => [], chunks, scores: [1] };
  const asked = { criterion: "correct", question: "", answer: "a", references: ["a"] };
  const judged = { ...asked, passages: [], language: "en" };
  const usage = { model: "m", inputTokens: 5, costUsd: 0.25 };
  const statistics = { chunks: 1, terms: [] };

  const embedder: Embedder = {
    ...createFakeEmbedder(),
    metered: true,
    async embed({ texts, onUsage }) {
      onUsage?.(usage);
      return texts.map(() => new Float32Array(16));
    },
  };
  const rewriter = lock("rewriter", {
    ...createFakeRewriter(),
    metered: true,
    async rewrite({ onUsage }) {
      onUsage?.(usage);
      return "Why?";
    },
  });
  const reranker = lock("reranker", {
    ...createFakeReranker(),
    metered: true,
    async rerank({ onUsage }) {
      onUsage?.(usage);
      return [{ score: 1, shares: {} }];
    },
  });
  const generator: Generator = {
    ...createFakeGenerator(),
    metered: true,
    async *generate() {
      yield { type: "sentence-drafted", text: "Yes.", citations: [] };
      yield { type: "draft-finished", finish: "stop", usage };
    },
  };
  const judge = lock("judge", { ...createFakeJudge(), metered: true });
  const maker = lock("question-maker", { ...createFakeQuestionMaker(), metered: true });
  const system = lock("evaluated-system", {
    subject: { kind: "http", name: "s", fingerprint: "f" },
    metered: true,
    answer: async () => ({
      outcome: "answered",
      text: "a",
      sentences: [],
      passages: [],
      quotes: [],
      usage,
    }),
  });

  const drain = async (from: AsyncIterable<unknown>): Promise<void> => {
    for await (const _ of from);
  };
  const CALLS: Readonly<Partial<Record<PaidKind, (purse: Purse) => Promise<unknown>>>> = {
    embedder: (purse) =>
      lock("embedder", embedder)
        .paidBy(purse)
        .embed({ texts: ["a"], role: "query" }),
    rewriter: (purse) =>
      rewriter.paidBy(purse).rewrite({ question: "", history: [{ role: "user", text: "a" }] }),
    reranker: (purse) => reranker.paidBy(purse).rerank({ ...rerank, statistics }),
    generator: (purse) =>
      drain(
        lock("generator", generator)
          .paidBy(purse)
          .generate({ ...DRAFT, passages: [] }),
      ),
    judge: (purse) => judge.paidBy(purse).judge(judged),
    "question-maker": (purse) =>
      maker.paidBy(purse).propose({ headings: [], section: "A b.", role: "r", language: "en" }),
    "evaluated-system": async (purse) =>
      system.paidBy(purse).answer?.({ id: "1", text: "", history: [], principals: [] }),
  };

  for (const [name, call] of Object.entries(CALLS))
    it(`of kind ${name} pays for its calls, and makes none beyond a cap`, async () => {
      const { purse, list } = open({ dayUsd: 0.0001 });
      await call(purse);
      const entries = await list();
      assert.deepEqual(
        entries.map(({ kind, calls, unknown }) => [kind, calls, unknown]),
        [[name, 1, 0]],
      );
      await assert.rejects(call(purse), spendCapReached.is);
      assert.equal((await list()).length, 1);
    });

  it("asks nobody where its calls cost nothing", async () => {
    const { purse, list } = open({ dayUsd: 0 });
    await lock("embedder", { ...embedder, metered: false }).paidBy(purse).embed({ texts: ["a"], role: "query" }); // prettier-ignore
    assert.deepEqual(await list(), []);
  });

  it("is not paid for twice when it is locked again", async () => {
    const { purse, list } = open();
    const paid = lock("embedder", embedder).paidBy(purse);
    await lock("embedder", paid)
      .paidBy(purse)
      .embed({ texts: ["a"], role: "query" });
    assert.equal((await list()).length, 1);
  });

  it("still tells whoever asked what a call cost", async () => {
    const { purse } = open();
    const told: unknown[] = [];
    const paid = lock("embedder", embedder).paidBy(purse);
    await paid.embed({ texts: ["a"], role: "query", onUsage: (each) => told.push(each) });
    assert.deepEqual(told, [usage]);
  });

  it("counts a draft that was stopped as a call of unknown price", async () => {
    const { purse, list } = open();
    const paid = lock("generator", generator).paidBy(purse);
    for await (const _ of paid.generate({ ...DRAFT, passages: [] })) break;
    assert.deepEqual(
      (await list()).map(({ calls, unknown }) => [calls, unknown]),
      [[1, 1]],
    );
  });

  it("counts a judge that says nothing of its price as unknown, never as free", async () => {
    const { purse, list } = open();
    const silent = lock("judge", {
      ...createFakeJudge(),
      metered: true,
      judge: async () => ({ verdict: "yes", evidence: [] }),
    });
    await silent.paidBy(purse).judge(judged);
    const [entry] = await list();
    assert.deepEqual([entry?.usd, entry?.unknown, entry?.day], [0, 1, TODAY]);
  });
});
