/** @module Totals of an arm, and what an accepted answer costs. */
import type { InputValues } from "./inputs.ts";
import {
  computeLines,
  countQuestions,
  LINES,
  priceSetup,
  type ArmPlan,
  type CostLines,
  type Line,
} from "./lines.ts";

export interface ArmCost extends ArmPlan {
  readonly months: number;
  readonly lines: CostLines;
  /** Building it, the first labels included; part of the lines. */
  readonly setup: number;
  /** Of the lines that have a price. */
  readonly total: number;
  /** Lines that need a price which is unknown: the total lacks them. */
  readonly unpriced: readonly Line[];
}

/** Of the lines that have a price; the same as `computeCost`, and nothing else. */
export function computeTotal(values: InputValues, plan: ArmPlan, months: number): number {
  const lines = computeLines(values, plan, months);
  let total = 0;
  for (const line of LINES) {
    const usd = lines[line];
    if (!Number.isNaN(usd)) total += usd;
  }
  return total;
}

export function computeCost(values: InputValues, plan: ArmPlan, months: number): ArmCost {
  const lines = computeLines(values, plan, months);
  const unpriced = LINES.filter((line) => Number.isNaN(lines[line]));
  const total = LINES.reduce((sum, line) => sum + (Number.isNaN(lines[line]) ? 0 : lines[line]), 0);
  return { ...plan, months, lines, setup: priceSetup(values, plan), total, unpriced };
}

/** Dollars for each right answer; `unknown` where a line is unpriced or nothing succeeds. */
export function pricePerAccepted(
  values: InputValues,
  { total, unpriced, months }: ArmCost,
  success: number | undefined,
): number | "unknown" {
  const accepted = countQuestions(values, months) * (success ?? 0);
  return unpriced.length > 0 || accepted <= 0 ? "unknown" : total / accepted;
}

/** Dollars for each right answer that `a` gives more than `b`; `unknown` where it gives none. */
export function pricePerExtra(
  values: InputValues,
  a: { readonly cost: ArmCost; readonly success: number },
  b: { readonly cost: ArmCost; readonly success: number },
): number | "unknown" {
  if (a.cost.unpriced.length + b.cost.unpriced.length > 0 || a.success <= b.success)
    return "unknown";
  const extra = countQuestions(values, a.cost.months) * (a.success - b.success);
  return (a.cost.total - b.cost.total) / extra;
}
