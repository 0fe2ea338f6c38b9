/** @module The evidence of one case, read from what its search and its answer left on record. */
import type { AnswerRecord, RecordedPassage, RetrievalRecord } from "../../domain/answer-record.ts";
import type { FailureEvidence, UnitEvidence } from "../../domain/failure.ts";
import { measureOverlap, measureSpans, type Stretch } from "../../foundation/spans.ts";

/** Share of a unit's characters from which it counts as covered. */
const COVERED = 0.9;

/** A unit of gold where it stands now, and what only the store can tell of it. */
export interface LocatedUnit {
  /** The document's key, with `#start-end` for a place in it. */
  readonly unit: string;
  /** Absent where the store has no such document. */
  readonly documentId?: string;
  /** In the version that was read; absent where the whole document is the unit. */
  readonly span?: Stretch;
  readonly store: UnitEvidence["store"];
  /** Found once filters and routes are lifted, for the same caller. */
  readonly withoutFilter: boolean;
}

export interface CollectedFrom {
  /** Any of these sets suffices; of a set, every unit is needed. */
  readonly sets: readonly (readonly LocatedUnit[])[];
  readonly retrieval: Pick<RetrievalRecord, "legs" | "passages">;
  readonly answer: Pick<AnswerRecord, "outcome" | "reason"> & {
    readonly abstainReason?: string;
  };
  readonly answerable: boolean;
  readonly correct: boolean | null;
  /** What is not supported, by the check or the score that says so. */
  readonly unsupported: readonly string[];
  /** Absent: the form is valid. */
  readonly formatError?: string;
}

/** Without sets where the record is of a schema that told no places: what then follows is unknown. */
export function collectEvidence(from: CollectedFrom): FailureEvidence {
  const { retrieval, answer, formatError } = from;
  const { passages, legs } = retrieval;
  const hits = [...legs.lexical, ...legs.dense];
  const isPlaced = hits.length === 0 || hits.some(({ documentId }) => documentId !== undefined);
  return {
    sets: isPlaced
      ? from.sets.map((units) => units.map((unit) => collectUnit(unit, retrieval)))
      : [],
    k: passages.length,
    answerable: from.answerable,
    outcome: answer.outcome,
    abstainReason: toAbstainCause(answer.abstainReason),
    finishReason: answer.outcome === "incomplete" ? (answer.reason ?? null) : null,
    formatValid: formatError === undefined,
    formatError: formatError ?? null,
    correct: from.correct,
    unsupported: from.unsupported,
  };
}

/** The product's own words for why it abstains, as the classes name causes. */
const ABSTAIN_CAUSES: Readonly<Record<string, string>> = {
  "weak-evidence": "threshold",
  "checks-failed": "checks",
  "no-passages": "empty",
  "empty-question": "empty",
};

const toAbstainCause = (reason: string | undefined): string | null =>
  reason === undefined ? null : (ABSTAIN_CAUSES[reason] ?? reason);

/**
 * Ranks of chunks, but where passages cover it: then it is the passage's, which is what was read.
 * What only both legs together hold has the rank at which they do.
 */
export function collectUnit(
  unit: LocatedUnit,
  { legs, passages }: CollectedFrom["retrieval"],
): UnitEvidence {
  const places = new Map([...legs.lexical, ...legs.dense].map((hit) => [hit.chunkId, hit]));
  const rankAmong = (ids: readonly string[] | undefined): number | null =>
    findCoveringRank(unit, ids?.map((id): Place => places.get(id) ?? {}) ?? []);
  const byFusion = rankAmong(legs.fused);
  const last = rankAmong(legs.reranked) ?? byFusion;
  const shown = findCoveringRank(unit, passages);
  // A chunk in reach by its rank that no passage covers fell behind those that are shown.
  const final = shown ?? (last === null ? null : Math.max(last, passages.length + 1));
  const hasReranker = legs.reranked !== undefined;
  return {
    unit: unit.unit,
    store: unit.store,
    legs: rankInLegs(unit, legs),
    withoutFilter: unit.withoutFilter,
    fused: hasReranker ? byFusion : final,
    reranked: hasReranker ? final : null,
    context: findContext(unit, passages),
  };
}

function rankInLegs(
  unit: LocatedUnit,
  { lexical, dense }: CollectedFrom["retrieval"]["legs"],
): UnitEvidence["legs"] {
  const alone = {
    lexical: findCoveringRank(unit, lexical),
    dense: findCoveringRank(unit, dense),
  };
  if (alone.lexical !== null || alone.dense !== null) return alone;
  const turns = Array.from({ length: Math.max(lexical.length, dense.length) }, (_, index) => [
    lexical[index] ?? {},
    dense[index] ?? {},
  ]).flat();
  const turn = findCoveringRank(unit, turns);
  const together = turn === null ? null : Math.ceil(turn / 2);
  return { lexical: together, dense: together };
}

type Place = Partial<Stretch> & { readonly documentId?: string };

/**
 * Rank from 1 at which the places down to there hold nine tenths of the unit's characters; of a
 * unit that is a whole document, the rank of its first place. Null where they never do.
 */
export function findCoveringRank(unit: LocatedUnit, places: readonly Place[]): number | null {
  const held: Stretch[] = [];
  for (const [index, { documentId, start, end }] of places.entries()) {
    if (documentId === undefined || documentId !== unit.documentId) continue;
    if (unit.span === undefined) return index + 1;
    if (start === undefined || end === undefined) continue;
    held.push({ start, end });
    if (measureOverlap([unit.span], held) >= COVERED * measureSpans([unit.span])) return index + 1;
  }
  return null;
}

/** What became of the first passage that holds some of it, unless what is `in` covers it. */
function findContext(
  unit: LocatedUnit,
  passages: readonly RecordedPassage[],
): UnitEvidence["context"] {
  const read = passages.filter(({ context }) => context === "in");
  if (findCoveringRank(unit, read) !== null) return "in";
  const { documentId, span } = unit;
  const cut = passages.find(
    (passage) =>
      passage.context !== "in" &&
      passage.documentId === documentId &&
      (span === undefined || measureOverlap([span], [passage]) > 0),
  );
  return cut?.context ?? null;
}
