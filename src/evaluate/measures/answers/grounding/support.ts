/** @module Faithfulness without a model: a support score of the whole answer, and exact checks. */
import type { Score } from "../../../../domain/evaluation.ts";
import type { CaseMeasure } from "../measure.ts";
import { answerGiven, type ReplyReading } from "../reading.ts";
import { REASONS, toShare, unscored } from "../reasons.ts";
import { reasonWithoutAnswer } from "./citations.ts";

const shared = {
  kind: "case",
  direction: "higher",
  range: [0, 1],
  needs: ["verifier"],
  applies: () => true,
} as const;

/**
 * How much of the answer the passages say as well. It sees neither negation nor swapped roles, and
 * no threshold of it is right for every collection: it orders answers for review.
 */
export const support: CaseMeasure = {
  ...shared,
  name: "Support",
  summary: "how much of the answer's words the passages shown hold; triage, no proof",
  async score(reading): Promise<Score> {
    const { reply, factual, tools } = reading;
    if (!answerGiven(reply)) return unscored(reasonWithoutAnswer(reading));
    if (factual.length === 0) return unscored(REASONS.notFactual);
    if (!tools.verifier.assess) return unscored(REASONS.unread);
    const assessed = await reading.assess();
    return assessed?.support ?? unscored(REASONS.tooShort);
  },
};

/** Factual sentences that fail an exact check against the passages they cite. */
export async function listUnsupported({
  reply,
  factual,
  verify,
}: ReplyReading): Promise<readonly string[]> {
  const shown = new Set(reply.answer?.passages.map(({ id }) => id));
  const unsupported: string[] = [];
  for (const { text, citations } of factual) {
    const { failures } = await verify(
      text,
      [...new Set(citations)].filter((id) => shown.has(id)),
    );
    if (failures.length > 0) unsupported.push(text);
  }
  return unsupported;
}

/** Numbers, dates and names are in what is cited; a sentence that cites nothing fails. */
export const exactChecks: CaseMeasure = {
  ...shared,
  name: "ExactChecks",
  summary: "share of factual sentences whose numbers, dates and names are in what they cite",
  async score(reading): Promise<Score> {
    if (!answerGiven(reading.reply)) return unscored(reasonWithoutAnswer(reading));
    const { unsupported } = await reading.grade();
    const { length } = reading.factual;
    return toShare(length - unsupported.length, length, REASONS.notFactual);
  },
};
