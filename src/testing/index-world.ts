/** @module Five documents in several indexes, and what the promises about them look at. */
import assert from "node:assert/strict";
import { toAccessList } from "../domain/principal.ts";
import type { Access } from "../domain/access.ts";
import type { ChunkPut, DocumentPut, Store } from "../ports/store.ts";
import { askIn, cut, indexBatchOf, PARAGRAPHS, planOf } from "./index-fixtures.ts";
import {
  batchOf,
  callerOf,
  collectionOf,
  EMBEDDER,
  OPERATOR,
  PREFIXES,
  PUBLIC,
  putDocument,
} from "./store-fixtures.ts";
import { readEverything, type Probe } from "./store-snapshot.ts";

export const MARIA = callerOf("user:maria", "group:hr");
export const HR = toAccessList(["group:hr"]);

export const documents = ["leave", "travel", "salary", "visa", "desk"].map((word, index) =>
  putDocument({
    key: `${word}.md`,
    title: word,
    text: `All about ${word} ${"trains ".repeat(index)}.\n\nMore ${word} on trains.\n\nThe end of ${word}.`,
    access: index === 2 ? HR : PUBLIC,
    metadata: { index },
    ...(index === 3 ? { analyzer: PREFIXES } : {}),
  }),
);
export const [first, second] = documents as [DocumentPut, DocumentPut]; // five of them

export const probe: Probe = {
  documentIds: documents.map(({ id }) => id),
  versionHashes: documents.map(({ version }) => version.hash),
  embeddedHashes: [],
  questions: ["leave trains", "about the end", "visa salary"],
  collections: ["hr"],
  filters: [[{ field: "index", min: 1, max: 3 }]],
};

export const readAll = async (store: Store): Promise<unknown> =>
  Promise.all([OPERATOR, MARIA, callerOf()].map((access) => readEverything(store, access, probe)));

export const unnamed = (chunks: readonly ChunkPut[]): readonly ChunkPut[] =>
  chunks.map((chunk) => {
    const { variant, ...rest } = chunk;
    return variant === undefined ? chunk : rest;
  });

export const assertSound = async (store: Store): Promise<void> => {
  const { sound, problems } = await store.checkIntegrity(OPERATOR, { deep: true });
  assert.deepEqual({ sound, problems }, { sound: true, problems: [] });
};

/** A store whose index has a name and a plan, with `documents` in it. */
export async function fill(store: Store, puts: readonly DocumentPut[] = documents): Promise<void> {
  await store.putCollection(collectionOf("hr"));
  await store.adoptVariant(PARAGRAPHS);
  await store.putPlan(planOf(PARAGRAPHS, EMBEDDER, { origin: "configured" }));
  for (const put of puts) await store.commit(batchOf({ puts: [put] }));
}

/** All that lacks a plan, two documents a commit. */
export async function build(store: Store, variant: string, embedder = EMBEDDER): Promise<void> {
  const byId = new Map(documents.map((put) => [put.id, put]));
  await store.putPlan(planOf(variant, embedder));
  for (;;) {
    const page = await store.listLacking(OPERATOR, { variant, embedder }, { limit: 2 });
    if (page.length === 0) break;
    const puts = page.flatMap(({ id }) => byId.get(id) ?? []);
    await store.commitIndex(indexBatchOf(puts, variant, embedder));
  }
  assert.equal((await store.putPlan(planOf(variant, embedder))).whole, true);
}

export const spans = async (
  store: Store,
  variant: string | undefined,
  access: Access = OPERATOR,
) => {
  const { chunks } = await store.search(access, askIn(variant, "leave"));
  return new Set(chunks.map(({ key, start, end }) => `${key} ${start}-${end}`));
};

export const everyChunk = (variant: string, puts: readonly DocumentPut[] = documents) =>
  new Set(puts.flatMap((put) => cut(put, variant).map((c) => `${put.key} ${c.start}-${c.end}`)));
