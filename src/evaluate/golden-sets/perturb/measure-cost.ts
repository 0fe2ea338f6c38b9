/** @module What a form costs: variants against the questions that they come from. */
import type { GoldenCase } from "../../../domain/golden-set.ts";
import type { Interval } from "../../../domain/evaluation.ts";
import { estimateMean } from "../../../foundation/statistics/intervals/mean.ts";
import { toSample } from "../../../foundation/statistics/intervals/sample.ts";

export interface FormCost {
  readonly stratum: string;
  readonly measure: string;
  /** Pairs: a variant and its case. */
  readonly cases: number;
  readonly original: number;
  readonly variant: number;
  /** Variant − original: negative is what the form costs. */
  readonly difference: number;
  /** 95 %, cases of one group counted together. */
  readonly interval: Interval;
}

const LEVEL = 0.95;

/**
 * Paired over the cases that have a variant of the stratum and are scored in both wordings.
 *
 * @param scoreOf by measure, of one case; `undefined` where it cannot be scored.
 */
export function measureFormCosts(
  cases: readonly GoldenCase[],
  measures: readonly string[],
  scoreOf: (id: string, measure: string) => number | undefined,
): readonly FormCost[] {
  const byId = new Map(cases.map((each) => [each.id, each]));
  const variants = cases.filter((each) => byId.has(each.variantOf ?? ""));
  const strata = [...Map.groupBy(variants, ({ stratum }) => stratum ?? "variant")];
  return strata.flatMap(([stratum, members]) =>
    measures.flatMap((measure): FormCost[] => {
      const pairs = members.flatMap(({ id, variantOf = "", group }) => {
        const [one, other] = [scoreOf(variantOf, measure), scoreOf(id, measure)];
        return one === undefined || other === undefined ? [] : [{ one, other, group }];
      });
      if (pairs.length < 2) return [];
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, value) => sum + value, 0) / values.length;
      const differences = pairs.map(({ one, other }) => other - one);
      return [
        {
          stratum,
          measure,
          cases: pairs.length,
          original: mean(pairs.map(({ one }) => one)),
          variant: mean(pairs.map(({ other }) => other)),
          difference: mean(differences),
          interval: estimateMean(
            toSample(
              differences,
              pairs.map(({ group }) => group),
            ),
            { seed: `forms/${stratum}/${measure}` },
          ).at(LEVEL),
        },
      ];
    }),
  );
}
