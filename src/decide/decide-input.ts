/** @module All that a decision follows from. */
import type { Hosting } from "./cost/lines.ts";
import type { Range } from "./cost/inputs.ts";
import type { PriceTable } from "./cost/price-tables.ts";
import type { Observations } from "./evidence/observations.ts";
import type { Answers } from "./questionnaire/answers.ts";
import type { ArmComparison, ArmResult } from "./recommendation/arm-results.ts";
import type { Criterion } from "./rules/entry-gate.ts";

export interface DecideInput {
  readonly createdAt: string;
  readonly version: string;
  readonly fingerprint: string;
  readonly seed: string;
  readonly stated: Answers;
  readonly observations: Observations;
  readonly measuredCriteria?: readonly Criterion[];
  /** Every arm, measured or not; one that is missing is unmeasured. */
  readonly arms: readonly ArmResult[];
  readonly comparisons: readonly ArmComparison[];
  readonly goldenSet?: string;
  readonly failures: readonly { readonly class: string; readonly count: number }[];
  /** By input of the cost model. */
  readonly ranges: Readonly<Record<string, Range>>;
  readonly hosting: Hosting;
  readonly priceTables: readonly PriceTable[];
  readonly valueOfRightAnswerUsd?: number;
  readonly latencyLimitMs?: number;
  readonly draws?: number;
}
