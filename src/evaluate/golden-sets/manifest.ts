/** @module golden.json: what a version consists of, pinned by hash. */
import { z } from "zod";
import { PARTS, type GoldenCase } from "../../domain/golden-set.ts";
import { sha256 } from "../../foundation/hash.ts";
import { MANIFEST, type GoldenFiles } from "./files.ts";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "is no SHA-256");
const Count = z.int().min(0);

export const ManifestSchema = z.strictObject({
  schema: z.literal("plumbline.golden/1"),
  name: z.string().min(1),
  language: z.string().optional(),
  files: z.record(z.string(), Sha256),
  hash: Sha256,
  /** Of the buckets that parts are chosen by. */
  seed: z.string().optional(),
  counts: z.object({
    queries: Count,
    answerable: Count,
    unanswerable: Count,
    retired: Count.optional(),
    parts: z.partialRecord(z.enum(PARTS), Count).optional(),
  }),
  strata: z.record(z.string(), Count).optional(),
  licence: z.string().optional(),
  provenance: z.string().optional(),
  /** Hash of the version that this one was made from. */
  parent: Sha256.optional(),
});

export type Manifest = Readonly<z.output<typeof ManifestSchema>>;

/** By path, golden.json left out. */
export function hashFiles(files: GoldenFiles): Readonly<Record<string, string>> {
  const paths = [...files.keys()].filter((path) => path !== MANIFEST);
  return Object.fromEntries(paths.toSorted().map((path) => [path, sha256(files.get(path) ?? "")]));
}

/** SHA-256 over `path⇥hash⏎` of all files but golden.json, by path. */
export function computeSetHash(hashes: Readonly<Record<string, string>>): string {
  const lines = Object.keys(hashes)
    .toSorted()
    .map((path) => `${path}\t${hashes[path] ?? ""}\n`);
  return sha256(lines.join(""));
}

export const toGoldenId = (hash: string): string => `gld_${hash.slice(0, 16)}`;

/** What stays from version to version. */
export interface ManifestFacts {
  readonly name: string;
  readonly language?: string | undefined;
  readonly seed?: string | undefined;
  readonly licence?: string | undefined;
  readonly provenance?: string | undefined;
  readonly parent?: string | undefined;
}

/** The manifest of these files; counts leave out what is retired. */
export function makeManifest(
  facts: ManifestFacts,
  files: GoldenFiles,
  cases: readonly GoldenCase[],
): Manifest {
  const live = cases.filter(({ retired }) => retired === undefined);
  const hashes = hashFiles(files);
  const answerable = live.filter((each) => each.answerable).length;
  const strata = countBy(live, ({ stratum }) => stratum);
  return {
    schema: "plumbline.golden/1",
    name: facts.name,
    ...(facts.language === undefined ? {} : { language: facts.language }),
    files: hashes,
    hash: computeSetHash(hashes),
    ...(facts.seed === undefined ? {} : { seed: facts.seed }),
    counts: {
      queries: live.length,
      answerable,
      unanswerable: live.length - answerable,
      ...(live.length < cases.length ? { retired: cases.length - live.length } : {}),
      parts: countBy(live, ({ part }) => part),
    },
    ...(Object.keys(strata).length > 0 ? { strata } : {}),
    ...(facts.licence === undefined ? {} : { licence: facts.licence }),
    ...(facts.provenance === undefined ? {} : { provenance: facts.provenance }),
    ...(facts.parent === undefined ? {} : { parent: facts.parent }),
  };
}

/** By name, in the order of the names; what has none is left out. */
export function countBy<T>(
  items: readonly T[],
  toName: (item: T) => string | undefined,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const name = toName(item);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
