/** @module What must be true of a store after its writer was killed. */
import { openSqliteStore } from "../../src/adapters/stores/sqlite/index.ts";
import type { Store } from "../../src/ports/store.ts";
import { ask, OPERATOR } from "../../src/testing/store-fixtures.ts";
import { toId, toPut, type TokenBatch, type TokenDocument } from "./protocol.ts";

/** What was acknowledged: documents by key, and tokens of versions that are gone. */
export interface Expected {
  readonly documents: ReadonlyMap<string, TokenDocument>;
  readonly retired: readonly string[];
}

export const NOTHING: Expected = { documents: new Map(), retired: [] };

export function applyBatch({ documents, retired }: Expected, batch: TokenBatch): Expected {
  const next = new Map(documents);
  const gone: string[] = [];
  const retire = (key: string): void => {
    const old = next.get(key);
    if (old) gone.push(old.token);
  };
  for (const key of batch.deletes) {
    retire(key);
    next.delete(key);
  }
  for (const { key, access } of batch.accessChanges) {
    const known = next.get(key);
    if (known) next.set(key, { ...known, access });
  }
  for (const put of batch.puts) {
    retire(put.key);
    next.set(put.key, put);
  }
  return { documents: next, retired: [...retired, ...gone].slice(-40) };
}

export interface Verdict {
  /** Whether the batch that was under way is there, when there was one. */
  readonly pendingThere: boolean;
  readonly problems: readonly string[];
  readonly openMs: number;
}

/** Opens the store and compares it with what was acknowledged, and what was under way. */
export async function checkStore(
  directory: string,
  mode: "read" | "write",
  acknowledged: Expected,
  pending: TokenBatch | undefined,
): Promise<Verdict> {
  const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
  const start = clock.monotonicMs();
  await using store = openSqliteStore({ directory, mode, clock });
  await store.search(OPERATOR, ask("first"));
  const openMs = clock.monotonicMs() - start;
  const { problems } = await store.checkIntegrity(OPERATOR, { deep: true });
  const before = await compare(store, acknowledged);
  if (!pending || before.length === 0)
    return { pendingThere: false, problems: [...problems, ...before], openMs };
  const after = await compare(store, applyBatch(acknowledged, pending));
  if (after.length === 0) return { pendingThere: true, problems, openMs };
  const nearer = before.length < after.length ? before : after;
  return { pendingThere: false, problems: [...problems, ...nearer], openMs };
}

async function compare(store: Store, { documents, retired }: Expected): Promise<readonly string[]> {
  const problems: string[] = [];
  const listed = await store.listDocuments(OPERATOR, { limit: 10_000 });
  const found = new Map(listed.map((document) => [document.key, document]));
  for (const [key, expected] of documents) {
    const put = toPut(expected);
    const document = found.get(key);
    if (!document) problems.push(`${key} is lost`);
    else if (document.version.hash !== put.version.hash)
      problems.push(`${key} has another version`);
    else if (JSON.stringify(document.access) !== JSON.stringify(put.access))
      problems.push(`${key} has another access list`);
    else problems.push(...(await compareDocument(store, expected)));
  }
  for (const key of found.keys())
    if (!documents.has(key)) problems.push(`${key} should not be there`);
  const legs = { lexical: true, dense: false };
  for (const token of retired)
    if ((await store.search(OPERATOR, ask(token, { legs }))).chunks.length > 0)
      problems.push(`an old version with ${token} is found`);
  return problems;
}

async function compareDocument(store: Store, expected: TokenDocument): Promise<readonly string[]> {
  const problems: string[] = [];
  const put = toPut(expected);
  const id = toId(expected.key);
  const version = await store.readVersion(OPERATOR, id);
  if (version?.text !== put.version.text) problems.push(`${expected.key} reads another text`);
  const lexical = await store.search(
    OPERATOR,
    ask(expected.token, { legs: { lexical: true, dense: false } }),
  );
  if (lexical.chunks.length !== 2 || lexical.chunks.some(({ documentId }) => documentId !== id))
    problems.push(`${expected.key} is not what its term finds`);
  // Each chunk's own text as it was embedded: its vector must be the nearest.
  for (const chunk of put.chunks) {
    const text = `${chunk.headings.join("\n")}\n${put.version.text.slice(chunk.start, chunk.end)}`;
    const request = ask(text, { legs: { lexical: false, dense: true }, depth: 1 });
    const [nearest] = (await store.search(OPERATOR, request)).chunks;
    if (nearest?.documentId !== id || nearest.sequence !== chunk.sequence)
      problems.push(`${expected.key} is not what its vector finds`);
  }
  return problems;
}
