import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Access } from "../../src/domain/access.ts";
import type { AnswerRecord } from "../../src/domain/answer-record.ts";
import type { Trace } from "../../src/domain/trace.ts";
import { toAccessList } from "../../src/domain/principal.ts";
import { createRandom } from "../../src/foundation/random.ts";
import { sha256 } from "../../src/foundation/hash.ts";
import { dot } from "../../src/foundation/vectors.ts";
import { answerQuestion } from "../../src/answer/index.ts";
import { extractiveGenerator } from "../../src/adapters/generators/extractive.ts";
import { lightReranker } from "../../src/adapters/rerankers/light.ts";
import { lexicalVerifier } from "../../src/adapters/verifiers/lexical.ts";
import type { Embedder } from "../../src/ports/embedder.ts";
import { rankDocuments, retrieve } from "../../src/retrieve/index.ts";
import type {
  RecordWriter,
  Store,
  StoreReader,
  StoreWriter,
  WriteBatch,
} from "../../src/ports/store.ts";
import { DATABASE_FILE, openSqliteStore } from "../../src/adapters/stores/sqlite/index.ts";
import {
  ask,
  batchOf,
  callerOf,
  collectionOf,
  EMBEDDER,
  jobOf,
  keyOf,
  OPERATOR,
  putDocument,
  recordAnswer,
  toVector,
  WORDS,
  DIMENSIONS,
} from "../../src/testing/store-fixtures.ts";
import { adapterContext } from "../../src/testing/adapter-context.ts";
import {
  decisionOf,
  evaluationOf,
  feedbackOf,
  retrievalOf,
  spendOf,
  traceOf,
} from "../../src/testing/record-fixtures.ts";
import { askIn, cut, planOf, WHOLES } from "../../src/testing/index-fixtures.ts";
import { readEverything, withoutGeneration, type Probe } from "../../src/testing/store-snapshot.ts";
import { gateDecisionOf, moveOf, numberedRelease } from "../../src/testing/release-fixtures.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";
import { COLLECTIONS, makeTwins, type Step, type Twins } from "./twin-stores.ts";

const PAIRS = 500;
const clock = { now: () => new Date("2026-03-01T12:00:00.000Z"), monotonicMs: () => 0 };
/** Each pair begins with a copy of this empty store: making the tables anew tests nothing. */
const empty = makeTemporaryDirectory();
after(() => empty[Symbol.dispose]());

const open = (directory: string): Store => openSqliteStore({ directory, mode: "write", clock });

async function makeEmpty(): Promise<void> {
  await using store = open(empty.path);
  for (const name of COLLECTIONS) await store.putCollection(collectionOf(name));
  await store.putPlan(planOf(WHOLES));
}

/** The read path analyzes questions itself, so the fixtures' toy analyzers get names it knows. */
const withRealAnalyzers = (batch: WriteBatch): WriteBatch => ({
  ...batch,
  puts: batch.puts.map((put) => ({
    ...put,
    analyzer: put.analyzer === WORDS ? "und-1" : "en-1",
  })),
});

/** A second index beside the first: what is hidden must not show in it either. */
const withWholes = (batch: WriteBatch): WriteBatch => ({
  ...batch,
  puts: batch.puts.map((put) => ({ ...put, chunks: [...put.chunks, ...cut(put, WHOLES)] })),
});

const toTrace = ({ id, principals }: AnswerRecord): Trace =>
  traceOf(`trc_${id.slice(4)}`, { answerId: id, principals });

async function follow(store: Store, history: readonly Step[]): Promise<void> {
  for (const step of history)
    if (step.kind === "commit") await store.commit(withRealAnalyzers(withWholes(step.batch)));
    else if (step.kind === "optimize") await store.optimize();
    else await store.putAnswer(step.record, toTrace(step.record));
}

