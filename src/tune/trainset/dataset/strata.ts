/** @module Whether the sides of a training set are alike in what they hold. */
import { SIDES } from "../split/assign-sides.ts";
import type { SlicedRow } from "./dataset.ts";

/** Points of difference that are told (guide: tuning, 2.5), and rows a side needs for it to mean any. */
const DIFFERENCE = 0.03;
const LEAST_ROWS = 100;

const STRATA = {
  label: (row: SlicedRow) => row.label,
  task: (row: SlicedRow) => row.task,
  language: (row: SlicedRow) => row.language,
} as const;

/** Sides are drawn by group and never mended: a share that differs is told. */
export function warnOfStrata(rows: readonly SlicedRow[]): readonly string[] {
  const warnings: string[] = [];
  for (const [stratum, toName] of Object.entries(STRATA))
    for (const name of new Set(rows.map(toName))) {
      if (name === undefined) continue;
      const shares = SIDES.map((side) => {
        const ours = rows.filter(({ slice }) => slice === side);
        return ours.length < LEAST_ROWS
          ? undefined
          : ours.filter((row) => toName(row) === name).length / ours.length;
      }).filter((share) => share !== undefined);
      const spread = Math.max(...shares) - Math.min(...shares);
      if (shares.length > 1 && spread > DIFFERENCE)
        warnings.push(
          `${stratum} ${name} has shares of the sides that differ by ${(100 * spread).toFixed(1)} points`,
        );
    }
  return warnings;
}
