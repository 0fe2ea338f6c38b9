/** @module Cases of a golden set that retrieval may be fitted to; the others are said, by reason. */
import type { GoldenCase, GoldenSet } from "../../domain/golden-set.ts";
import { findLeaks, findRepeats, listGold, type TermTools } from "../../evaluate/index.ts";

export interface SelectedCase {
  readonly case: GoldenCase;
  /** Keys of its relevant documents. */
  readonly documents: readonly string[];
}

export const LEFT_OUT = [
  "other-part",
  "retired",
  "other-collection",
  "unanswerable",
  "unjudged",
  "masked",
  "document-missing",
  "rights",
  "contradictory",
  "leaked",
] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

export interface SelectedCases {
  readonly cases: readonly SelectedCase[];
  /** Ids by reason, of those that have any. */
  readonly leftOut: ReadonlyMap<LeftOut, readonly string[]>;
}

export interface SelectOptions {
  /** Names of the other collections: sets from elsewhere name collections of theirs, which mean nothing here. */
  readonly others: ReadonlySet<string>;
  /** Keys of its documents. */
  readonly known: ReadonlySet<string>;
  /** Keys of documents of which somebody says that nothing may be learned from them. */
  readonly forbidden?: ReadonlySet<string> | undefined;
  readonly tools: TermTools;
  /** Default: the parts that may be fitted to, train and dev. */
  readonly mayFit?: (golden: GoldenCase) => boolean;
}

const isForFitting = ({ part }: GoldenCase): boolean => part === "train" || part === "dev";

/**
 * Answerable cases with a relevant document that is there. Left out besides: cases that nearly repeat
 * one of the parts that judge, or share a relevant document with one, and cases of one wording of
 * which one calls a document relevant and another the opposite.
 */
export function selectCases(golden: GoldenSet, options: SelectOptions): SelectedCases {
  const { tools } = options;
  const leftOut = new Map<LeftOut, string[]>();
  const drop = (reason: LeftOut, { id }: GoldenCase): void => {
    leftOut.set(reason, [...(leftOut.get(reason) ?? []), id]);
  };
  const fitting = golden.cases.filter((each) => {
    const reason = findReason(each, options);
    if (reason) drop(reason, each);
    return reason === undefined;
  });
  const leaked = listLeaked(golden, fitting, tools);
  const contradictory = listContradictory(fitting);
  const cases = fitting.filter((each) => {
    if (contradictory.has(each.id)) drop("contradictory", each);
    else if (leaked.has(each.id)) drop("leaked", each);
    return !contradictory.has(each.id) && !leaked.has(each.id);
  });
  return {
    cases: cases.map((each) => ({ case: each, documents: listGold(each) })),
    leftOut,
  };
}

function findReason(
  each: GoldenCase,
  { others, known, forbidden, mayFit = isForFitting }: SelectOptions,
): LeftOut | undefined {
  if (!mayFit(each)) return "other-part";
  if (each.retired !== undefined) return "retired";
  if (each.collection !== undefined && others.has(each.collection)) return "other-collection";
  if (!each.answerable) return "unanswerable";
  const relevant = [...each.grades].filter(([, grade]) => grade > 0);
  if (relevant.length === 0) return "unjudged";
  if ((each.masked ?? []).length > 0) return "masked";
  if (!relevant.some(([key]) => known.has(key))) return "document-missing";
  return relevant.some(([key]) => forbidden?.has(key)) ? "rights" : undefined;
}

/**
 * Of the cases that may be fitted to, those that give away one that may not. A set that was split by
 * groups has none; of SciFact's 809 training claims it leaves the 535 that nobody holds against it.
 */
function listLeaked(
  golden: GoldenSet,
  fitting: readonly GoldenCase[],
  tools: TermTools,
): ReadonlySet<string> {
  const ids = new Set(fitting.map(({ id }) => id));
  const compared = golden.cases
    .filter(({ id, retired }) => ids.has(id) || retired === undefined)
    .map((each) => ({ ...each, part: ids.has(each.id) ? ("train" as const) : ("test" as const) }));
  return new Set(
    findLeaks(compared, findRepeats(compared), tools).flatMap(({ nearRepeat, sharedDocument }) => [
      ...nearRepeat,
      ...sharedDocument,
    ]),
  );
}

function listContradictory(cases: readonly GoldenCase[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { one, other } of findRepeats(cases)) {
    const keys = [...one.grades.keys()].filter((key) => other.grades.has(key));
    const isGood = ({ grades }: GoldenCase, key: string): boolean => (grades.get(key) ?? 0) > 0;
    if (!keys.some((key) => isGood(one, key) !== isGood(other, key))) continue;
    found.add(one.id).add(other.id);
  }
  return found;
}
