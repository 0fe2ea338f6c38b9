/** @module A training set as the files of an artifact, with everything that it came from. */
import type { Parent } from "../../../domain/artifact.ts";
import { toCanonicalJson } from "../../../foundation/hash.ts";
import type { ArtifactPut } from "../../../ports/artifact-store.ts";
import {
  ASSIGNMENTS_FILE,
  FACTS_FILE,
  REJECTS_FILE,
  SLICES,
  toSliceFile,
  type Dataset,
  type DatasetFacts,
  type SlicedRow,
} from "./dataset.ts";

/** Equal sets are equal bytes, and so one artifact. @param recipe what is needed to make it again. */
export function toArtifact(
  { facts, rows, assigned, rejects }: Dataset,
  recipe: ArtifactPut["recipe"],
  before?: string,
): ArtifactPut {
  const files = new Map([
    [FACTS_FILE, `${toCanonicalJson(facts)}\n`],
    ...SLICES.map((slice): [string, string] => [
      toSliceFile(slice),
      toLines(rows.filter((row) => row.slice === slice).map(({ slice: _slice, ...row }) => row)),
    ]),
    [ASSIGNMENTS_FILE, toLines(assigned)],
    [
      REJECTS_FILE,
      toLines(rejects.toSorted((a, b) => compare(a.reason, b.reason) || compare(a.id, b.id))),
    ],
  ]);
  return {
    kind: "dataset",
    files: new Map([...files].map(([name, text]) => [name, Buffer.from(text)])),
    parents: [
      ...listParents(rows),
      ...(before === undefined ? [] : [{ role: "dataset", id: before } as const]),
    ],
    recipe,
  };
}

/** By these an erasure finds it: each document version, trace, feedback and golden set of its rows. */
export function listParents(rows: readonly SlicedRow[]): readonly Parent[] {
  const parents = new Map<string, Parent>();
  const note = (role: Parent["role"], id: string): unknown =>
    parents.set(`${role} ${id}`, { role, id });
  for (const { documentVersions, traceIds, feedbackIds, golden } of rows) {
    for (const id of documentVersions) note("document-version", id);
    for (const id of traceIds) note("trace", id);
    for (const id of feedbackIds) note("feedback", id);
    if (golden) note("golden-set", golden.set);
  }
  return [...parents.values()];
}

type RowCounts = Pick<DatasetFacts, "counts" | "origins" | "tasks" | "languages" | "labels">;

/** What follows from the rows alone. */
export function countRows(rows: readonly SlicedRow[]): RowCounts {
  const counts = SLICES.map((slice) => [slice, rows.filter((row) => row.slice === slice).length]);
  return {
    counts: { rows: rows.length, ...Object.fromEntries(counts) },
    origins: tally(rows, ({ origin }) => origin),
    tasks: tally(rows, ({ task }) => task),
    languages: tally(rows, ({ language }) => language),
    labels: tally(
      rows.filter(({ slice }) => slice === "train"),
      ({ label }) => label,
    ),
  };
}

/** By name, in their order. */
export function tally<T>(
  items: readonly T[],
  toName: (item: T) => string | undefined,
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const name = toName(item);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].toSorted(([a], [b]) => compare(a, b)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const toLines = (values: readonly unknown[]): string =>
  values.map((value) => `${toCanonicalJson(value)}\n`).join("");
