/** @module Opens the archive an office file or e-book is, under caps, and takes out only what is wanted. */
import { unzipSync } from "fflate";
import { bomb } from "../errors.ts";
import type { FormatInput } from "../run-format.ts";

/** So little can be inflated at any ratio. */
const MIN_SUSPECT_BYTES = 1024 ** 2;

/** Names are keys and never paths; one that would lead out of a folder belongs to no document. */
const isPlainName = (name: string): boolean =>
  !/^\/|\\|\0/.test(name) && !name.split("/").includes("..");

/**
 * The wanted entries by their names. Sizes are judged as the archive's directory states them,
 * before anything is inflated, and an entry is never longer than stated, whatever its stream
 * holds. Links are entries like others: their text, never what they point at.
 *
 * @throws parsers.bomb, and what the library throws for a damaged archive.
 */
export function openArchive(
  { bytes, name, limits }: FormatInput,
  isWanted: (entryName: string) => boolean,
): ReadonlyMap<string, Uint8Array> {
  let entries = 0;
  let inflated = 0;
  let packed = 0;
  const judge = (): void => {
    if (entries > limits.maxArchiveEntries) throw bomb({ name, reason: `${entries} entries` });
    if (inflated > limits.maxInflatedBytes)
      throw bomb({ name, reason: `${inflated} bytes inside` });
    if (inflated > MIN_SUSPECT_BYTES && inflated / Math.max(packed, 1) > limits.maxInflationRatio)
      throw bomb({ name, reason: `it swells more than ${limits.maxInflationRatio} times` });
  };
  const files = unzipSync(bytes, {
    filter: (entry) => {
      entries += 1;
      const taken = isPlainName(entry.name) && isWanted(entry.name);
      if (taken) {
        const ratio = entry.originalSize / Math.max(entry.size, 1);
        if (entry.originalSize > MIN_SUSPECT_BYTES && ratio > limits.maxInflationRatio)
          throw bomb({ name, reason: `a part swells ${Math.round(ratio)} times` });
        inflated += entry.originalSize;
        packed += entry.size;
      }
      judge();
      return taken;
    },
  });
  return new Map(Object.entries(files));
}
