/** @module Whether what was committed is there, for those who only read. */
import type { Connection } from "./connection.ts";
import { storeReadBackFailed } from "./errors.ts";
import type { ResidentIndex } from "./resident-index.ts";
import type { Placed } from "./write-batch.ts";

/** Found again through the reading connection, before anybody is told that they are there. */
export function readBack(
  reader: Connection,
  index: ResidentIndex,
  placed: readonly Placed[],
): void {
  const lost = reader.transaction("DEFERRED", () => {
    index.refresh();
    return placed.find((place) => !isFound(index, place));
  });
  if (lost) throw storeReadBackFailed({ documentId: lost.documentId });
}

function isFound(index: ResidentIndex, { shard, ordinal, term }: Placed): boolean {
  if (ordinal === undefined) return true;
  const segment = index.shards
    .find(({ id }) => id === shard)
    ?.segments.find(({ first, count }) => ordinal >= first && ordinal < first + count);
  if (!segment || !segment.access[ordinal - segment.first]) return false;
  if (term === undefined) return true;
  return segment.lexical.postings(term)?.ordinals.includes(ordinal - segment.first) ?? false;
}
