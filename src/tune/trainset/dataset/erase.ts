/** @module A training set without what came from documents, traces or feedback that must be gone. */
import type { ArtifactCard } from "../../../domain/artifact.ts";
import { toLineageKey } from "../../../domain/lineage.ts";
import type { ArtifactPut, ReadArtifact } from "../../../ports/artifact-store.ts";
import { readDataset, type SlicedRow } from "./dataset.ts";
import { countRows, toArtifact } from "./write-dataset.ts";

export interface Successor {
  readonly put: ArtifactPut;
  readonly card: ArtifactCard;
  /** Ids of the rows that are gone. */
  readonly erased: readonly string[];
}

/**
 * The set that takes the place of this one: no row, assignment, tie or reject names any of the ids, and
 * its recipe names the old set and how many rows went. The old artifact is the caller's to remove.
 *
 * @param ids `doc_…` (each version of it), `doc_…@hash`, `trc_…`, `ans_…`, `fbk_…` or `row_…`.
 * @returns `undefined` where nothing of the set came from any of them.
 * @throws tune.dataset-invalid
 */
export function eraseFromDataset(
  read: ReadArtifact,
  ids: ReadonlySet<string>,
): Successor | undefined {
  const { record } = read;
  const dataset = readDataset(read);
  const isGone = (id: string): boolean => ids.has(id) || ids.has(toLineageKey(id));
  const gone = new Set(
    dataset.rows.filter((row) => listOrigins(row).some(isGone)).map(({ id }) => id),
  );
  const tellsOf = (tie: string): boolean => tie.split(" ").some(isGone);
  const assigned = dataset.assigned
    .filter(({ id, ties }) => !gone.has(id) && !isGone(id) && !ties.some(tellsOf))
    .map((each) => ({ ...each, ties: each.ties.filter((tie) => !tellsOf(tie)) }));
  const rejects = dataset.rejects.filter(({ id }) => !isGone(id));
  const isUntouched =
    gone.size === 0 &&
    assigned.length === dataset.assigned.length &&
    rejects.length === dataset.rejects.length;
  if (isUntouched) return undefined;
  const rows = dataset.rows.filter(({ id }) => !gone.has(id));
  const before = dataset.facts.erased?.rows ?? 0;
  const erased = { from: record.id, rows: before + gone.size };
  const facts = { ...dataset.facts, ...countRows(rows), erased };
  const put = toArtifact(
    { facts, rows, assigned, rejects },
    { ...record.manifest.recipe, erased },
    record.id,
  );
  const told = `${gone.size} rows were erased from ${record.id}`;
  const card = { ...record.card, reasons: [...record.card.reasons, told] };
  return { put, card, erased: [...gone] };
}

const listOrigins = (row: SlicedRow): readonly string[] => [
  row.id,
  ...row.documentVersions,
  ...row.traceIds,
  ...row.feedbackIds,
];
