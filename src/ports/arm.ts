/** @module The port of arms: ways of building a feature, each as something that answers the same cases. */
import type { BaseModel } from "../domain/evaluation.ts";
import type { GoldenSet } from "../domain/golden-set.ts";
import type { EvaluatedSystem } from "./evaluated-system.ts";

/** What arms are opened for. */
export interface ArmRequest {
  /**
   * The whole set, as it can be asked today. An arm may learn from its train part and choose among
   * at most five variants by its dev part; the cases that judge it are never shown to it.
   */
  readonly golden: GoldenSet;
  readonly collections?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One that can be asked now. */
export interface OpenedArm {
  /** As a decision names it: `prompt`, `retrieval`, `tuned`, … */
  readonly arm: string;
  /** Its subject names the arm, so that what is kept of it is found again. */
  readonly system: EvaluatedSystem;
  /** What a tuned one was tuned from. */
  readonly base?: BaseModel;
}

/** One that cannot be asked now. */
export interface ClosedArm {
  readonly arm: string;
  /** What is missing, as one clause. */
  readonly reason: string;
  /** What would measure it; absent where no command can. */
  readonly command?: string;
}

/**
 * Contract:
 * - each arm is listed once, opened or closed; what cannot be opened is closed with its reason,
 *   and nothing is estimated;
 * - an arm answers as `EvaluatedSystem` says, under the principals of each case.
 */
export interface ArmProvider {
  list(request: ArmRequest): Promise<readonly (OpenedArm | ClosedArm)[]>;
}
