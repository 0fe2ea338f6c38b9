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
  /** Keys of documents that it is not to look into; only systems that `masks` are asked such a case. */
  readonly masked?: readonly string[];
  /** How deep the same case is ranked once it was answered; absent where it is not. */
  readonly rankingDepth?: number;
  readonly signal?: AbortSignal;
}

/**
 * Contract:
 * - a quality verdict is never thrown: an abstention is a reply, and so is an incomplete answer;
 * - what is thrown is a fault (a provider that is down, a file that is wrong), counted apart;
 * - a case that is both answered and ranked is answered first, and is the same object both times, so
 *   that a system may look once for both; neither may differ for it.
 */
export interface EvaluatedSystem {
  readonly subject: EvaluationSubject;
  /** Its answers may cost money that nobody else asks caps for; absent: they do not. */
  readonly metered?: boolean;
  /** Leaves out the documents that a case hides, or did so before; absent: it cannot. */
  readonly masks?: boolean;
  /** Whole documents, best first, at least `depth` where there are as many; absent: it cannot. */
  readonly rank?: (asked: AskedCase, depth: number) => Promise<RankingReply>;
  /** Absent: it cannot. */
  readonly answer?: (asked: AskedCase) => Promise<AnswerReply>;
}