/** A sample of everything that either store holds. */
function toProbe(seed: number, twins: Twins): Probe {
  const random = createRandom(`probe/${seed}`);
  const sample = twins.puts.filter(() => random.below(twins.puts.length) < 3);
  const [metadata = {}] = twins.filters.filter(({ year }) => year !== undefined);
  return {
    documentIds: [...new Set(sample.map(({ id }) => id))],
    versionHashes: [...new Set(sample.map(({ version }) => version.hash))],
    embeddedHashes: sample.flatMap(({ chunks }) => chunks.map(({ embeddedHash }) => embeddedHash)),
    answerIds: twins.answerIds,
    questions: ["leave train audit", "clinic budg notes"],
    collections: COLLECTIONS,
    filters: [
      [{ field: "year", min: 2021 }],
      [{ field: "team", equals: String(metadata["team"] ?? "") }],
      [{ field: "team", exists: false }],
    ],
  };
}

async function readTwin(history: readonly Step[], audience: readonly Access[], probe: Probe) {
  using directory = makeTemporaryDirectory();
  copyFileSync(join(empty.path, DATABASE_FILE), join(directory.path, DATABASE_FILE));
  await using store = open(directory.path);
  await follow(store, history);
  const replies: Readonly<Record<string, string>>[] = [];
  for (const access of audience)
    replies.push({
      ...(await readEverything(store, access, probe)),
      ...(await searchWholes(store, access, probe.questions)),
      ...(await searchAndAnswer(store, access, probe.questions)),
    });
  return replies;
}

/** Few filters and questions more: the rest of the path is the same. */
async function searchWholes(
  store: Store,
  access: Access,
  questions: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const replies: Record<string, string> = {};
  for (const question of questions)
    for (const collections of [undefined, ["hr"]]) {
      const request = askIn(WHOLES, question, EMBEDDER, { collections });
      const found = withoutGeneration(await store.search(access, request));
      assert.ok(
        found.chunks.every(({ sequence }) => sequence === 0),
        "another index was read",
      );
      replies[`wholes ${question} ${collections?.join(" ") ?? "everywhere"}`] =
        JSON.stringify(found);
    }
  return replies;
}

const embedder: Embedder = {
  fingerprint: EMBEDDER,
  dimensions: DIMENSIONS,
  maxBatch: 8,
  defaultAlpha: 0.5,
  embed: async ({ texts }) => texts.map((text) => toVector(text) ?? new Float32Array(DIMENSIONS)),
};
const settings = { bm25: { k1: 0.9, b: 0.75 }, depth: 20, alpha: 0.5, maxPassageLength: 400 };

/** One for all callers and stores, so that what it keeps of one could show to another. */
const light = await lightReranker.create(lightReranker.options.parse({}), adapterContext());
/** Fewer than there are candidates: some are looked at and some are not. */
const rerankers = [{ reranker: light, depth: 4 }];

/** The whole read path: passages with their `why`, answers, abstentions, errors. */
async function searchAndAnswer(
  store: Store,
  access: Access,
  questions: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const generator = await extractiveGenerator.create({}, adapterContext());
  const verifier = await lexicalVerifier.create({}, adapterContext());
  const replies: Record<string, string> = {};
  for (const question of [...questions, "who keeps the audit of leave?"]) {
    const reply = await (async () => {
      const request = { question, collections: undefined, filter: [], topK: 5 };
      const dependencies = { store, embedder, rerankers, settings };
      const legs = "both";
      const { passages, result, reranking } = await retrieve(
        access,
        { ...request, legs, identify: true },
        dependencies,
      );
      // A run reads as passages do, so one question of each caller is enough.
      const ranked =
        question === questions[0] &&
        (await rankDocuments(access, { ...request, legs }, dependencies));
      const { statistics, candidates, lexical, dense } = result;
      const progress = answerQuestion(
        access,
        { id: "ans_0", question, language: "en", passages, statistics },
        {
          store,
          generator,
          verifier,
          settings: { threshold: 0.2, maxSentences: 3, maxContextLength: 4000 },
        },
      );
      const told: unknown[] = [];
      for await (const sentence of progress) told.push(sentence);
      const { answered } = progress;
      const found = { passages, ranked, reranking, statistics, candidates, lexical, dense };
      return { ...found, told, answered };
    })().catch((error: unknown) => String(error));
    replies[`ask ${question}`] = JSON.stringify(reply);
  }
  return replies;
}

