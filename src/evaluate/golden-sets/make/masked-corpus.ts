/** @module Documents without the places that give questions away. */
import type { Span } from "../../../domain/document.ts";
import type { EvidenceSpan } from "../../../domain/golden-set.ts";
import type { MadeCase } from "./make-questions.ts";
import type { SourceDocument } from "./sections.ts";

export interface CorpusRow {
  readonly _id: string;
  readonly title: string;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface MaskedCorpus {
  readonly rows: readonly CorpusRow[];
  /** With evidence where it stands in the masked texts; what is masked away is gone from it. */
  readonly cases: readonly MadeCase["golden"][];
}

/**
 * Every mask of every question is taken out of its document, and a title that is a masked heading of
 * its text.
 */
export function maskCorpus(
  documents: readonly SourceDocument[],
  made: readonly MadeCase[],
): MaskedCorpus {
  const byKey = Map.groupBy(made, (each) => each.made.document.key);
  const kept = new Map<string, Kept>();
  const rows = documents.map((document): CorpusRow => {
    const { key, title, text, collection } = document;
    const masks = (byKey.get(key) ?? []).flatMap((each) => each.made.masks);
    const rest = keepRest(text, masks);
    kept.set(key, rest);
    const hidden = masks.some(({ start, end }) => text.slice(start, end).trim() === title);
    return { _id: key, title: hidden ? "" : title, text: rest.text, metadata: { collection } };
  });
  return {
    rows,
    cases: made.map(({ golden }) => ({
      ...golden,
      evidence: golden.evidence
        .map((set) => set.map((span) => moveSpan(span, kept.get(span.document))))
        .filter((set) => set.every(({ quote }) => quote !== "")),
    })),
  };
}

function moveSpan(span: EvidenceSpan, rest: Kept | undefined): EvidenceSpan {
  const { document, start, end } = span;
  if (!rest || start === undefined || end === undefined) return span;
  const place = { start: rest.at(start), end: rest.at(end) };
  return { document, ...place, quote: rest.text.slice(place.start, place.end) };
}

interface Kept {
  readonly text: string;
  /** Where an offset of the whole text stands in it; what is masked, at its mask. */
  at(offset: number): number;
}

function keepRest(text: string, masks: readonly Span[]): Kept {
  const ordered = masks.toSorted((a, b) => a.start - b.start);
  const parts: { readonly from: number; readonly to: number; readonly at: number }[] = [];
  let rest = "";
  let from = 0;
  const keep = (to: number): void => {
    if (to > from) {
      parts.push({ from, to, at: rest.length });
      rest += text.slice(from, to);
    }
  };
  for (const { start, end } of ordered) {
    keep(start);
    from = Math.max(from, end);
  }
  keep(text.length);
  return {
    text: rest,
    at(offset) {
      const part = parts.findLast((each) => each.from <= offset);
      return part ? part.at + Math.min(offset, part.to) - part.from : 0;
    },
  };
}
