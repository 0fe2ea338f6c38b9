/** @module What a reader of a report may see of a golden set, and of replies to it. */
import type { SystemReply } from "../../domain/evaluation.ts";
import type { GoldenCase, GoldenSet } from "../../domain/golden-set.ts";
import type { DocumentRecord } from "../../domain/document.ts";
import type { Store } from "../../ports/store.ts";
import { toAccess } from "../access.ts";
import type { KnownDocuments } from "../golden/documents.ts";

export interface ReadableCases {
  /** Without the cases whose evidence the reader may not read: as if they had never been there. */
  readonly golden: GoldenSet;
  mayShow(replies: readonly SystemReply[]): boolean;
}

const PAGE = 1000;

/**
 * A key may be shown where the reader may read every document that bears it. A case whose evidence
 * or judged documents are not there at all is kept from readers as well: what is gone and what is
 * hidden look alike.
 */
export async function findReadableCases(
  golden: GoldenSet,
  known: KnownDocuments,
  store: Store,
  reader: readonly string[],
): Promise<ReadableCases> {
  const readable = await listReadable(store, reader);
  const byKey = Map.groupBy(known.records, ({ key }) => key);
  const mayRead = (key: string, collection?: string): boolean => {
    const named = (byKey.get(key) ?? []).filter(
      (record) => collection === undefined || record.collection === collection,
    );
    return named.length > 0 && named.every(({ id }) => readable.has(id));
  };
  const cases = golden.cases.filter((each) =>
    listDocuments(each).every((key) => mayRead(key, each.collection)),
  );
  const ids = new Set(cases.map(({ id }) => id));
  return {
    golden: {
      ...golden,
      cases,
      qrels: new Map([...golden.qrels].filter(([id]) => ids.has(id))),
    },
    mayShow: (replies) => replies.every((reply) => listShown(reply).every((key) => mayRead(key))),
  };
}

async function listReadable(
  store: Store,
  reader: readonly string[],
): Promise<ReadonlySet<DocumentRecord["id"]>> {
  const access = toAccess(reader);
  const ids = new Set<string>();
  for (let after: string | undefined; ;) {
    const page = await store.listDocuments(access, { limit: PAGE, after });
    for (const { id } of page) ids.add(id);
    if (page.length < PAGE) return ids;
    after = page.at(-1)?.id;
  }
}

const listDocuments = ({ evidence, grades }: GoldenCase): readonly string[] => [
  ...evidence.flat().map(({ document }) => document),
  ...grades.keys(),
];

const listShown = ({ ranking, answer }: SystemReply): readonly string[] => [
  ...(ranking?.documents ?? []),
  ...(ranking?.passages ?? []).map(({ document }) => document),
  ...(answer?.passages ?? []).map(({ document }) => document),
  ...(answer?.quotes ?? []).map(({ document }) => document),
];
