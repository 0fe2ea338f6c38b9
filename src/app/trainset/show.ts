/** @module Use case: what a training set holds, and samples of what the reader may read. */
import type { ArtifactRecord } from "../../domain/artifact.ts";
import type { Access } from "../../domain/access.ts";
import { toLineageKey } from "../../domain/lineage.ts";
import type { Store } from "../../ports/store.ts";
import {
  countRows,
  listNeeds,
  readDataset,
  type DatasetFacts,
  type SlicedRow,
} from "../../tune/index.ts";
import { toAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { notFound } from "../errors.ts";
import type { As } from "../writer/writer.ts";
import type { ShowTrainsetInput, TrainsetShown } from "./trainset-input.ts";

/** Rows are asked of the store again: what somebody may no longer read is shown to nobody of theirs. */
export async function showTrainset(
  { artifacts }: Assembly,
  openStore: () => Promise<Store>,
  as: As,
  { id, samples, slice }: ShowTrainsetInput,
): Promise<TrainsetShown> {
  const read = await artifacts.read(id);
  const { facts, rows } = readDataset(read);
  const access = toAccess(as);
  const readable = await keepReadable(await openStore(), access, rows);
  // Counts tell of rows as well: whoever may read none of them sees no such set.
  if (readable.length < rows.length && readable.length === 0)
    throw notFound({ what: "artifact", id });
  const isWhole = readable.length === rows.length;
  const wanted = readable.filter((row) => slice === undefined || row.slice === slice);
  return {
    record: isWhole ? read.record : hideCard(read.record),
    facts: isWhole ? facts : narrowFacts(facts, readable),
    needs: listNeeds(
      facts.lane,
      readable.filter((row) => row.slice !== "recent"),
    ),
    samples: spread(wanted, samples),
    readable: readable.length,
  };
}

/** What a reader of some rows may know: what follows from those alone. */
const narrowFacts = (facts: DatasetFacts, readable: readonly SlicedRow[]): DatasetFacts => {
  const { leakage, tokens, labelQuality: _quality, erased: _erased, ...rest } = facts;
  return {
    ...rest,
    ...countRows(readable),
    rejects: {},
    licences: {},
    bases: {},
    leakage: { ...leakage, rows: 0, nearRepeats: 0, reworded: 0, sharedDocuments: 0 },
    tokens: { ...tokens, trimmed: 0, longest: 0, total: 0 },
    masking: { ...facts.masking, masked: {} },
    warnings: [],
  };
};

const hideCard = (record: ArtifactRecord): ArtifactRecord => ({
  ...record,
  manifest: { ...record.manifest, files: [], parents: [] },
  card: { ...record.card, reasons: [], sections: [] },
});

async function keepReadable(
  store: Store,
  access: Access,
  rows: readonly SlicedRow[],
): Promise<readonly SlicedRow[]> {
  if (access.kind === "operator") return rows;
  const known = new Map<string, boolean>();
  const isReadable = async (id: string): Promise<boolean> => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const found = id.startsWith("doc_")
      ? await store.findDocument(access, id)
      : await store.findTrace(access, id);
    known.set(id, found !== undefined);
    return found !== undefined;
  };
  const kept: SlicedRow[] = [];
  for (const row of rows) {
    const ids = [...row.documentVersions.map(toLineageKey), ...row.traceIds];
    // A label from a file has no list: it is shown to the owner alone.
    let allowed = ids.length > 0;
    for (const each of ids) allowed = allowed && (await isReadable(each));
    if (allowed) kept.push(row);
  }
  return kept;
}

/** Evenly over the ids, which are hashes: the same ones each time. */
const spread = <T>(rows: readonly T[], count: number): readonly T[] => {
  const step = Math.max(1, Math.floor(rows.length / Math.max(1, count)));
  return rows.filter((_, index) => index % step === 0).slice(0, count);
};
