/** @module SQuAD's JSON: paragraphs with questions, and answers at their places. */
import { z } from "zod";
import { importFailed } from "../../errors.ts";
import { toUnits } from "../evidence/code-points.ts";
import type { ImportedCase, ImportedFile } from "./imported-case.ts";

const Answer = z.object({ text: z.string(), answer_start: z.int().min(0) });
const Question = z.object({
  id: z.coerce.string(),
  question: z.string(),
  answers: z.array(Answer).default([]),
  is_impossible: z.boolean().default(false),
});
const Squad = z.object({
  data: z.array(
    z.object({
      title: z.string().default(""),
      paragraphs: z.array(z.object({ context: z.string(), qas: z.array(Question) })),
    }),
  ),
});

/** Each paragraph is a document, `TITLE#n`; its answers' places are alternatives of each other. */
export function importSquad(path: string, text: string): ImportedFile {
  const parsed = Squad.safeParse(toJson(path, text));
  if (!parsed.success)
    throw importFailed({
      path,
      format: "squad",
      mistakes: parsed.error.issues.slice(0, 20).map((i) => `${i.path.join(".")}: ${i.message}`),
    });
  const corpus: { _id: string; title: string; text: string }[] = [];
  const cases: ImportedCase[] = [];
  for (const { title, paragraphs } of parsed.data.data)
    for (const [number, { context, qas }] of paragraphs.entries()) {
      const document = `${title.replaceAll(/\s+/g, "_") || "text"}#${number}`;
      corpus.push({ _id: document, title, text: context });
      for (const { id, question, answers, is_impossible: impossible } of qas) {
        const places = impossible
          ? []
          : answers.map((answer) => [toPlace(document, context, answer)]);
        cases.push({
          id,
          text: question.trim(),
          answerable: places.length > 0,
          answers: [...new Set(impossible ? [] : answers.map((answer) => answer.text))],
          evidence: places,
          group: title || document,
        });
      }
    }
  return { cases, corpus, notes: [] };
}

/** SQuAD counts code points. */
function toPlace(document: string, context: string, answer: z.output<typeof Answer>) {
  const start = toUnits(context, answer.answer_start);
  return { document, start, end: start + answer.text.length, quote: answer.text };
}

function toJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mistake = error instanceof Error ? error.message : "no JSON";
    throw importFailed({ path, format: "squad", mistakes: [mistake] }, error);
  }
}
