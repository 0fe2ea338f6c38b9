/** @module Ids as they stand in files whose columns are parted by blanks. */
import { idNotWritable } from "./errors.ts";

/**
 * Each blank percent-encoded, as `plumbline search --run` writes ids; all else as it is.
 *
 * @throws evaluate.id-not-writable for an empty id, which would be no column.
 */
export function toTrecId(id: string): string {
  if (id === "") throw idNotWritable({ id, format: "TREC" });
  return id.replaceAll(/\s/g, (blank) => encodeURIComponent(blank));
}
