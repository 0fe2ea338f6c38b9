/** @module Pairs that documents hold by themselves, away from what held-out cases are answered from. */
import type { GoldenCase } from "../../domain/golden-set.ts";
import type { Span } from "../../domain/document.ts";
import { listGold } from "../../evaluate/index.ts";
import {
  isGuarded,
  toDocumentRows,
  type DocumentMaterial,
  type GuardedSet,
  type TrainsetLane,
} from "../../tune/index.ts";
import { textTools } from "../golden/text-tools.ts";
import { listPlaces, type GatheredRows } from "./gather-golden.ts";
import type { Library, ReadDocument } from "./library.ts";

export async function gatherDocuments(
  lane: TrainsetLane,
  library: Library,
  guarded: readonly GuardedSet[],
): Promise<GatheredRows> {
  const held = guarded.flatMap(({ cases }) => cases.filter(isGuarded));
  const byKey = new Map<string, GoldenCase[]>();
  for (const golden of held)
    for (const key of listGold(golden)) {
      const there = byKey.get(key);
      if (there) there.push(golden);
      else byKey.set(key, [golden]);
    }
  const materials: DocumentMaterial[] = [];
  for (const [id, { record, rights }] of library.documents) {
    const read = await library.read(id);
    if (!read) continue;
    const { key, collection, title } = record;
    const { text, blocks, version } = read;
    materials.push({
      documentId: id,
      versionHash: version.hash,
      modifiedAt: version.modifiedAt,
      source: { key, collection, title, language: version.language, text, blocks },
      chunks: read.chunks,
      rights,
      spared: listSpared(read, byKey.get(key) ?? []),
    });
  }
  return toDocumentRows(lane, materials, textTools);
}

const listSpared = (read: ReadDocument, cases: readonly GoldenCase[]): readonly Span[] =>
  cases.flatMap((golden) => {
    const places = listPlaces(golden, read.document.key, read);
    return places.length > 0 ? places : [{ start: 0, end: read.text.length }];
  });
