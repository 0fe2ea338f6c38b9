/** @module Promises about what asking leaves behind: traces, feedback, evaluations, spend, holds. */
import assert from "node:assert/strict";
import { toAccessList } from "../domain/principal.ts";
import { sha256 } from "../foundation/hash.ts";
import type { AnswerRecord } from "../domain/answer-record.ts";
import type { Hold } from "../domain/retention.ts";
import {
  batchOf,
  callerOf,
  changeOf,
  collectionOf,
  OPERATOR,
  putDocument,
  recordAnswer,
} from "./store-fixtures.ts";
import {
  decisionOf,
  evaluationOf,
  feedbackOf,
  hitsOf,
  retrievalOf,
  spendOf,
  traceOf,
} from "./record-fixtures.ts";
import type { Promises } from "./store-subject.ts";

const leave = putDocument({ key: "leave.md", text: "Twenty days.\n\nThirty in your tenth year." });
const audit = putDocument({
  key: "audit.md",
  text: "Audits are in May.",
  access: toAccessList(["user:maria", "user:john"]),
});
const MARIA = callerOf("user:maria");
const JOHN = callerOf("user:john");
const principals = ["public", "user:maria"];
const ids = (prefix: string) => [1, 2, 3].map((n) => `${prefix}_0000000000000000000${n}`);
const [answerId = "", otherAnswerId = ""] = ids("ans");

/** An answer of both documents, with all that a record of this version holds. */
function recordOf(id: string, changes: Partial<AnswerRecord> = {}): AnswerRecord {
  const lexical = hitsOf([leave, audit]);
  const dense = hitsOf([audit]);
  const record = recordAnswer({ id, principals, passages: [audit] });
  const citation = {
    number: 1,
    documentId: audit.id,
    key: audit.key,
    collection: "hr",
    versionHash: audit.version.hash,
    title: audit.title,
    headings: ["Audits"],
    modifiedAt: audit.version.modifiedAt,
    start: 0,
    end: 6,
    quote: "Audits",
  };
  return {
    ...record,
    passages: record.passages.map((passage) => ({
      ...passage,
      chunkIds: dense.map(({ chunkId }) => chunkId),
      score: 1 / 3,
    })),
    answer: { ...record.answer, citations: [citation] },
    legs: {
      ...record.legs,
      lexical,
      dense,
      fused: lexical.map(({ chunkId }) => chunkId).toReversed(),
      reranked: dense.map(({ chunkId }) => chunkId),
    },
    ...changes,
  };
}

export function describeTraces(promise: Promises): void {
  describeRankings(promise);
  describeLists(promise);
  describeFeedback(promise);
  describeEvaluations(promise);
  describeRetention(promise);
}

function describeRankings(promise: Promises): void {
  promise("keeps the rankings of an answer and of a search as they were", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [leave, audit] }));
    const record = recordOf(answerId);
    const [ask = "", search = ""] = ids("trc");
    const asked = traceOf(ask, { answerId, principals });
    await store.putAnswer(record, asked);
    const searched = traceOf(search, {
      operation: "search",
      outcome: "found",
      principals,
      retrieval: retrievalOf(record),
    });
    await store.putTraces([searched]);
    assert.deepEqual(await store.findAnswer(OPERATOR, answerId), record);
    assert.deepEqual(await store.findTrace(OPERATOR, search), searched);
    assert.deepEqual(await store.findTrace(OPERATOR, ask), asked);
    assert.deepEqual(await store.findTrace(OPERATOR, answerId), asked);
    assert.equal(await store.findTrace(OPERATOR, "nonsense"), undefined);
    await store.commit(batchOf({ deletes: [leave.id, audit.id] }));
    assert.deepEqual(await store.findAnswer(OPERATOR, answerId), record);
  });

  promise("shows a trace to those who may read what it rests on", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [leave, audit] }));
    const record = recordOf(answerId);
    const [ask = "", search = ""] = ids("trc");
    await store.putAnswer(record, traceOf(ask, { answerId, principals }));
    const retrieval = retrievalOf(record);
    await store.putTraces([traceOf(search, { operation: "search", principals, retrieval })]);
    const see = async (access = MARIA) => (await store.listTraces(access, { limit: 9 })).length;
    assert.equal(await see(), 2);
    assert.equal(await see(JOHN), 0);
    const hide = toAccessList(["user:john"]);
    await store.commit(batchOf({ accessChanges: [changeOf(leave.id, hide)] }));
    assert.equal(await see(), 2);
    const shown = JSON.stringify([
      await store.findTrace(MARIA, search),
      await store.findAnswer(MARIA, answerId),
    ]);
    assert.ok(shown.includes(audit.id.slice(4)) && !shown.includes(leave.id.slice(4)));
    await store.commit(batchOf({ accessChanges: [changeOf(audit.id, hide)] }));
    assert.equal(await see(), 0);
    for (const id of [ask, search, answerId])
      assert.equal(await store.findTrace(MARIA, id), undefined);
    assert.equal(await see(OPERATOR), 2);
  });
}

