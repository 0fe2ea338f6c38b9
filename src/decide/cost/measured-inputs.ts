/** @module Inputs of the cost model that were measured: they stand before what was answered. */
import type { Observations } from "../evidence/observations.ts";

const DAYS_PER_MONTH = 365.25 / 12;
/** As much as evidence takes before it replaces an answer. */
const LEAST = { trafficDays: 30, changeDays: 60, syncs: 3, calls: 30 };

/** By input, in the order of the model; what there is too little of is absent. */
export function measureInputs({
  traffic,
  documents,
  changes,
  promptTokens,
}: Observations): Readonly<Record<string, number>> {
  return {
    ...(traffic && traffic.days >= LEAST.trafficDays
      ? { questionsPerMonth: Math.round((traffic.questions / traffic.days) * DAYS_PER_MONTH) }
      : {}),
    ...(promptTokens && promptTokens.calls >= LEAST.calls
      ? { systemTokens: promptTokens.median }
      : {}),
    ...(documents && documents.documents > 0
      ? {
          documents: documents.documents,
          documentTokens: Math.round(documents.tokens / documents.documents),
        }
      : {}),
    ...(changes && changes.days >= LEAST.changeDays && changes.syncs >= LEAST.syncs
      ? { changeShare: Math.min(1, changes.changeShare) }
      : {}),
  };
}
