/** @module The evidence of a case as the store has it now: where it stands, or what became of it. */
import type { DocumentRecord } from "../../domain/document.ts";
import type { EvidenceSpan, GoldenCase } from "../../domain/golden-set.ts";
import { locateSpan } from "../../evaluate/index.ts";
import type { StoreReader } from "../../ports/store.ts";
import type { LocatedUnit } from "../../trace/index.ts";
import { maintenanceAccess } from "../access.ts";
import type { KnownDocuments } from "../golden/documents.ts";

export interface EvidenceStore {
  readonly store: Pick<StoreReader, "listVersions" | "readVersion">;
  readonly known: KnownDocuments;
}

/** Sets of places, as whoever asks the case may read them; without any, each relevant document would do. */
export async function locateEvidence(
  golden: GoldenCase,
  from: EvidenceStore,
): Promise<readonly (readonly LocatedUnit[])[]> {
  const sets =
    golden.evidence.length > 0
      ? golden.evidence
      : [...golden.grades].filter(([, grade]) => grade > 0).map(([document]) => [{ document }]);
  return Promise.all(
    sets.map((set) => Promise.all(set.map((span) => locateUnit(golden, span, from)))),
  );
}

async function locateUnit(
  golden: GoldenCase,
  span: EvidenceSpan,
  from: EvidenceStore,
): Promise<LocatedUnit> {
  const record = from.known.find(span.document, golden.collection);
  if (!record) return toUnit(span, "absent");
  const place = { documentId: record.id };
  const text = await from.known.read(span.document, golden);
  if (text === undefined) return { ...toUnit(span, "not_permitted"), ...place };
  const found = locateSpan(text, span);
  if (typeof found !== "string") return { ...toUnit(found.span, "current"), ...place };
  const isSuperseded = await stoodBefore(record, span, from);
  return { ...toUnit(span, isSuperseded ? "superseded" : "text_lost"), ...place };
}

function toUnit(
  { document, start, end }: EvidenceSpan,
  state: LocatedUnit["store"],
): Omit<LocatedUnit, "documentId"> {
  const span = start === undefined || end === undefined ? undefined : { start, end };
  return {
    unit: span ? `${document}#${span.start}-${span.end}` : document,
    ...(span ? { span } : {}),
    store: state,
    withoutFilter: false,
  };
}

/** Whether an earlier version holds the place; what none ever held was lost on its way in. */
export async function stoodBefore(
  { id, version }: DocumentRecord,
  span: EvidenceSpan,
  { store }: Pick<EvidenceStore, "store">,
): Promise<boolean> {
  const access = maintenanceAccess("evidence of earlier versions");
  for (const { hash } of await store.listVersions(access, id)) {
    if (hash === version.hash) continue;
    const earlier = await store.readVersion(access, id, hash);
    if (earlier && typeof locateSpan(earlier.text, span) !== "string") return true;
  }
  return false;
}
