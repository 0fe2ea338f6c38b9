/** @module Evidence found again in what the documents say now, and cases whose evidence is gone. */
import type { EvidenceSpan, GoldenCase } from "../../../domain/golden-set.ts";
import { toComparable } from "../../../foundation/comparable-text.ts";

/** How a place was found: where it was said to be, elsewhere, or but for its look. */
export type PlaceState = "exact" | "moved" | "normalized" | "unquoted";

export type LostReason = "document-missing" | "quote-missing" | "outside";

export interface LostEvidence {
  readonly document: string;
  readonly reason: LostReason;
}

/** Current texts by document key, for those who ask a case; nothing where they may not read. */
export type ReadText = (
  key: string,
  asked: Pick<GoldenCase, "principals" | "collection">,
) => Promise<string | undefined>;

export interface SettledCase {
  /** Its evidence where it stands now; sets that are not whole any more are left out. */
  readonly settled: GoldenCase;
  /** Every set of its evidence has lost a place. */
  readonly stale: boolean;
  readonly lost: readonly LostEvidence[];
  readonly states: readonly PlaceState[];
}

/**
 * Finds each quote again: verbatim, nearest to its old place, else by its comparable form. The hash
 * stays that of the case as it is written, so that it is compared with itself.
 */
export async function settleEvidence(golden: GoldenCase, read: ReadText): Promise<SettledCase> {
  const lost: LostEvidence[] = [];
  const states: PlaceState[] = [];
  const whole: (readonly EvidenceSpan[])[] = [];
  for (const set of golden.evidence) {
    const places: EvidenceSpan[] = [];
    for (const span of set) {
      const text = await read(span.document, golden);
      const found = text === undefined ? "document-missing" : locateSpan(text, span);
      if (typeof found === "string") lost.push({ document: span.document, reason: found });
      else {
        places.push(found.span);
        states.push(found.state);
      }
    }
    if (places.length === set.length) whole.push(places);
  }
  const stale = golden.evidence.length > 0 && whole.length === 0;
  return { settled: { ...golden, evidence: whole }, stale, lost, states };
}

/** A place in a text, or why it is none of its places. */
export function locateSpan(
  text: string,
  span: EvidenceSpan,
): { readonly span: EvidenceSpan; readonly state: PlaceState } | LostReason {
  const { start, end, quote } = span;
  if (quote === undefined) {
    if (end !== undefined && end > text.length) return "outside";
    return { span, state: "unquoted" };
  }
  if (start !== undefined && end !== undefined && text.slice(start, end) === quote)
    return { span, state: "exact" };
  const at = findNearest(text, quote, start ?? 0);
  if (at >= 0) return { span: { ...span, start: at, end: at + quote.length }, state: "moved" };
  const comparable = toComparable(text);
  const wanted = toComparable(quote).text.trim();
  const near = wanted === "" ? -1 : comparable.text.indexOf(wanted);
  if (near < 0) return "quote-missing";
  const place = comparable.toOriginal(near, near + wanted.length);
  const found = { ...span, ...place, quote: text.slice(place.start, place.end) };
  return { span: found, state: "normalized" };
}

/** Of all places of a quote the one nearest to where it was; −1 when it has none. */
function findNearest(text: string, quote: string, wanted: number): number {
  let nearest = -1;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (nearest < 0 || Math.abs(at - wanted) < Math.abs(nearest - wanted)) nearest = at;
    if (at > wanted) break;
  }
  return nearest;
}
