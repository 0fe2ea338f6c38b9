/** @module A file of candidates, one a line, that a person decides on. */
import { z } from "zod";
import type { CaseLabel } from "../../../domain/golden-set.ts";
import { PrincipalSchema } from "../../../domain/principal.ts";
import { reviewInvalid } from "../../errors.ts";
import { Mistakes, parseLines } from "../read/mistakes.ts";
import type { UnassignedCase } from "../split/assign-parts.ts";

const Span = z.strictObject({
  document: z.string().min(1),
  start: z.int().min(0).optional(),
  end: z.int().min(0).optional(),
  quote: z.string().min(1).optional(),
});

/** What the reviewer decides; `null` is undecided. */
const Review = z.strictObject({
  decision: z.enum(["accept", "edit", "reject"]).nullable().default(null),
  by: z.string().nullable().default(null),
  answerable: z.boolean().nullable().default(null),
  answers: z.array(z.string()).default([]),
  evidence: z.array(z.array(Span).min(1)).default([]),
  grades: z.record(z.string(), z.int().min(0).max(3)).default({}),
  note: z.string().nullable().default(null),
});

const CandidateSchema = z.strictObject({
  id: z.string().min(1),
  question: z.string().trim().min(1),
  history: z
    .array(z.strictObject({ role: z.enum(["user", "assistant"]), text: z.string() }))
    .default([]),
  language: z.string().optional(),
  collection: z.string().optional(),
  /** Who asks it: the case is of use to those who may read its evidence. */
  principals: z.array(PrincipalSchema).default([]),
  group: z.string().optional(),
  stratum: z.string().optional(),
  origin: z.string(),
  variantOf: z.string().optional(),
  /** Where it comes from: trace, answer, release, and the chance with which it was drawn. */
  source: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  /** What was told, and what people said of it: to read, not to keep. */
  told: z.unknown().optional(),
  feedback: z.array(z.unknown()).default([]),
  passages: z.array(z.unknown()).default([]),
  /** What to look at twice: a word that may name a person, a year that was swapped. */
  doubts: z.array(z.string()).default([]),
  review: Review.prefault({}),
});

export type Candidate = z.output<typeof CandidateSchema>;

/** Nothing decided yet; each candidate has a form of its own to fill. */
export const blankReview = (): Candidate["review"] => ({
  decision: null,
  by: null,
  answerable: null,
  answers: [],
  evidence: [],
  grades: {},
  note: null,
});

export const writeReviewFile = (candidates: readonly Candidate[]): string =>
  candidates.map((candidate) => `${JSON.stringify(candidate)}\n`).join("");

/** @throws evaluate.review-invalid naming each line that is wrong. */
export function parseReviewFile(path: string, text: string): readonly Candidate[] {
  const mistakes = new Mistakes();
  const lines = parseLines(path, text, CandidateSchema, mistakes);
  const seen = new Map<string, number>();
  for (const { line, value } of lines) {
    const { review, id } = value;
    const before = seen.get(id);
    if (before !== undefined) mistakes.add(path, line, `the id ${id} stands in line ${before} too`);
    seen.set(id, line);
    const taken = review.decision === "accept" || review.decision === "edit";
    if (taken && review.by === null) mistakes.add(path, line, "review.by must say who decided");
    if (taken && review.answerable === null)
      mistakes.add(path, line, "review.answerable must say whether there is an answer");
    const backed = review.evidence.length > 0 || Object.values(review.grades).some((g) => g > 0);
    if (taken && review.answerable === true && !backed)
      mistakes.add(path, line, "review.evidence or review.grades must say where the answer is");
  }
  if (mistakes.count > 0) throw reviewInvalid({ path, mistakes: mistakes.list() });
  return lines.map(({ value }) => value);
}

export interface Reviewed {
  /** Accepted and edited, in the order of the file. */
  readonly cases: readonly UnassignedCase[];
  readonly accepted: number;
  readonly edited: number;
  readonly rejected: number;
  readonly undecided: number;
}

/** Only what the reviewer wrote becomes part of a case; grades default to the evidence's documents. */
export function toReviewedCases(candidates: readonly Candidate[], at: string): Reviewed {
  const count = (decision: string | null): number =>
    candidates.filter(({ review }) => review.decision === decision).length;
  return {
    cases: candidates
      .filter(({ review: { decision } }) => decision === "accept" || decision === "edit")
      .map((candidate) => toCase(candidate, at)),
    accepted: count("accept"),
    edited: count("edit"),
    rejected: count("reject"),
    undecided: count(null),
  };
}

function toCase(candidate: Candidate, at: string): UnassignedCase {
  const { id, question, history, principals, origin, review } = candidate;
  const { language, collection, stratum, variantOf } = candidate;
  const evidence = review.evidence.map((set) => set.map(toSpan));
  const documents = evidence.flat().map(({ document }) => document);
  const graded = Object.entries(review.grades);
  const label: CaseLabel = {
    by: review.by ?? "",
    at,
    method: review.decision === "edit" ? "edited" : "approved",
  };
  const answerable = review.answerable ?? false;
  return {
    id,
    text: question,
    history,
    group: candidate.group ?? documents.map((key) => `document:${key}`).toSorted()[0] ?? id,
    origin,
    ...(stratum === undefined ? {} : { stratum }),
    ...(language === undefined ? {} : { language }),
    ...(collection === undefined ? {} : { collection }),
    ...(variantOf === undefined ? {} : { variantOf }),
    createdAt: at,
    answerable,
    answers: review.answers,
    evidence,
    checks: {},
    principals,
    labels: [label],
    grades: new Map(graded.length > 0 ? graded : documents.map((key) => [key, 1])),
    source: candidate.source,
  };
}

function toSpan({ document, start, end, quote }: z.output<typeof Span>) {
  return {
    document,
    ...(start === undefined || end === undefined ? {} : { start, end }),
    ...(quote === undefined ? {} : { quote }),
  };
}
