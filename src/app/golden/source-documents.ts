/** @module Documents as questions are made from them, with the sections of each. */
import { hashJson } from "../../foundation/hash.ts";
import { listSections, type SampledSection, type SourceDocument } from "../../evaluate/index.ts";
import type { KnownDocuments } from "./documents.ts";

/** Current versions, in the order of the store. */
export async function readSourceDocuments(
  documents: KnownDocuments,
): Promise<readonly SourceDocument[]> {
  const found: SourceDocument[] = [];
  for (const record of documents.records) {
    const version = await documents.readVersion(record);
    if (!version) continue;
    const { key, collection, title } = record;
    const { text, blocks } = version;
    found.push({ key, collection, title, language: version.version.language, text, blocks });
  }
  return found;
}

/** Sections with an id and the access list of their document; those of spared documents left out. */
export function listSampledSections(
  documents: KnownDocuments,
  sources: readonly SourceDocument[],
  spared: ReadonlySet<string>,
): readonly SampledSection[] {
  return sources
    .filter(({ key }) => !spared.has(key))
    .flatMap((source) => {
      const access = hashJson(documents.find(source.key, source.collection)?.access);
      return listSections(source).map((section) => {
        const { start, end } = section.body;
        const said = source.text.slice(start, end);
        const id = hashJson([source.collection, source.key, said]).slice(0, 16);
        return { ...section, id, access };
      });
    });
}
