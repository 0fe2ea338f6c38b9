/** @module A folder pinned to one version of its golden set: `golden/hr@1f3a9c…`. */
import { goldenChanged } from "../errors.ts";
import type { ReadGoldenSet } from "./read/parse-golden-set.ts";

export interface GoldenPin {
  readonly folder: string;
  /** First digits of the hash, lower case. */
  readonly hash?: string;
}

/** Fewer digits would match by chance. */
const PIN = /^(.+)@(?:gld_)?([0-9a-f]{6,64})$/i;

/** A folder, or a folder and at least six digits of the hash of the version wanted. */
export function parsePin(text: string): GoldenPin {
  const [, folder, hash] = PIN.exec(text) ?? [];
  return folder === undefined || hash === undefined
    ? { folder: text }
    : { folder, hash: hash.toLowerCase() };
}

/**
 * Holds a set to its pin, and to its own golden.json.
 *
 * @throws evaluate.golden-changed
 */
export function assertUnchanged(
  location: string,
  { set, manifest }: Pick<ReadGoldenSet, "set" | "manifest">,
  pinned?: string,
): void {
  const { hash: found } = set;
  if (manifest && manifest.hash !== found)
    throw goldenChanged({ path: location, wanted: manifest.hash, found, by: "golden.json" });
  if (pinned !== undefined && !found.startsWith(pinned))
    throw goldenChanged({ path: location, wanted: pinned, found, by: "the pin" });
}
