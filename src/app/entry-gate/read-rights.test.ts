import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigSchema, type LoadedConfig } from "../../config/index.ts";
import type { DocumentRecord } from "../../domain/document.ts";
import { readRights } from "./read-rights.ts";

const documentOf = (collection: string, training?: string): DocumentRecord =>
  ({
    collection,
    source: "folder",
    metadata: training === undefined ? {} : { training },
  }) as unknown as DocumentRecord; // the fields that are read, and no others

const loadedOf = (collections: object): LoadedConfig =>
  ({
    config: ConfigSchema.parse({ collections }),
    baseDirectory: "/nowhere",
  }) as unknown as LoadedConfig; // as above

const RECORDS = [
  documentOf("hr"),
  documentOf("hr", "internal"),
  documentOf("hr", "forbidden"),
  documentOf("legal"),
];

describe("the rights that the entry gate is told of", () => {
  it("are what collection and document leave open, silence being no", () => {
    const loaded = loadedOf({ hr: { training: "external" }, legal: {} });
    assert.deepEqual(readRights(loaded, { records: RECORDS }), {
      documents: 4,
      internal: 2,
      external: 1,
    });
  });

  it("are not known where nobody was asked, or nothing is there", () => {
    assert.equal(readRights(loadedOf({ hr: {}, legal: {} }), { records: RECORDS }), undefined);
    const loaded = loadedOf({ hr: { training: "external" } });
    assert.equal(readRights(loaded, { records: [] }), undefined);
  });
});