describe("S01 hidden documents change nothing that a caller sees", () => {
  before(makeEmpty);
  let different = 0;
  let seeing = 0;
  let answering = 0;
  let reranked = 0;
  for (let first = 0; first < PAIRS; first += 50)
    it(`S01 gives equal bytes for pairs of stores ${first} to ${first + 49}`, async () => {
      for (let seed = first; seed < first + 50; seed++) {
        const twins = makeTwins(seed);
        const probe = toProbe(seed, twins);
        const [a, b] = twins.histories;
        const replies = await readTwin(a, twins.audience, probe);
        assert.deepEqual(replies, await readTwin(b, twins.audience, probe), `seed ${seed}`);
        if (JSON.stringify(a) !== JSON.stringify(b)) different++;
        if (replies.some(({ listCollections }) => listCollections !== "[]")) seeing++;
        if (replies.some((reply) => JSON.stringify(reply).includes('\\"abstained\\":false')))
          answering++;
        if (
          replies.some((reply) => Object.values(reply).some((text) => /"win30":0\.\d/.test(text)))
        )
          reranked++;
      }
    });

  it("S01 compared stores that differ, and callers that see something", () => {
    assert.ok(different > PAIRS * 0.9, `${different} pairs differ`);
    assert.ok(seeing > PAIRS * 0.8, `${seeing} callers see a document`);
    assert.ok(answering > PAIRS * 0.3, `${answering} callers get an answer`);
    assert.ok(reranked > PAIRS * 0.8, `${reranked} callers see what a reranker added`);
  });
});

const canary = createRandom("canary").uint32().toString(16).padStart(8, "0").repeat(4);
const hidden = putDocument({
  key: `${canary}.md`,
  source: "files",
  title: `title ${canary}`,
  text: `text ${canary}`,
  headings: [`heading ${canary}`],
  access: toAccessList([`user:${canary}`]),
  metadata: { [canary]: canary, tags: [canary] },
});
const span = { documentId: hidden.id, versionHash: hidden.version.hash, start: 0, end: 99 };
const hashes = hidden.chunks.map(({ embeddedHash }) => embeddedHash);
const answerId = "ans_00000000000000000001";
const jobId = "job_00000000000000000001";
const traceId = "trc_00000000000000000001";
const searchId = "trc_00000000000000000002";
const evaluationId = "evl_00000000000000000001";
const decisionId = "dec_0000000000000001";
const artifactId = "art_0123456789abcdef";
const release = numberedRelease(1);
const filters = [[], [{ field: canary, equals: canary }], [{ field: "tags", exists: true }]];

/** A plan that every document lacks. */
const LACKED = { variant: "none", embedder: EMBEDDER };

/** Each read of the port, asked as well as an attacker could who knows every id. */
const WALK: Readonly<
  Record<keyof StoreReader, (store: Store, access: Access) => readonly Promise<unknown>[]>
