/** @module Cases of one part that give away cases of another. */
import { PARTS, type GoldenCase, type Part } from "../../../domain/golden-set.ts";
import { findOverlaps, type TermTools } from "../alike/overlaps.ts";
import type { RepeatedCase } from "../alike/repeats.ts";
import { listGold } from "../read/drafts.ts";
import type { GoldenProblem } from "./problem.ts";

export interface Leak {
  /** The part that may be fitted to, or sooner than the other. */
  readonly from: Part;
  readonly to: Part;
  /** Cases of `from` with a relevant document in common with a case of `to`. */
  readonly sharedDocument: readonly string[];
  /** Cases of `from` whose terms, or wording, nearly repeat a case of `to`. */
  readonly nearRepeat: readonly string[];
}

/** What a case is compared by. */
export type ComparedCase = Pick<
  GoldenCase,
  "id" | "text" | "history" | "language" | "part" | "grades" | "evidence"
>;

/** One for each pair of parts with anything in common, in the order of the parts. */
export function findLeaks(
  cases: readonly ComparedCase[],
  repeats: readonly RepeatedCase<Pick<ComparedCase, "id">>[],
  tools: TermTools,
): readonly Leak[] {
  if (new Set(cases.map(({ part }) => part)).size <= 1) return [];
  const overlaps = findOverlaps(cases, tools, (one, other) => one.part !== other.part);
  const pairs = toPairs([...repeats, ...overlaps]);
  const leaks: Leak[] = [];
  for (const [index, from] of PARTS.entries())
    for (const to of PARTS.slice(index + 1)) {
      const [ours, theirs] = [
        cases.filter((c) => c.part === from),
        cases.filter((c) => c.part === to),
      ];
      const gold = new Set(theirs.flatMap(listGold));
      const others = new Set(theirs.map(({ id }) => id));
      const meets = (id: string): boolean =>
        [...(pairs.get(id) ?? [])].some((other) => others.has(other));
      const sharedDocument = ours.filter((each) => listGold(each).some((key) => gold.has(key)));
      const nearRepeat = ours.filter(({ id }) => meets(id));
      if (sharedDocument.length + nearRepeat.length > 0)
        leaks.push({
          from,
          to,
          sharedDocument: toIds(sharedDocument),
          nearRepeat: toIds(nearRepeat),
        });
    }
  return leaks;
}

const toIds = (cases: readonly ComparedCase[]): readonly string[] => cases.map(({ id }) => id);

/** A question that is nearly known is an error; a known document alone is as the corpus is. */
export function toLeakProblems(leaks: readonly Leak[]): readonly GoldenProblem[] {
  return leaks.flatMap(({ from, to, sharedDocument, nearRepeat }): GoldenProblem[] => [
    ...(nearRepeat.length > 0
      ? [
          {
            kind: "error" as const,
            code: "leak-repeats",
            message: `${nearRepeat.length} ${from} cases nearly repeat a ${to} case`,
            cases: nearRepeat,
          },
        ]
      : []),
    ...(sharedDocument.length > 0
      ? [
          {
            kind: "warning" as const,
            code: "leak-documents",
            message: `${sharedDocument.length} ${from} cases have a relevant document in common with a ${to} case`,
            cases: sharedDocument,
          },
        ]
      : []),
  ]);
}

type Named = Pick<ComparedCase, "id">;
type Pairs = ReadonlyMap<string, ReadonlySet<string>>;

function toPairs(found: readonly { readonly one: Named; readonly other: Named }[]): Pairs {
  const pairs = new Map<string, Set<string>>();
  const note = (a: string, b: string): unknown => pairs.set(a, (pairs.get(a) ?? new Set()).add(b));
  for (const { one, other } of found) {
    note(one.id, other.id);
    note(other.id, one.id);
  }
  return pairs;
}
