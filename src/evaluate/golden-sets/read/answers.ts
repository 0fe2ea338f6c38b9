/** @module What is known of right answers: answers.jsonl. */
import { z } from "zod";
import type { EvidenceSpan } from "../../../domain/golden-set.ts";
import { PrincipalSchema } from "../../../domain/principal.ts";
import { ANSWERS, toText, type GoldenFiles } from "../files.ts";
import { parseLines, type Mistakes } from "./mistakes.ts";

const Place = z.int().min(0);
const Evidence = z
  .strictObject({
    document: z.string().min(1),
    start: Place.optional(),
    end: Place.optional(),
    quote: z.string().min(1).optional(),
  })
  .refine(
    ({ start, end }) => (start === undefined) === (end === undefined) && (start ?? 0) <= (end ?? 0),
    "needs a start at or before its end, or neither",
  )
  .transform(({ document, start, end, quote }): EvidenceSpan => ({
    document,
    ...(start === undefined || end === undefined ? {} : { start, end }),
    ...(quote === undefined ? {} : { quote }),
  }));

const Texts = z.array(z.string().min(1));
const Checks = z
  .strictObject({
    numbers: Texts.optional(),
    mustSay: Texts.optional(),
    mustNotSay: Texts.optional(),
    schema: z.string().optional(),
  })
  .transform(({ numbers, mustSay, mustNotSay, schema }) => ({
    ...(numbers ? { numbers } : {}),
    ...(mustSay ? { mustSay } : {}),
    ...(mustNotSay ? { mustNotSay } : {}),
    ...(schema === undefined ? {} : { schema }),
  }));

const Label = z.strictObject({
  by: z.string(),
  at: z.string(),
  method: z.enum(["written", "edited", "approved", "judge"]),
});

const Answer = z.strictObject({
  _id: z.union([z.string().min(1), z.number()]).transform(String),
  answerable: z.boolean().default(true),
  answers: z.array(z.string()).default([]),
  evidence: z.array(z.array(Evidence).min(1)).default([]),
  checks: Checks.default({}),
  principals: z.array(PrincipalSchema).default([]),
  labels: z.array(Label).default([]),
});

export type ReadAnswer = z.output<typeof Answer>;

/** By id of the question; an answer to no question, or a second one, is a mistake. */
export function readAnswers(
  files: GoldenFiles,
  known: ReadonlySet<string>,
  mistakes: Mistakes,
): ReadonlyMap<string, ReadAnswer> {
  const answers = new Map<string, ReadAnswer>();
  for (const { line, value } of parseLines(ANSWERS, toText(files.get(ANSWERS)), Answer, mistakes)) {
    if (answers.has(value._id)) mistakes.add(ANSWERS, line, `the id ${value._id} comes twice`);
    else if (!known.has(value._id))
      mistakes.add(ANSWERS, line, `there is no question ${value._id}`);
    else answers.set(value._id, value);
  }
  return answers;
}
