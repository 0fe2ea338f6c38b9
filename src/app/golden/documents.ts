/** @module The documents of a data directory, as golden sets name them: by key. */
import type { DocumentRecord } from "../../domain/document.ts";
import type { ReadText } from "../../evaluate/index.ts";
import type { ReadVersion, Store } from "../../ports/store.ts";
import { maintenanceAccess, toAccess } from "../access.ts";

/** Read at once. */
const PAGE = 1000;

export interface KnownDocuments {
  /** Keys of all documents that are there. */
  readonly keys: ReadonlySet<string>;
  /** In the order of the store. */
  readonly records: readonly DocumentRecord[];
  /** Of a collection where one is named; otherwise of any that has the key. */
  find(key: string, collection?: string): DocumentRecord | undefined;
  /** Current version, whoever may read it. */
  readVersion(record: DocumentRecord): Promise<ReadVersion | undefined>;
  /** Current text for those who ask; the owner where nobody is named. */
  readonly read: ReadText;
}

/** Names and rights now; texts when they are asked for, each once. */
export async function listKnownDocuments(
  store: Store,
  collections?: readonly string[],
): Promise<KnownDocuments> {
  const access = maintenanceAccess("golden sets");
  const records: DocumentRecord[] = [];
  for (const collection of collections ?? [undefined]) {
    let after: string | undefined;
    do {
      const page = await store.listDocuments(access, { collection, limit: PAGE, after });
      records.push(...page);
      after = page.length === PAGE ? page.at(-1)?.id : undefined;
    } while (after !== undefined);
  }
  const byKey = Map.groupBy(records, ({ key }) => key);
  const find: KnownDocuments["find"] = (key, collection) => {
    const named = byKey.get(key);
    return named?.find((record) => record.collection === collection) ?? named?.[0];
  };
  const texts = new Map<string, Promise<string | undefined>>();
  const read: ReadText = (key, { principals, collection }) => {
    const record = find(key, collection);
    if (!record) return Promise.resolve(undefined);
    const name = `${record.id}\n${principals.join()}`;
    const known = texts.get(name);
    if (known) return known;
    const reader = toAccess(principals.length > 0 ? principals : undefined);
    const text = store.readVersion(reader, record.id).then((version) => version?.text);
    texts.set(name, text);
    return text;
  };
  return {
    keys: new Set(byKey.keys()),
    records,
    find,
    readVersion: (record) => store.readVersion(access, record.id),
    read,
  };
}
