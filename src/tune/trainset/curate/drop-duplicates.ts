/** @module Rows that say what others say: at most three of a kind stay. */
import { DisjointSets } from "../../../foundation/disjoint-sets.ts";
import { listWords, NearDuplicates } from "../../../foundation/min-hash.ts";
import { listTargets, listTexts, ORIGINS, toAsked, toRowId, type RowDraft } from "../row.ts";
import type { Reject } from "./reject.ts";

/** Where 14 bands of 8 hashes find a pair as often as not (datatrove); here nearly all are found. */
export const NEARLY_SAME = 0.72;
const WIDTH = 5;
/** Below, a run of five words is most of the text, and one changed word changes them all. */
const SHORT_WORDS = 20;
const NEARLY_SAME_SHORT = 0.8;
const SHORT_WIDTH = 4;
/** Of a cluster. */
const MOST = 3;

/** Finds texts by words where they are long and by characters where they are short. */
export interface TextIndex<T> {
  add(item: T, text: string): void;
  find(text: string): readonly T[];
}

export function createTextIndex<T>(): TextIndex<T> {
  const long = new NearDuplicates<T>({ threshold: NEARLY_SAME, width: WIDTH });
  const short = new NearDuplicates<T>({
    threshold: NEARLY_SAME_SHORT,
    width: SHORT_WIDTH,
    unit: "characters",
  });
  const choose = (text: string): NearDuplicates<T> =>
    listWords(text).length < SHORT_WORDS ? short : long;
  return {
    add: (item, text) => choose(text).add(item, text),
    find: (text) =>
      choose(text)
        .find(text)
        .map(({ item }) => item),
  };
}

export interface Deduplicated {
  readonly kept: readonly RowDraft[];
  readonly rejects: readonly Reject[];
  /** Pairs of ids, of those that are kept, that nearly repeat one another. */
  readonly alike: readonly (readonly [string, string])[];
}

const toPlain = (text: string): string => listWords(text).join(" ");

/** What it teaches: the same question with another passage is another row. */
const toLesson = (draft: RowDraft): string =>
  JSON.stringify([
    draft.task,
    draft.label,
    draft.input.retrieved.map(({ grade }) => grade),
    ...listTexts(draft).map(toPlain),
  ]);

/** Best label first, then the newest, then by id. */
const byWorth = (a: RowDraft, b: RowDraft): number =>
  ORIGINS.indexOf(a.origin) - ORIGINS.indexOf(b.origin) ||
  (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0) ||
  (toRowId(a) < toRowId(b) ? -1 : 1);

/**
 * Of rows that say exactly the same, the best; of a cluster of near repeats of what is asked and what
 * is to be said, the best three. The order of what is kept is that of the ids.
 */
export function dropDuplicates(drafts: readonly RowDraft[]): Deduplicated {
  const rejects: Reject[] = [];
  const lessons = new Set<string>();
  const ids = new Set<string>();
  const distinct = drafts.toSorted(byWorth).filter((draft) => {
    const lesson = toLesson(draft);
    const id = toRowId(draft);
    const isNew = !lessons.has(lesson) && !ids.has(id);
    if (!isNew) rejects.push({ id, reason: "duplicate" });
    lessons.add(lesson);
    ids.add(id);
    return isNew;
  });
  const clusters = new DisjointSets();
  const index = createTextIndex<RowDraft>();
  const alike: (readonly [string, string])[] = [];
  for (const draft of distinct) {
    // Two questions that one passage answers are two: what is asked and said tells repeats.
    const text = [toAsked(draft), ...listTargets(draft)].join("\n");
    for (const other of index.find(text)) {
      if (other.label !== draft.label || other.task !== draft.task) continue;
      clusters.join(toRowId(other), toRowId(draft));
      alike.push([toRowId(other), toRowId(draft)]);
    }
    index.add(draft, text);
  }
  const sizes = new Map<string, number>();
  const kept = distinct.filter((draft) => {
    const id = toRowId(draft);
    const cluster = clusters.find(id);
    const size = (sizes.get(cluster) ?? 0) + 1;
    sizes.set(cluster, size);
    if (size > MOST) rejects.push({ id, reason: "near-duplicate" });
    return size <= MOST;
  });
  const names = new Set(kept.map(toRowId));
  return {
    kept: kept.toSorted((a, b) => (toRowId(a) < toRowId(b) ? -1 : 1)),
    rejects,
    alike: alike.filter(([one, other]) => names.has(one) && names.has(other)),
  };
}
