/** @module Between an evaluation and its JSON. */
import type { Evaluation, MeasureResult } from "../../../domain/evaluation.ts";
import { evaluationInvalid } from "../../errors.ts";
import { EvaluationSchema, type EvaluationJson } from "./schema.ts";

type MeasureJson = EvaluationJson["measures"][number];

/** Figures before cases, so that a person who opens the file sees them first. */
export function toEvaluationJson(evaluation: Evaluation): EvaluationJson {
  const { measures, slices, cases, ...rest } = evaluation;
  return {
    ...rest,
    measures: measures.map(toMeasureJson),
    slices: slices.map((slice) => ({ ...slice, measures: slice.measures.map(toMeasureJson) })),
    cases,
  };
}

function toMeasureJson({ interval, scored, ...result }: MeasureResult): MeasureJson {
  const { measure, mean, ...rest } = result;
  return {
    measure,
    ...(mean === undefined ? {} : { mean }),
    ...interval,
    n: scored,
    ...rest,
  };
}

function fromMeasureJson({ low, high, n, ...rest }: MeasureJson): MeasureResult {
  const interval = low === undefined || high === undefined ? undefined : { low, high };
  return { ...rest, scored: n, ...(interval ? { interval } : {}) };
}

/**
 * @param source names it in errors.
 * @throws evaluate.evaluation-invalid naming what is wrong first.
 */
export function parseEvaluation(text: string, source: string): Evaluation {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw evaluationInvalid({ source, reason }, error);
  }
  const parsed = EvaluationSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.map(String).join(".") ?? "";
    throw evaluationInvalid({ source, reason: `${path}: ${issue?.message ?? "no evaluation"}` });
  }
  const { measures, slices, ...rest } = parsed.data;
  return {
    ...rest,
    measures: measures.map(fromMeasureJson),
    slices: slices.map((slice) => ({ ...slice, measures: slice.measures.map(fromMeasureJson) })),
  };
}
