/** @module Cases that ask the same as another case of their part. */
import type { GoldenCase } from "../../../domain/golden-set.ts";
import { toAskedText, type RepeatedCase } from "../alike/repeats.ts";
import { listWords } from "../../../foundation/min-hash.ts";
import type { GoldenProblem } from "./problem.ts";

/** Variants and twins are meant to be alike. */
const isRelated = (one: GoldenCase, other: GoldenCase): boolean =>
  one.variantOf !== undefined ||
  other.variantOf !== undefined ||
  one.answerable !== other.answerable ||
  one.principals.toSorted().join() !== other.principals.toSorted().join();

/** The same words twice, asked by the same, are an error; nearly the same a warning. */
export function findDuplicates(
  repeats: readonly RepeatedCase<GoldenCase>[],
): readonly GoldenProblem[] {
  const toPlain = (each: GoldenCase): string => listWords(toAskedText(each)).join(" ");
  const pairs = repeats.filter(({ one, other }) => !isRelated(one, other));
  const same = pairs.filter(({ one, other }) => toPlain(one) === toPlain(other));
  const near = pairs.filter((pair) => pair.one.part === pair.other.part && !same.includes(pair));
  const tell = (found: typeof pairs): string =>
    found
      .slice(0, 5)
      .map(({ one, other }) => `${one.id} and ${other.id}`)
      .join(", ");
  const list = (found: typeof pairs): string[] => [...new Set(found.map(({ other }) => other.id))];
  return [
    ...(same.length > 0
      ? [
          {
            kind: "error" as const,
            code: "duplicate",
            message: `${list(same).length} cases ask what another one asks: ${tell(same)}`,
            cases: list(same),
          },
        ]
      : []),
    ...(near.length > 0
      ? [
          {
            kind: "warning" as const,
            code: "near-duplicate",
            message: `${list(near).length} cases nearly repeat another one of their part: ${tell(near)}`,
            cases: list(near),
          },
        ]
      : []),
  ];
}