function describeLists(promise: Promises): void {
  promise("lists traces newest first, page by page, by what is asked", async ({ store }) => {
    const traces = Array.from({ length: 150 }, (_, n) =>
      traceOf(`trc_${String(n).padStart(20, "0")}`, {
        operation: "search",
        startedAt: new Date(Date.parse("2026-03-02T00:00:00Z") + n * 60_000).toISOString(),
        source: n % 10 === 0 ? "evaluation" : "user",
        outcome: n % 3 === 0 ? "error" : "found",
        release: n < 75 ? "rel_old" : "rel_new",
        foundIn: n % 50 === 0 ? ["hr"] : [],
        collections: n % 50 === 1 ? ["hr"] : "all",
      }),
    );
    // Searches are written a moment behind, so the order of writing says nothing.
    const late = traces.filter((_, n) => n % 4 === 0);
    await store.putTraces(traces.filter((_, n) => n % 4 !== 0));
    await store.putTraces(late.toReversed());
    const newest = traces.toReversed().map(({ id }) => id);
    const list = async (query: object) =>
      (await store.listTraces(OPERATOR, { limit: 999, ...query })).map(({ id }) => id);
    assert.deepEqual(await list({}), newest);
    assert.deepEqual(await list({ limit: 70 }), newest.slice(0, 70));
    assert.deepEqual(await list({ limit: 5, after: newest[69] }), newest.slice(70, 75));
    assert.deepEqual(await list({ after: "trc_none" }), []);
    const since = "2026-03-02T00:10:00.000Z";
    const until = "2026-03-02T00:12:00.000Z";
    assert.deepEqual(await list({ since, until }), newest.slice(138, 140));
    assert.equal((await list({ release: "rel_old" })).length, 75);
    assert.equal((await list({ source: "evaluation" })).length, 15);
    assert.equal((await list({ outcome: "error" })).length, 50);
    assert.equal((await list({ operation: "ask" })).length, 0);
    assert.equal((await list({ collection: "hr" })).length, 6);
  });
}

function describeFeedback(promise: Promises): void {
  promise("shows feedback in its order to those who may read the answer", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [leave, audit] }));
    await store.putAnswer(recordOf(answerId));
    await store.putAnswer(recordOf(otherAnswerId, { principals: ["public", "user:john"] }));
    const [first = "", second = "", third = ""] = ids("fbk");
    const given = [
      feedbackOf(first, { answerId, feedback: { kind: "edit", text: "In May." } }),
      feedbackOf(second, { answerId: otherAnswerId, by: "user:john" }),
      feedbackOf(third, { answerId, at: "2026-03-03T09:00:00.000Z" }),
    ];
    for (const each of given) await store.putFeedback(each);
    const list = async (access = OPERATOR, query = {}) =>
      (await store.listFeedback(access, { limit: 9, ...query })).map(({ id }) => id);
    assert.deepEqual(await store.listFeedback(OPERATOR, { limit: 9 }), given);
    assert.deepEqual(await list(MARIA), [first, third]);
    assert.deepEqual(await list(JOHN), [second]);
    assert.deepEqual(await list(callerOf()), []);
    assert.deepEqual(await list(OPERATOR, { answerId }), [first, third]);
    assert.deepEqual(await list(OPERATOR, { since: "2026-03-03T00:00:00.000Z" }), [third]);
    assert.deepEqual(await list(OPERATOR, { limit: 1, after: first }), [second]);
    assert.deepEqual(await list(OPERATOR, { after: "fbk_none" }), []);
  });
}

