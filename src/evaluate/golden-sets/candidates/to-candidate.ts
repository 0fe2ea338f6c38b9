/** @module A drawn answer as a reviewer reads it, persons taken out. */
import { hashJson } from "../../../foundation/hash.ts";
import type { DrawnObservation } from "./draw-candidates.ts";
import { createPersonMasker } from "./mask-persons.ts";
import { blankReview, type Candidate } from "./review-file.ts";

/** What people said, and the passages, are there to decide by; only `review` becomes a case. */
export function toCandidate({ observation, stratum, probability }: DrawnObservation): Candidate {
  const { answerId, traceId, release, question, history, language, principals } = observation;
  const { collections, conversationId, outcome, reason, confidence, askedAt } = observation;
  const masker = createPersonMasker(principals);
  const text = masker.mask(question);
  const shown = observation.passages.map((passage) => passage.text).join("\n");
  const [only] = collections;
  const groups = principals.filter((principal) => principal.startsWith("group:"));
  const users = principals.filter((principal) => principal.startsWith("user:"));
  // Groups are as many rights as most have; a case that only one person may ask names that person.
  const askers = groups.length > 0 ? groups : users;
  return {
    id: `trace-${hashJson({ text, answerId }).slice(0, 10)}`,
    question: text,
    history: history.map((turn) => ({ role: turn.role, text: masker.mask(turn.text) })),
    ...(language === "und" ? {} : { language }),
    ...(only !== undefined && collections.length === 1 ? { collection: only } : {}),
    principals: [...askers],
    ...(conversationId === undefined ? {} : { group: `conversation:${conversationId}` }),
    stratum: "real",
    origin: "trace",
    source: {
      answerId,
      ...(traceId === undefined ? {} : { traceId }),
      release,
      askedAt,
      drawn: stratum,
      probability: Number(probability.toFixed(6)),
    },
    told: {
      outcome,
      ...(reason === undefined ? {} : { reason }),
      confidence,
      answer: masker.mask(observation.answer),
      citations: observation.citations,
    },
    feedback: observation.feedback.map(({ at, feedback, text: words }) => ({
      at,
      ...maskFeedback(feedback, masker.mask),
      ...(words === undefined ? {} : { words: masker.mask(words) }),
    })),
    passages: [...observation.passages],
    doubts: [
      ...masker.listDoubts(text, shown).map((word) => `${word} may name a person`),
      ...(groups.length === 0 && users.length > 0 ? [`asked as ${users.join(", ")}`] : []),
    ],
    review: blankReview(),
  };
}

function maskFeedback(feedback: object, mask: (text: string) => string): object {
  const members = Object.entries(feedback).map(([name, value]) => [
    name,
    name === "text" && typeof value === "string" ? mask(value) : value,
  ]);
  return Object.fromEntries(members);
}
