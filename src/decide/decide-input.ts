/** @module All that a decision follows from. */
import type { GateFacts } from "../evaluate/index.ts";
import type { Hosting } from "./cost/lines.ts";
import type { Range } from "./cost/inputs.ts";
import type { PriceTable } from "./cost/price-tables.ts";
import type { Observations } from "./evidence/observations.ts";
import type { Answers } from "./questionnaire/answers.ts";
import type { ArmComparison, ArmResult } from "./recommendation/arm-results.ts";

export interface DecideInput {
  readonly createdAt: string;
  readonly version: string;
  readonly fingerprint: string;
  readonly seed: string;
  readonly stated: Answers;
  readonly observations: Observations;
  /** Something was measured, and whoever asks may not read it. */
  readonly withheld?: true;
  /** What the entry gate was measured from. */
  readonly gateFacts?: GateFacts;
  /** Every arm, measured or not; one that is missing is unmeasured. */
  readonly arms: readonly ArmResult[];
  readonly comparisons: readonly ArmComparison[];
  readonly goldenSet?: string;
  readonly failures: readonly { readonly class: string; readonly count: number }[];
  /** By input of the cost model. */
  readonly ranges: Readonly<Record<string, Range>>;
  /** Of the ranges, those that were measured. */
  readonly measuredInputs?: Readonly<Record<string, number>>;
  /** Of the model that writes answers now, in dollars a million; they are among the ranges. */
  readonly tokenPrices?: {
    readonly model: string;
    readonly inputPrice: number;
    readonly outputPrice: number;
    readonly cacheReadPrice?: number;
  };
  readonly hosting: Hosting;
  readonly priceTables: readonly PriceTable[];
  readonly valueOfRightAnswerUsd?: number;
  readonly latencyLimitMs?: number;
  readonly draws?: number;
}