function describeEvaluations(promise: Promises): void {
  promise("keeps evaluations and replies for operators alone", async ({ store }) => {
    const [first = "", second = ""] = ids("evl");
    await store.putEvaluation(evaluationOf(first));
    const other = evaluationOf(second);
    await store.putEvaluation({ ...other, golden: { ...other.golden, name: "audit" } });
    const done = evaluationOf(first, { costUsd: 1, warnings: ["few cases"] });
    await store.putEvaluation(done);
    assert.deepEqual(await store.findEvaluation(OPERATOR, first), done);
    assert.equal(await store.findEvaluation(MARIA, first), undefined);
    const list = async (access = OPERATOR, golden?: string) =>
      (await store.listEvaluations(access, { limit: 9, golden })).map(({ id }) => id);
    assert.deepEqual(await list(), [second, first]);
    assert.deepEqual(await list(OPERATOR, "leave"), [first]);
    assert.deepEqual(await list(MARIA), []);
    const [a = "", b = "", c = ""] = ["a", "b", "c"].map(sha256);
    await store.putReplies(new Map([[a, { latencyMs: 1 }], [b, { latencyMs: 2 }]])); // prettier-ignore
    await store.putReplies(new Map([[b, { latencyMs: 3 }]]));
    const found = await store.findReplies(OPERATOR, [a, b, c]);
    assert.deepEqual([...found], [[a, { latencyMs: 1 }], [b, { latencyMs: 3 }]]); // prettier-ignore
    assert.equal((await store.findReplies(MARIA, [a])).size, 0);
  });

  promise("keeps decisions for operators alone, each once", async ({ store }) => {
    const [first = "", second = ""] = ids("dec");
    await store.putDecision(decisionOf(first));
    await store.putDecision(decisionOf(second, { sentence: "Tune a model." }));
    await store.putDecision(decisionOf(first));
    assert.deepEqual(await store.findDecision(OPERATOR, first), decisionOf(first));
    assert.equal(await store.findDecision(OPERATOR, "dec_none"), undefined);
    assert.equal(await store.findDecision(MARIA, first), undefined);
    const list = async (access: typeof OPERATOR, limit = 9) =>
      (await store.listDecisions(access, limit)).map(({ id }) => id);
    assert.deepEqual(await list(OPERATOR), [second, first]);
    assert.deepEqual(await list(OPERATOR, 1), [second]);
    assert.deepEqual(await list(MARIA), []);
  });

  promise("adds up what a subject spends on a day, kind by kind", async ({ store, reopen }) => {
    const spend = spendOf({ day: "2026-03-02" });
    await store.addSpend({ ...spend, day: "2026-03-01" });
    await store.addSpend(spend);
    await store.addSpend({ ...spend, inputTokens: 0, outputTokens: 0, usd: 0, unknown: 1 });
    await store.addSpend({ ...spend, kind: "embedder" });
    await store.addSpend({ ...spend, subject: "operator" });
    const again = await reopen();
    assert.deepEqual(await again.listSpend(OPERATOR, "2026-03-02"), [
      { ...spend, subject: "operator" },
      { ...spend, kind: "embedder" },
      { ...spend, calls: 2, unknown: 1 },
    ]);
    assert.equal((await again.listSpend(OPERATOR, "2026-03-01")).length, 4);
    assert.deepEqual(await again.listSpend(MARIA, "2026-03-01"), []);
  });
}

