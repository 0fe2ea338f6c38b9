/** @module Why a case failed, from what its answer left on record. */
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { AnswerReply, ReplyGrade } from "../../domain/evaluation.ts";
import type { AttributedCase, FailureEvidence } from "../../domain/failure.ts";
import type { GoldenCase } from "../../domain/golden-set.ts";
import type { Attribute, GradedCase, GradedReply } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { attribute, collectEvidence } from "../../trace/index.ts";
import { maintenanceAccess, toAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { listFailedChecks } from "../failures/failed-checks.ts";
import { liftFilters } from "../failures/lift-filters.ts";
import { locateEvidence } from "../failures/locate-evidence.ts";
import type { KnownDocuments } from "../golden/documents.ts";

export interface AttributeParts {
  readonly assembly: Assembly;
  readonly store: Store;
  readonly known: KnownDocuments;
}

/**
 * Of the first repeat. A system that leaves no record tells whether it answered and nothing of its
 * evidence, so that most of its failures are undetermined; nothing without a reply.
 */
export function createAttribute(parts: AttributeParts): Attribute {
  return async ({ golden, replies }: GradedCase): Promise<AttributedCase | undefined> => {
    const [first] = replies;
    if (!first) return undefined;
    const evidence = await readEvidence(golden, first, parts);
    return evidence && { attribution: attribute(evidence), evidence };
  };
}

async function readEvidence(
  golden: GoldenCase,
  { reply, grade }: GradedReply,
  parts: AttributeParts,
): Promise<FailureEvidence | undefined> {
  const { answer, failure } = reply;
  if (!answer) return failure && noReply(golden);
  const told = {
    answerable: golden.answerable,
    correct: grade.correct ?? null,
    unsupported: await listFailedChecks(golden, answer, grade, parts.assembly.verifier),
    ...toFormatError(answer, grade),
  };
  const { assembly, store, known } = parts;
  const access = maintenanceAccess("evaluation");
  const record = answer.answerId && (await store.findAnswer(access, answer.answerId));
  if (!record) return { ...told, ...describeOutcome(answer, grade) };
  const asker = toAccess(golden.principals.length > 0 ? golden.principals : undefined);
  const sets = await locateEvidence(golden, { store, known });
  return collectEvidence({
    ...told,
    sets: await liftFilters(assembly, store, asker, record, sets),
    retrieval: record,
    answer: { ...record, ...toAbstainReason(record) },
  });
}

/** Evidence that passed the threshold was weak by the word of the writer alone. */
function toAbstainReason({ answer, threshold }: AnswerRecord): { readonly abstainReason?: string } {
  const { abstained, reason, confidence } = answer;
  if (!abstained || reason === undefined) return {};
  const byWriter = reason === "weak-evidence" && confidence >= threshold;
  return { abstainReason: byWriter ? "model" : reason };
}

/** The system failed before it said anything. */
const noReply = ({ answerable }: GoldenCase): FailureEvidence => ({
  sets: [],
  k: 0,
  answerable,
  outcome: "error",
  abstainReason: null,
  finishReason: null,
  formatValid: true,
  correct: null,
  unsupported: [],
});

const describeOutcome = (
  { outcome, passages, reason }: AnswerReply,
  { formatValid }: ReplyGrade,
): Omit<FailureEvidence, "answerable" | "correct" | "unsupported"> => ({
  sets: [],
  k: passages.length,
  outcome,
  abstainReason: outcome === "abstained" ? (reason ?? null) : null,
  finishReason: outcome === "incomplete" ? (reason ?? null) : null,
  formatValid,
});

/** A reply that a limit cut says so by its outcome. */
function toFormatError(
  { text, outcome }: AnswerReply,
  { formatValid }: ReplyGrade,
): { readonly formatError?: string } {
  if (formatValid || outcome === "incomplete") return {};
  try {
    JSON.parse(text);
    return { formatError: "schema" };
  } catch {
    return { formatError: "unparsable" };
  }
}
