/** @module Measures of characters: how much of the evidence the first passages cover. */
import type { RankedPassage, RankingReply, Score } from "../../../domain/evaluation.ts";
import type { EvidenceSpan } from "../../../domain/golden-set.ts";
import {
  measureOverlap,
  measureSpans,
  uniteSpans,
  type Stretch,
} from "../../../foundation/spans.ts";
import type { RankingJudgments } from "./ranking-measure.ts";

/**
 * Characters covered over those of the evidence (`recall`), of the passages (`precision`, where
 * what two passages share counts twice: it is read twice), or of both together (`iou`).
 */
export type SpanShare = "recall" | "precision" | "iou";

export interface SpanLimit {
  /** The first passages that are looked at. */
  readonly k?: number;
  /** As many whole passages from the first on as these tokens hold. */
  readonly tokens?: number;
}

type Spans = ReadonlyMap<string, readonly Stretch[]>;

/**
 * Of several sets of evidence the one with the best value counts. Sets with a place that nobody
 * has located are left out; unscored where none is left.
 */
export function scoreSpans(
  share: SpanShare,
  { evidence = [] }: RankingJudgments,
  { documents, passages }: RankingReply,
  limit: SpanLimit = {},
): Score {
  const sets = evidence.map(toSpans).filter((set) => set !== undefined);
  if (sets.length === 0) return { unscored: "no located evidence" };
  if (passages === undefined)
    return documents.length === 0 ? 0 : { unscored: "the ranking names no places" };
  const read = takePassages(passages, limit);
  if (read === undefined) return { unscored: "passages without token counts" };
  const shown = groupByDocument(read);
  return Math.max(...sets.map((gold) => computeShare(share, gold, shown)));
}

function takePassages(
  passages: readonly RankedPassage[],
  { k, tokens }: SpanLimit,
): readonly RankedPassage[] | undefined {
  const first = passages.slice(0, k);
  if (tokens === undefined) return first;
  const taken: RankedPassage[] = [];
  let left = tokens;
  for (const passage of first) {
    if (passage.tokens === undefined) return undefined;
    left -= passage.tokens;
    if (left < 0) break;
    taken.push(passage);
  }
  return taken;
}

/** Undefined where a place is not located or nothing is in any. */
function toSpans(set: readonly EvidenceSpan[]): Spans | undefined {
  const located = set.flatMap(({ document, start, end }) =>
    start === undefined || end === undefined || end <= start ? [] : [{ document, start, end }],
  );
  return located.length === 0 || located.length < set.length ? undefined : groupByDocument(located);
}

const groupByDocument = (spans: readonly (Stretch & { readonly document: string })[]): Spans =>
  Map.groupBy(spans, ({ document }) => document);

function computeShare(share: SpanShare, gold: Spans, shown: Spans): number {
  let covered = 0;
  let wanted = 0;
  for (const [document, places] of gold) {
    covered += measureOverlap(places, shown.get(document) ?? []);
    wanted += measureSpans(uniteSpans(places));
  }
  const all = [...shown.values()];
  if (share === "recall") return covered / wanted;
  if (share === "iou") {
    const distinct = all.reduce((sum, spans) => sum + measureSpans(uniteSpans(spans)), 0);
    return covered / (wanted + distinct - covered);
  }
  const read = all.reduce((sum, spans) => sum + measureSpans(spans), 0);
  return read === 0 ? 0 : covered / read;
}