> = {
  listPlans: (store, access) => [store.listPlans(access)],
  listIndexes: (store, access) => [store.listIndexes(access)],
  listLacking: (store, access) => [
    store.listLacking(access, LACKED, { limit: 9 }),
    store.listLacking(access, LACKED, { after: hidden.id, limit: 9 }),
  ],
  countLacking: (store, access) => [store.countLacking(access, LACKED)],
  listCollections: (store, access) => [store.listCollections(access)],
  search: (store, access) =>
    filters.flatMap((filter) =>
      [undefined, ["hr"]].map((collections) =>
        store.search(access, {
          ...ask(`text ${canary}`, { filter, collections }),
          // The words asked for come back in the statistics, as they would if nobody used them.
          terms: () => [{ term: "text", weight: 1 }],
        }),
      ),
    ),
  findDocument: (store, access) => [store.findDocument(access, hidden.id)],
  listDocuments: (store, access) => [
    ...filters.map((filter) => store.listDocuments(access, { filter, limit: 9 })),
    store.listDocuments(access, { collection: "hr", after: hidden.id, limit: 9 }),
  ],
  listVersions: (store, access) => [store.listVersions(access, hidden.id)],
  readVersion: (store, access) => [
    store.readVersion(access, hidden.id),
    store.readVersion(access, hidden.id, hidden.version.hash),
  ],
  readSpans: (store, access) => [store.readSpans(access, [span])],
  findAnswer: (store, access) => [store.findAnswer(access, answerId)],
  findTrace: (store, access) => [
    store.findTrace(access, traceId),
    store.findTrace(access, searchId),
    store.findTrace(access, answerId),
  ],
  listTraces: (store, access) => [
    store.listTraces(access, { limit: 9 }),
    store.listTraces(access, { collection: canary, after: traceId, limit: 9 }),
  ],
  listFeedback: (store, access) => [
    store.listFeedback(access, { limit: 9 }),
    store.listFeedback(access, { answerId, limit: 9 }),
  ],
  findEvaluation: (store, access) => [store.findEvaluation(access, evaluationId)],
  listEvaluations: (store, access) => [
    store.listEvaluations(access, { limit: 9 }),
    store.listEvaluations(access, { golden: canary, limit: 9 }),
  ],
  findDecision: (store, access) => [store.findDecision(access, decisionId)],
  listDecisions: (store, access) => [store.listDecisions(access, 9)],
  findReplies: (store, access) => [
    store.findReplies(access, [sha256(canary)]).then((found) => [...found.values()]),
  ],
  listHolds: (store, access) => [store.listHolds(access)],
  listSpend: (store, access) => [store.listSpend(access, "2026-01-01")],
  readSource: (store, access) => [store.readSource(access, "hr", "files")],
  readEmbeddings: (store, access) => [
    store.readEmbeddings(access, EMBEDDER, hashes).then((found) => [...found]),
  ],
  findJob: (store, access) => [store.findJob(access, jobId)],
  listJobs: (store, access) => [store.listJobs(access, 9)],
  // Whoever has the secret knows it already; its hash opens nothing.
  findKey: (store) => [store.findKey(canary), store.findKey("0".repeat(64))],
  listKeys: (store, access) => [store.listKeys(access)],
  // Settings and artifacts by id: which release answers is no secret of a document.
  findRelease: (store) => [store.findRelease(release.id)],
  findAlias: (store) => [store.findAlias("champion"), store.findAlias("challenger")],
  listReleases: (store, access) => [store.listReleases(access)],
  listAliasMoves: (store, access) => [store.listAliasMoves(access)],
  listLineage: (store, access) => [
    store.listLineage(access, {}),
    store.listLineage(access, { parent: hidden.id }),
    store.listLineage(access, { child: artifactId }),
  ],
  checkIntegrity: (store, access) => [store.checkIntegrity(access, { deep: true })],
};

const WRITES: readonly (keyof StoreWriter | keyof RecordWriter | keyof Store)[] = [
  "putCollection",
  "commit",
  "adoptVariant",
  "putPlan",
  "commitIndex",
  "setDefaultVariant",
  "forgetPlan",
  "dropPlan",
  "putJob",
  "putKey",
  "putHold",
  "purge",
  "optimize",
  "putAnswer",
  "putTraces",
  "putFeedback",
  "putEvaluation",
  "putDecision",
  "putReplies",
  "putRelease",
  "retireRelease",
  "moveAlias",
  "putLineage",
  "addSpend",
  // Settings hold nothing of a document.
  "getSetting",
  "putSetting",
];

/** Reads that tell an operator the canary, or the id or hash that stands for it. */
async function findLeaks(store: Store, access: Access): Promise<readonly string[]> {
  const secrets = [canary, hidden.id.slice(4), hidden.version.hash, ...hashes, jobId];
  const leaks: string[] = [];
  for (const [name, reads] of Object.entries(WALK))
    for (const read of reads(store, access)) {
      const reply = await read.catch((error: unknown) => String(error));
      const text = JSON.stringify(reply) ?? "";
      if (secrets.some((secret) => text.includes(secret))) leaks.push(name);
    }
  return [...new Set(leaks)];
}

