/** @module The checks that every sentence passes before anyone sees it. */
import type { Access } from "../../domain/access.ts";
import type { Span } from "../../domain/document.ts";
import type { Passage } from "../../domain/passage.ts";
import { analyzerIdFor } from "../../engine/analysis/index.ts";
import type { DraftCitation } from "../../ports/generator.ts";
import type { StoreReader } from "../../ports/store.ts";
import type { Verifier } from "../../ports/verifier.ts";

export interface CheckedSentence {
  readonly text: string;
  /** With the place that supports it best, where the draft named none and the verifier does. */
  readonly citations: readonly DraftCitation[];
  readonly failures: readonly string[];
  readonly support: number;
}

export interface CheckRequest {
  readonly text: string;
  readonly citations: readonly DraftCitation[];
  readonly question: string;
  readonly language: string;
  readonly passages: readonly Passage[];
}

/** What is wrong with the form of a sentence, whatever it says. */
export const FORM_FAILURES = {
  unknown: "cites a passage that was not shown",
  none: "cites nothing",
} as const;

/** A slice would forgive what is not: a citation must not. */
const isWithin = (text: string, { start, end }: Span): boolean =>
  Number.isInteger(start) && start >= 0 && start < end && end <= text.length;

/**
 * The cited passages and places exist; the stored version still holds exactly the quoted characters and the
 * caller may still read them; the verifier's exact checks hold. Whatever fails is named.
 */
export async function checkSentence(
  access: Access,
  request: CheckRequest,
  {
    store,
    verifier,
  }: { readonly store: Pick<StoreReader, "readSpans">; readonly verifier: Verifier },
): Promise<CheckedSentence> {
  const { text, citations, question, language, passages } = request;
  const cited = citations.flatMap(({ passage, span }) => {
    const found = passages[passage];
    return found ? [{ found, span }] : [];
  });
  const failures: string[] = [];
  if (cited.length < citations.length) failures.push(FORM_FAILURES.unknown);
  if (citations.length === 0) failures.push(FORM_FAILURES.none);
  if (cited.some(({ found, span }) => span && !isWithin(found.text, span)))
    failures.push("cites a place outside of its passage");
  const stored = await store.readSpans(
    access,
    cited.map(({ found, span }) => ({
      documentId: found.documentId,
      versionHash: found.versionHash,
      start: found.span.start + (span?.start ?? 0),
      end: found.span.start + (span?.end ?? found.text.length),
    })),
  );
  for (const [index, { found, span }] of cited.entries()) {
    const quote = span ? found.text.slice(span.start, span.end) : found.text;
    if (stored[index] !== quote) failures.push("the source does not hold the quoted characters");
  }
  const {
    failures: inexact,
    support,
    evidence,
  } = await verifier.verify({
    sentence: text,
    question,
    language,
    analyzer: cited[0]?.found.analyzer ?? analyzerIdFor(language),
    sources: cited.map(({ found, span }) => ({
      text: found.text,
      headings: found.headings,
      ...(span ? { quote: span } : {}),
    })),
  });
  const places = new Map(
    evidence.map(({ source, start, end }) => [cited[source]?.found, { start, end }]),
  );
  return {
    text,
    citations: citations.map(({ passage, span = places.get(passages[passage]) }) => ({
      passage,
      ...(span ? { span } : {}),
    })),
    failures: [...failures, ...inexact],
    support: support ?? 0,
  };
}
