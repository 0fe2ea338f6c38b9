/** @module Measuring arms, as every surface asks for it and is told. */
import type { Part } from "../../domain/golden-set.ts";
import type { EvaluationFaults } from "../../evaluate/index.ts";
import type { Arm, ArmComparison, ArmResult } from "../../decide/index.ts";

export interface MeasureArmsInput {
  /** Folder of the golden set; `folder@hash` pins a version. */
  readonly golden: string;
  /** Retrieval asks in these alone. */
  readonly collections?: readonly string[] | undefined;
  /** Default: `test` where there is one, else all. */
  readonly part?: Part | "all" | undefined;
  /** A file: what a model without documents is told, in the place of the built-in instruction. */
  readonly instruction?: string | undefined;
  /** Worked examples for each question of the arm with examples. Default: 5. */
  readonly examples?: number | undefined;
  /** How often each case is asked. Default: 3 where a language model answers, else 1. */
  readonly repeats?: number | undefined;
  readonly seed?: string | undefined;
  /** Asks again what was asked before. */
  readonly fresh?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface UnmeasuredArm {
  readonly arm: Arm;
  readonly status: "unmeasured";
  readonly reason: string;
  readonly command?: string;
}

/** `plumbline.arms/1`. */
export interface ArmsReport {
  readonly schema: "plumbline.arms/1";
  readonly golden: {
    readonly name: string;
    readonly hash: string;
    readonly part: Part | "all";
  };
  /** Of the part, as they were asked. */
  readonly cases: number;
  /** Every arm, in the order of a decision; evaluations of the measured ones are kept. */
  readonly arms: readonly ((ArmResult & { readonly status: "measured" }) | UnmeasuredArm)[];
  readonly comparisons: readonly ArmComparison[];
  /** What the figures do not say by themselves, in whole sentences. */
  readonly remarks: readonly string[];
  /** Fewer cases than give a verdict, or one arm alone. */
  readonly inconclusive: boolean;
}

export type MeasureArmsEvent =
  | { readonly type: "arm-started"; readonly arm: Arm; readonly replies: number }
  | { readonly type: "case-replied"; readonly arm: Arm; readonly cached: boolean }
  | { readonly type: "arm-measured"; readonly arm: Arm; readonly faults: EvaluationFaults }
  /** Last of all. */
  | { readonly type: "arms-measured"; readonly report: ArmsReport };
