/** @module The evidence that an oracle hands in: chunks of the store, and stand-ins for what it has lost. */
import type { GoldenCase } from "../../../domain/golden-set.ts";
import { analyzerIdFor, detectLanguage } from "../../../engine/analysis/index.ts";
import { sha256 } from "../../../foundation/hash.ts";
import { measureOverlap, type Stretch } from "../../../foundation/spans.ts";
import type { StoredChunk } from "../../../ports/store.ts";
import type { LocatedUnit } from "../../../trace/index.ts";
import { locateEvidence, type EvidenceStore } from "../locate-evidence.ts";

export interface Gold {
  /** Of one set: all of them are needed. */
  readonly units: readonly LocatedUnit[];
  /** The quotes of those that the store does not have, as chunks of documents of their own. */
  readonly standIns: readonly StoredChunk[];
}

/** The first set that its asker may read and whose text is known; nothing where there is none. */
export async function findGold(golden: GoldenCase, from: EvidenceStore): Promise<Gold | undefined> {
  const sets = await locateEvidence(golden, from);
  for (const [at, units] of sets.entries()) {
    if (units.length === 0 || units.some(({ store }) => store === "not_permitted")) continue;
    const standIns = units.flatMap((unit, index): readonly (StoredChunk | undefined)[] =>
      unit.store === "current"
        ? []
        : [toStandIn(golden, unit, golden.evidence[at]?.[index]?.quote)],
    );
    const whole = standIns.filter((chunk) => chunk !== undefined);
    if (whole.length === standIns.length) return { units, standIns: whole };
  }
  return undefined;
}

function toStandIn(
  golden: GoldenCase,
  { unit }: LocatedUnit,
  quote: string | undefined,
): StoredChunk | undefined {
  if (quote === undefined) return undefined;
  const language = golden.language ?? detectLanguage(quote) ?? "en";
  const name = sha256(`${unit}\n${quote}`).slice(0, 20);
  return {
    id: `chk_${name}`,
    candidate: 0,
    documentId: `doc_${name}`,
    key: unit,
    collection: golden.collection ?? "",
    title: unit,
    versionHash: name,
    language,
    analyzer: analyzerIdFor(language),
    modifiedAt: "",
    metadata: {},
    sequence: 0,
    headings: [],
    kinds: ["paragraph"],
    matched: [],
    text: quote,
    start: 0,
    end: quote.length,
  };
}

type Place = Stretch & { readonly documentId: string };

/** Whether a place holds some of the gold; of a unit that is a whole document, any of it. */
export function holdsGold({ units, standIns }: Gold, place: Place): boolean {
  if (standIns.some(({ documentId }) => documentId === place.documentId)) return true;
  return units.some(
    ({ documentId, span, store }) =>
      store === "current" &&
      documentId === place.documentId &&
      (span === undefined || measureOverlap([span], [place]) > 0),
  );
}
