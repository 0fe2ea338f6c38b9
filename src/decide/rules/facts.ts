/** @module All that rules look at: answers as they are used, and what was measured beside them. */
import type { Answers } from "../questionnaire/answers.ts";

/** Ways to build it, from the simplest on. */
export const ARMS = [
  "prompt",
  "fewshot",
  "large-prompted",
  "retrieval",
  "retrieval+search",
  "tuned-local",
  "small-tuned",
  "tuned",
  "both",
] as const;
export type Arm = (typeof ARMS)[number];

/** What is known of one arm. */
export interface ArmFacts {
  readonly arm: Arm;
  readonly p95Ms?: number;
  /** When its base model ends, and whether another one can be tuned in its place. */
  readonly base?: {
    readonly name: string;
    readonly shutdownAt?: string;
    readonly hasTunableSuccessor: boolean;
  };
}

export interface Facts {
  readonly answers: Answers;
  readonly arms: readonly ArmFacts[];
  readonly today: string;
  /** Questions of the golden set; absent: none was found, and the answer stands. */
  readonly goldenCases?: number;
  /** All current documents. */
  readonly knowledgeTokens?: number;
  readonly distinctAccess?: number;
  readonly latencyLimitMs?: number;
}

export const answered = (
  { answers }: Pick<Facts, "answers">,
  id: string,
  ...values: readonly string[]
): boolean => values.includes(answers.get(id) ?? "");
