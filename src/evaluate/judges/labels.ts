/** @module Answers that people labelled, and records of what a judge made of them, from files. */
import { z } from "zod";
import { parseJsonLines } from "../../foundation/jsonl.ts";
import { calibrationInvalid, labelsInvalid } from "./errors.ts";
import { JudgeCalibrationSchema, type JudgeCalibration } from "./calibrate-judge.ts";

const LabelledAnswerSchema = z.object({
  id: z.string().min(1),
  question: z.string().min(1),
  answer: z.string(),
  references: z.array(z.string()).default([]),
  passages: z.array(z.string()).default([]),
  /** BCP 47. */
  language: z.string().min(2).default("en"),
  /** By criterion: of each person, whether it holds. */
  labels: z.record(z.string(), z.array(z.boolean()).min(1)),
});

export type LabelledAnswer = Readonly<z.output<typeof LabelledAnswerSchema>>;

/**
 * @param text JSON Lines.
 * @throws evaluate.labels-invalid naming each line that is wrong, an id that stands twice, or a file
 *   without lines.
 */
export function parseLabels(path: string, text: string): readonly LabelledAnswer[] {
  const mistakes: string[] = [];
  const seen = new Set<string>();
  const labelled = parseJsonLines(text).flatMap(({ line, value, error }) => {
    const parsed = LabelledAnswerSchema.safeParse(value);
    if (error !== undefined || !parsed.success) {
      const issue = parsed.error?.issues[0];
      const mistake = error ?? `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`;
      mistakes.push(`line ${line}: ${mistake.trim()}`);
      return [];
    }
    if (seen.has(parsed.data.id)) mistakes.push(`line ${line}: ${parsed.data.id} stands twice`);
    seen.add(parsed.data.id);
    return [parsed.data];
  });
  if (mistakes.length === 0 && labelled.length === 0) mistakes.push("it is empty");
  if (mistakes.length > 0) throw labelsInvalid({ path, mistakes });
  return labelled;
}

/** @throws evaluate.calibration-invalid */
export function parseCalibration(path: string, text: string): JudgeCalibration {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw calibrationInvalid({ path, mistakes: [reason] }, error);
  }
  const parsed = JudgeCalibrationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(
    ({ path: at, message }) => `${at.join(".") || "the record"}: ${message}`,
  );
  throw calibrationInvalid({ path, mistakes });
}
