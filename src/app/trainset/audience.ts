/** @module Reading as everybody of an audience at once: what one of them may not read, nobody gets. */
import type { Access } from "../../domain/access.ts";
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { DocumentRecord } from "../../domain/document.ts";
import type { ReadVersion, Store } from "../../ports/store.ts";
import { toAccess } from "../access.ts";

/** Read at once. */
const PAGE = 1000;

export interface Audience {
  readonly principals: readonly string[];
  /** The first of them: what it reads is asked of the others. */
  readonly first: Access;
  /** In the order of the store. */
  listDocuments(collections: readonly string[] | undefined): Promise<readonly DocumentRecord[]>;
  readVersion(documentId: string): Promise<ReadVersion | undefined>;
  findAnswer(answerId: string): Promise<AnswerRecord | undefined>;
}

/**
 * @param principals none is everybody, who are `public` alone.
 * @throws app.bad-principal
 */
export function createAudience(store: Store, principals: readonly string[]): Audience {
  const each = [...new Set(principals)].toSorted();
  const accesses = (each.length === 0 ? [[]] : each.map((name) => [name])).map(toAccess);
  const [first = toAccess([]), ...others] = accesses;
  const readAll = async <T>(read: (access: Access) => Promise<T | undefined>) => {
    const found = await read(first);
    if (found === undefined) return undefined;
    for (const access of others) if ((await read(access)) === undefined) return undefined;
    return found;
  };
  return {
    principals: each,
    first,
    async listDocuments(collections) {
      const lists: (readonly DocumentRecord[])[] = [];
      for (const access of accesses) lists.push(await listAll(store, access, collections));
      const [records = [], ...rest] = lists;
      const readable = rest.map((list) => new Set(list.map(({ id }) => id)));
      return records.filter(({ id }) => readable.every((ids) => ids.has(id)));
    },
    readVersion: (id) => readAll((access) => store.readVersion(access, id)),
    findAnswer: (id) => readAll((access) => store.findAnswer(access, id)),
  };
}

export async function listAll(
  store: Pick<Store, "listDocuments">,
  access: Access,
  collections: readonly string[] | undefined,
): Promise<readonly DocumentRecord[]> {
  const records: DocumentRecord[] = [];
  for (const collection of collections ?? [undefined])
    for (let after: string | undefined; ;) {
      const page = await store.listDocuments(access, { collection, limit: PAGE, after });
      records.push(...page);
      after = page.at(-1)?.id;
      if (page.length < PAGE) break;
    }
  return records;
}
