/** @module Which settings two releases differ in, by their paths. */
import type { ReleaseContent, RetrievalPlan } from "../domain/release.ts";
import { toCanonicalJson } from "../foundation/hash.ts";

export interface ContentChange {
  /** `base.retrieve.k1`, `collections.hr.reranker.options.artifact`. */
  readonly path: string;
  /** Canonical JSON; absent where there was nothing. */
  readonly before?: string;
  readonly now?: string;
}

/**
 * By path; nothing for equal contents. A collection with a plan of its own in one of them alone is
 * held against the base of the other, by which that retrieves in it.
 */
export function diffContents(
  before: ReleaseContent,
  now: ReleaseContent,
): readonly ContentChange[] {
  const names = [before, now].flatMap(({ collections }) => Object.keys(collections));
  const [old, young] = [before, now].map((content) =>
    flatten({ base: content.base, collections: planEach(content, names) }, ""),
  );
  const paths = new Set([...(old?.keys() ?? []), ...(young?.keys() ?? [])]);
  return [...paths].toSorted().flatMap((path) => {
    const [was, is] = [old?.get(path), young?.get(path)];
    if (was === is) return [];
    return [
      {
        path,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { now: is }),
      },
    ];
  });
}

/** How each of these collections is retrieved in. */
function planEach(
  { base: { chunking, embedder, reranker, retrieve }, collections }: ReleaseContent,
  names: readonly string[],
): Readonly<Record<string, RetrievalPlan>> {
  const shared = { chunking, embedder, reranker, retrieve };
  return Object.fromEntries(names.map((name) => [name, collections[name] ?? shared]));
}

function flatten(value: unknown, path: string): ReadonlyMap<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return new Map([[path, toCanonicalJson(value)]]);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  // `{}` says as little as nothing.
  return new Map(
    members.flatMap(([key, member]) => [...flatten(member, path === "" ? key : `${path}.${key}`)]),
  );
}

/** `retrieve.k1 .9 instead of 1.2`, in one line. */
export const describeChange = ({
  path,
  before = "nothing",
  now = "nothing",
}: ContentChange): string => `${path.replace(/^base\./, "")}: ${before} -> ${now}`;
