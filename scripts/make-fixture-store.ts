/**
 * @module Writes the fixture store of the present schema and its golden results. Run it once for
 * each schema that is released; a written fixture never changes.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE, openSqliteStore } from "../src/adapters/stores/sqlite/index.ts";
import { toAccessList } from "../src/domain/principal.ts";
import {
  ask,
  batchOf,
  callerOf,
  changeOf,
  collectionOf,
  EMBEDDER,
  jobOf,
  keyOf,
  OPERATOR,
  PREFIXES,
  putDocument,
  recordAnswer,
  type TestDocument,
} from "../src/testing/store-fixtures.ts";
import { indexBatchOf, planOf, WHOLES } from "../src/testing/index-fixtures.ts";
import {
  decisionOf,
  evaluationOf,
  feedbackOf,
  hitsOf,
  retrievalOf,
  spendOf,
  traceOf,
} from "../src/testing/record-fixtures.ts";
import { gateDecisionOf, moveOf, numberedRelease } from "../src/testing/release-fixtures.ts";
import { withoutGeneration } from "../src/testing/store-snapshot.ts";
import { makeTemporaryDirectory } from "../src/testing/temporary-directory.ts";
import type { DocumentPut, Store } from "../src/ports/store.ts";

const FOLDER = "tests/fixtures/stores";
const QUESTIONS = ["kelp harvest at low tide", "who repairs the lantern", "lighthouse keeper"];
const DEPTH = 4;
const CALLERS = { operator: [], keeper: ["user:ines", "group:keepers"], visitor: ["user:otto"] };

const clock = { now: () => new Date("2026-03-01T12:00:00.000Z"), monotonicMs: () => 0 };

const collection = "island";
const put = (document: TestDocument) => putDocument({ ...document, collection });

const tides = put({
  key: "tides.md",
  title: "Tides",
  text: "Kelp is cut at low tide, never by night.\n\nNobody walks the causeway alone — jamás 🌊.",
  metadata: { island: "north", year: 2026, tags: ["kelp", "sea"], open: true },
});
const lantern = put({
  key: "lantern.md",
  title: "Lantern",
  text: "The lantern is repaired by Ines.\n\nSpare wicks lie under the stairs.",
  access: toAccessList(["group:keepers"], ["user:otto"]),
  metadata: { island: "south", checked: "2026-02-11" },
});
const log = put({
  key: "log.md",
  title: "Log",
  text: "Day one: fog. The lighthouse keeper read aloud.",
  analyzer: PREFIXES,
  embedded: false,
});

const withKeys = (document: DocumentPut): DocumentPut => ({
  ...document,
  chunks: document.chunks.map((chunk) => ({
    ...chunk,
    termKeys: { keys: Int32Array.of(3, 5, 7), body: 1 },
  })),
});

async function fill(store: Store): Promise<void> {
  await store.putCollection(collectionOf("island"));
  await store.putCollection(collectionOf("mainland", "es"));
  const old = put({ key: "tides.md", title: "Tides", text: "Kelp is cut at any time." });
  await store.commit(batchOf({ collection, puts: [old, lantern] }));
  await store.commit(batchOf({ collection, puts: [tides, log] }));
  const gone = put({ key: "gone.md", text: "This page was torn out." });
  await store.commit(batchOf({ collection, puts: [gone] }));
  await store.commit(batchOf({ collection, deletes: [gone.id] }));
  const change = changeOf(log.id, toAccessList(["user:ines"]));
  await store.commit(batchOf({ collection, accessChanges: [change] }));
  // Enough small commits for a merge.
  const days = Array.from({ length: 9 }, (_, day) =>
    put({ key: `day-${day}.md`, text: `Day ${day}: calm.` }),
  );
  for (const day of days) await store.commit(batchOf({ collection, puts: [withKeys(day)] }));
  // A second index, which lacks a document.
  await store.putPlan(planOf(WHOLES, EMBEDDER, { collection }));
  await store.commitIndex(indexBatchOf([tides, lantern, ...days], WHOLES));
  await store.putJob(jobOf("job_00000000000000000001", { state: "ready", collection }));
  const principals = ["group:keepers", "public", "user:ines"];
  const answerId = "ans_00000000000000000001";
  const record = recordAnswer({ id: answerId, principals, passages: [lantern] });
  const hits = hitsOf([lantern, tides]);
  const legs = { ...record.legs, lexical: hits, dense: hits.slice(0, 1) };
  const asked = traceOf("trc_00000000000000000001", { answerId, principals });
  await store.putAnswer({ ...record, legs }, asked);
  const retrieval = retrievalOf({ ...record, legs });
  await store.putTraces([
    traceOf("trc_00000000000000000002", { operation: "search", principals, retrieval }),
  ]);
  await store.putFeedback(feedbackOf("fbk_00000000000000000001", { answerId }));
  await store.putEvaluation(evaluationOf("evl_00000000000000000001"));
  await store.putDecision(decisionOf("dec_0000000000000001"));
  await store.putReplies(new Map([["0".repeat(64), { latencyMs: 1 }]]));
  await store.putHold({
    id: "hld_00000000000000000001",
    kind: "collection",
    subject: collection,
    reason: "a dispute",
    placedAt: "2026-03-01T12:00:00.000Z",
  });
  await store.addSpend(spendOf({ subject: "user:ines", usd: 0.5 }));
  await store.putKey(keyOf("key_00000000000000000001", { principals: ["group:keepers"] }));
  const release = numberedRelease(1);
  await store.putRelease(release);
  await store.moveAlias(moveOf({ release: release.id, decision: "dec_0000000000000002" }), {
    expect: 0,
    decision: gateDecisionOf("dec_0000000000000002"),
  });
  const parent = { role: "document-version", id: `${tides.id}@${tides.version.hash}` } as const;
  await store.putLineage([{ child: "art_0123456789abcdef", parent }]);
  await store.putSetting("release", { alias: "champion" });
}

async function readGolden(store: Store): Promise<readonly unknown[]> {
  const golden: unknown[] = [];
  for (const [name, principals] of Object.entries(CALLERS))
    for (const question of QUESTIONS) {
      const access = name === "operator" ? OPERATOR : callerOf(...principals);
      const request = ask(question, { depth: DEPTH });
      golden.push({
        principals: name === "operator" ? "operator" : principals,
        question,
        depth: DEPTH,
        terms: { words: request.terms("words"), prefixes: request.terms(PREFIXES) },
        embedder: EMBEDDER,
        vector: [...(request.vector?.values ?? [])],
        result: withoutGeneration(await store.search(access, request)),
      });
    }
  return golden;
}

using directory = makeTemporaryDirectory();
{
  await using store = openSqliteStore({ directory: directory.path, mode: "write", clock });
  await fill(store);
  mkdirSync(FOLDER, { recursive: true });
  const database = new DatabaseSync(join(directory.path, DATABASE_FILE));
  const { user_version: schema } = database.prepare("PRAGMA user_version").get() ?? {};
  const path = join(FOLDER, `schema-${Number(schema)}.db`);
  if (existsSync(path)) throw new Error(`${path} is there already, and fixtures never change`);
  database.prepare("VACUUM INTO ?").run(path);
  database.close();
  const golden = (await readGolden(store)).map((query) => `${JSON.stringify(query)}\n`).join("");
  writeFileSync(path.replace(".db", ".jsonl"), golden);
}