function describeRetention(promise: Promises): void {
  const before = "2026-03-02T10:00:00.000Z";

  promise("deletes what is old of a class, and tells before what it would", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [leave, audit] }));
    const [old = "", young = ""] = ids("trc");
    const late = "2026-03-02T10:00:00.000Z";
    await store.putAnswer(recordOf(answerId), traceOf(old, { answerId }));
    await store.putAnswer(recordOf(otherAnswerId, { askedAt: late }));
    await store.putTraces([traceOf(young, { startedAt: late })]);
    const [mine = "", theirs = ""] = ids("fbk");
    await store.putFeedback(feedbackOf(mine, { answerId }));
    await store.putFeedback(feedbackOf(theirs, { answerId: otherAnswerId }));
    const receipt = { before, deleted: 1, held: 0, oldestAt: "2026-03-02T09:00:00.000Z" };
    for (const kind of ["traces", "answers"] as const)
      for (const dryRun of [true, false])
        assert.deepEqual(await store.purge({ class: kind, before, dryRun }), {
          ...receipt,
          class: kind,
          dryRun,
        });
    assert.deepEqual(
      (await store.listTraces(OPERATOR, { limit: 9 })).map(({ id }) => id),
      [young],
    );
    assert.equal(await store.findAnswer(OPERATOR, answerId), undefined);
    assert.ok(await store.findAnswer(OPERATOR, otherAnswerId));
    assert.deepEqual(
      (await store.listFeedback(OPERATOR, { limit: 9 })).map(({ id }) => id),
      [theirs],
    );
  });

  promise("keeps what a hold names until it is released", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [leave, audit] }));
    const [trace = ""] = ids("trc");
    const [feedback = ""] = ids("fbk");
    await store.putAnswer(recordOf(answerId), traceOf(trace, { answerId }));
    await store.putFeedback(feedbackOf(feedback, { answerId, by: "user:john" }));
    const [id = ""] = ids("hld");
    const common = { id, reason: "a dispute", placedAt: before };
    const holds: readonly Hold[] = [
      { ...common, kind: "document", subject: audit.id },
      { ...common, kind: "collection", subject: "hr" },
      { ...common, kind: "person", subject: "user:maria" },
    ];
    const run = async () => {
      const receipts = [];
      for (const kind of ["traces", "answers", "feedback"] as const)
        receipts.push(await store.purge({ class: kind, before, dryRun: true }));
      return receipts.map(({ held, deleted }) => [held, deleted]);
    };
    for (const hold of holds) {
      await store.putHold(hold);
      assert.deepEqual(await store.listHolds(OPERATOR), [hold]);
      assert.deepEqual(await run(), [[1, 0], [1, 0], [1, 0]], hold.kind); // prettier-ignore
    }
    await store.putHold({ ...common, kind: "document", subject: leave.id });
    assert.deepEqual(await run(), [[0, 1], [0, 1], [0, 1]]); // prettier-ignore
    await store.putHold({ ...common, kind: "collection", subject: "hr", releasedAt: before });
    assert.deepEqual(await run(), [[0, 1], [0, 1], [0, 1]]); // prettier-ignore
    assert.deepEqual(await store.listHolds(MARIA), []);
  });

  promise("takes an evaluation, and replies, by their age", async ({ store }) => {
    const [id = ""] = ids("evl");
    await store.putEvaluation(evaluationOf(id));
    await store.putReplies(new Map([[sha256("a"), { latencyMs: 1 }]]));
    const far = "2999-01-01T00:00:00.000Z";
    for (const kind of ["evaluations", "replies"] as const) {
      const kept = await store.purge({
        class: kind,
        before: "2000-01-01T00:00:00.000Z",
        dryRun: false,
      });
      assert.equal(kept.deleted, 0);
      assert.equal((await store.purge({ class: kind, before: far, dryRun: false })).deleted, 1);
    }
    assert.equal(await store.findEvaluation(OPERATOR, id), undefined);
    assert.equal((await store.findReplies(OPERATOR, [sha256("a")])).size, 0);
  });
}
