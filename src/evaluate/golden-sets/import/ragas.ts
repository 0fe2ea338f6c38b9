/** @module RAGAS test sets: questions with references; the contexts they name are not evidence. */
import type { ImportedFile } from "./imported-case.ts";
import { parseTable, pick } from "./tables.ts";

/** Columns of versions .1 (`question`, `ground_truth`) and .2 (`user_input`, `reference`). */
export function importRagas(path: string, text: string): ImportedFile {
  const notes: string[] = [];
  const rows = parseTable(path, "ragas", text);
  const cases = rows.flatMap((row, index) => {
    const asked = pick(row, "user_input", "question");
    if (asked === "") {
      notes.push(`row ${index + 1} asks nothing`);
      return [];
    }
    const answer = pick(row, "reference", "ground_truth", "ground_truths", "answer");
    const stratum = pick(row, "synthesizer_name", "evolution_type");
    return [
      {
        text: asked,
        answers: answer === "" ? [] : [answer],
        ...(stratum === "" ? {} : { stratum }),
      },
    ];
  });
  if (rows.some((row) => pick(row, "reference_contexts", "contexts") !== ""))
    notes.push("contexts are texts without a place in a document: they are no evidence");
  return { cases, notes };
}
