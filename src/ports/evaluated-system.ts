/** @module The port of what is evaluated: ours, another release, another product, files of replies. */
import type { Turn } from "../domain/conversation.ts";
import type { AnswerReply, EvaluationSubject, RankingReply } from "../domain/evaluation.ts";

/** A question as a case asks it. */
export interface AskedCase {
  readonly id: string;
  readonly text: string;
  readonly history: readonly Turn[];
  /** Empty is the local owner. A system that knows no principals refuses others. */
  readonly principals: readonly string[];
  readonly collection?: string;
  readonly language?: string;
  /** How often the case was asked before in this evaluation. */
  readonly repeat?: number;
  readonly signal?: AbortSignal;
}

/**
 * Contract:
 * - a quality verdict is never thrown: an abstention is a reply, and so is an incomplete answer;
 * - what is thrown is a fault (a provider that is down, a file that is wrong), counted apart.
 */
export interface EvaluatedSystem {
  readonly subject: EvaluationSubject;
  /** Whole documents, best first, at least `depth` where there are as many; absent: it cannot. */
  readonly rank?: (asked: AskedCase, depth: number) => Promise<RankingReply>;
  /** Absent: it cannot. */
  readonly answer?: (asked: AskedCase) => Promise<AnswerReply>;
}
