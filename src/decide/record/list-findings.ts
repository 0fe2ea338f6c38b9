/** @module What is worth saying beside the recommendation: warnings, notes, conflicts of the articles. */
import { ageInDays, isStale } from "../cost/price-tables.ts";
import type { ArmCost } from "../cost/totals.ts";
import type { DecideInput } from "../decide-input.ts";
import type { UsedAnswers } from "../evidence/evidence.ts";
import { findContradictions } from "../questionnaire/contradictions.ts";
import type { Recommendation } from "../recommendation/recommend.ts";
import { ARTICLE_CONFLICTS } from "../rules/conflicts.ts";
import type { Facts } from "../rules/facts.ts";
import type { Decision } from "./decision.ts";

const WITHHELD = {
  id: "evidence-withheld",
  severity: "note" as const,
  text: "What was measured here is for its owner to read: this verdict follows from the answers alone.",
};

export function listFindings(
  input: DecideInput,
  used: UsedAnswers,
  { axes, byArms, approach }: Recommendation,
  costs: readonly ArmCost[],
): Decision["findings"] {
  const unpriced = [...new Set(costs.flatMap((cost) => cost.unpriced))];
  const stale = input.priceTables.filter((table) => isStale(table, input.createdAt));
  const axesSay = axes.K >= axes.B ? "retrieval" : "tuning";
  const overruled =
    byArms !== undefined && approach === (axesSay === "retrieval" ? "tuned" : "retrieval");
  return [
    ...used.findings.map(({ id, text }) => ({ id, severity: "warning" as const, text })),
    ...findContradictions(input.stated).map(({ questions, text, meaning }) => ({
      id: `contradiction-${questions.join("-")}`,
      severity: "warning" as const,
      text: `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}: ${meaning}.`,
    })),
    ...(input.withheld ? [WITHHELD] : []),
    ...stale.map((table) => ({
      id: `stale-prices-${table.id}`,
      severity: "warning" as const,
      text: `The prices of ${table.id} were read ${ageInDays(table, input.createdAt)} days ago; they are used as they are.`,
    })),
    ...(unpriced.length > 0
      ? [
          {
            id: "unpriced",
            severity: "warning" as const,
            text: `A price is unknown, so the totals lack: ${unpriced.join(", ")}.`,
          },
        ]
      : []),
    ...(overruled
      ? [
          {
            id: "arms-over-scores",
            severity: "note" as const,
            text: `The scores, K ${axes.K} and B ${axes.B}, speak for ${axesSay}; the measured arms decided otherwise.`,
          },
        ]
      : []),
    ...(byArms?.uncompared ?? []).map((arm) => ({
      id: `uncompared-${arm}`,
      severity: "warning" as const,
      text: `${arm} was measured, but not on the same cases as ${byArms?.arm ?? ""}: measure both again in one run.`,
    })),
    ...(byArms?.declined ?? []).map(({ arm, reason }) => ({
      id: `declined-${arm}`,
      severity: "note" as const,
      text: `${arm} was not taken: ${reason}.`,
    })),
  ];
}

export function listConflicts(
  facts: Facts,
  { approach, axes }: Recommendation,
): Decision["conflicts"] {
  const indicated = {
    retrieval: approach === "retrieval" || approach === "both",
    tuning: approach === "tuned" || approach === "both" || axes.B >= axes.K,
  };
  return ARTICLE_CONFLICTS.filter(({ applies }) => applies(facts, indicated)).map(
    ({ id, subject, readings, line }) => ({
      id,
      subject,
      line,
      readings: readings.map(({ says, articles }) => ({ says, articles: [...articles] })),
    }),
  );
}
