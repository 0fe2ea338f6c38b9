/** @module Collections that two releases retrieve in otherwise, while nothing was asked in them. */
import type { ReleaseContent } from "../domain/release.ts";
import { toCanonicalJson } from "../foundation/hash.ts";

/**
 * A plan of its own serves a collection that is asked alone.
 *
 * @param asked collections that some question was asked in, and in no other with it.
 * @returns names, ascending.
 */
export function listUnaskedPlans(
  before: ReleaseContent,
  now: ReleaseContent,
  asked: ReadonlySet<string | undefined>,
): readonly string[] {
  const names = new Set([...Object.keys(before.collections), ...Object.keys(now.collections)]);
  const read = ({ collections }: ReleaseContent, name: string): string =>
    toCanonicalJson(collections[name] ?? null);
  return [...names]
    .filter((name) => !asked.has(name) && read(before, name) !== read(now, name))
    .toSorted();
}