const fill = async (store: Store): Promise<void> => {
  await store.putRelease(release);
  await store.moveAlias(moveOf({ release: release.id }), {
    expect: 0,
    decision: gateDecisionOf("dec_0000000000000002", { data: canary }),
  });
  await store.putLineage([
    {
      child: artifactId,
      parent: { role: "document-version", id: `${hidden.id}@${hidden.version.hash}` },
    },
  ]);
  await store.putCollection(collectionOf("hr"));
  await store.commit(batchOf({ puts: [hidden] }));
  const principals = [`user:${canary}`];
  const record = recordAnswer({ id: answerId, principals, passages: [hidden] });
  await store.putAnswer(record, traceOf(traceId, { answerId, principals, foundIn: [canary] }));
  const retrieval = retrievalOf(record);
  await store.putTraces([traceOf(searchId, { operation: "search", principals, retrieval })]);
  const by = `user:${canary}`;
  await store.putFeedback(feedbackOf("fbk_00000000000000000001", { answerId, by, text: canary }));
  await store.putEvaluation(evaluationOf(evaluationId, { seed: canary }));
  await store.putDecision(decisionOf(decisionId, { sentence: canary }));
  const reply = { latencyMs: 1, failure: { code: "x", message: canary } };
  await store.putReplies(new Map([[sha256(canary), reply]]));
  const placedAt = "2026-03-01T09:00:00.000Z";
  const hold = {
    id: "hld_00000000000000000001",
    kind: "person",
    reason: canary,
    placedAt,
  } as const;
  await store.putHold({ ...hold, subject: by });
  await store.addSpend(spendOf({ subject: by }));
  await store.putJob(jobOf(jobId, { source: canary }));
  await store.putKey(keyOf("key_00000000000000000001", { name: canary }));
};

describe("S01 every read of the port asks who is asking", () => {
  it("S01 shows a canary to nobody who may not read it, by any method", async () => {
    using directory = makeTemporaryDirectory();
    await using store = open(directory.path);
    await fill(store);
    for (const access of [
      callerOf(),
      callerOf("user:nobody", "group:hr"),
      callerOf(`group:${canary}`),
    ])
      assert.deepEqual(await findLeaks(store, access), []);
  });

  it("S01 would notice a leak: the same walk finds the canary for an operator", async () => {
    using directory = makeTemporaryDirectory();
    await using store = open(directory.path);
    await fill(store);
    const silent = [
      "listPlans",
      "listIndexes",
      "countLacking",
      "listCollections",
      "findKey",
      "findRelease",
      "findAlias",
      "listReleases",
      "listAliasMoves",
      "checkIntegrity",
    ];
    assert.deepEqual(
      await findLeaks(store, OPERATOR),
      Object.keys(WALK).filter((name) => !silent.includes(name)),
    );
  });

  it("S01 knows every method of a store", async () => {
    using directory = makeTemporaryDirectory();
    await using store = open(directory.path);
    const methods = Object.entries(store)
      .filter(([, member]) => typeof member === "function")
      .map(([name]) => name);
    const known = [...Object.keys(WALK), ...WRITES];
    assert.deepEqual(new Set(methods), new Set(known));
  });
});

describe("S03 search is exact under any access list", () => {
  it("S03 finds the nearest of what may be read, at 10, 1 and 0.1 percent", async () => {
    using directory = makeTemporaryDirectory();
    await using store = open(directory.path);
    const random = createRandom("selectivity");
    const puts = Array.from({ length: 3000 }, (_, i) => {
      const readers = ["group:all"];
      if (i % 10 === 0) readers.push("group:tenth");
      if (i % 100 === 0) readers.push("group:hundredth");
      if (i % 1000 === 0) readers.push("group:thousandth");
      const text = Array.from({ length: 8 }, () => `word${random.below(400)}`).join(" ");
      return putDocument({ key: `${i}.md`, text, access: toAccessList(readers) });
    });
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts }));
    for (const group of ["group:all", "group:tenth", "group:hundredth", "group:thousandth"])
      for (let round = 0; round < 10; round++) {
        const question = `word${random.below(400)} word${random.below(400)} word${random.below(400)}`;
        const query = toVector(question) ?? new Float32Array();
        const legs = { lexical: false, dense: true };
        const { dense } = await store.search(callerOf(group), ask(question, { legs, depth: 10 }));
        const exact = puts
          .filter(({ access }) => access.allow[0]?.includes(group))
          .map(({ chunks }) => dot(chunks[0]?.vectors.get(EMBEDDER) ?? query, query))
          .toSorted((x, y) => y - x)
          .slice(0, 10);
        assert.deepEqual(
          dense.map(({ score }) => score),
          exact,
          group,
        );
      }
  });
});
