/** @module A judge over answers that people labelled, to a record of what its verdicts are worth. */
import { mapOrdered } from "../../foundation/concurrency.ts";
import type { JudgedVerdict } from "../../domain/evaluation.ts";
import type { Judge } from "../../ports/judge.ts";
import {
  calibrateJudge,
  type CalibrationExample,
  type CalibrationOf,
  type JudgeCalibration,
} from "./calibrate-judge.ts";
import { judgeRepeatedly } from "./judge-repeatedly.ts";
import type { LabelledAnswer } from "./labels.ts";

export interface MeasureJudgeOptions extends Omit<CalibrationOf, "judge"> {
  /** Two at least, or nothing is known of how steady it is. */
  readonly repeats: number;
  /** Answers judged at a time. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
}

export interface MeasuredJudge {
  readonly record: JudgeCalibration;
  /** Answers of which its repeats said both. */
  readonly flaky: number;
  readonly costUsd: number | "unknown";
}

/** Answers in one language with a label of the criterion: what a record is made from. */
export function selectLabels(
  labelled: readonly LabelledAnswer[],
  criterion: string,
  language: string,
): readonly LabelledAnswer[] {
  const primary = (tag: string): string | undefined => tag.toLowerCase().split("-")[0];
  return labelled.filter(
    (answer) =>
      answer.labels[criterion] !== undefined && primary(answer.language) === primary(language),
  );
}

/** @throws the signal's reason. */
export async function measureJudge(
  judge: Judge,
  labelled: readonly LabelledAnswer[],
  { repeats, concurrency, signal, ...of }: MeasureJudgeOptions,
): Promise<MeasuredJudge> {
  const { criterion } = of;
  const examples: CalibrationExample[] = [];
  let flaky = 0;
  let costUsd: number | "unknown" = 0;
  const selected = selectLabels(labelled, criterion, of.language);
  const judged = mapOrdered(selected, concurrency, async (answer) => {
    const { question, references, passages, language } = answer;
    const request = { criterion, question, answer: answer.answer, references, passages, language };
    const found = await judgeRepeatedly(
      judge,
      { ...request, ...(signal ? { signal } : {}) },
      repeats,
    );
    return { answer, found };
  });
  for await (const { answer, found } of judged) {
    examples.push({
      id: answer.id,
      people: answer.labels[criterion] ?? [],
      judge: found.verdicts.map(toBoolean),
    });
    if (found.flaky) flaky += 1;
    costUsd =
      costUsd === "unknown" || found.costUsd === "unknown" ? "unknown" : costUsd + found.costUsd;
  }
  return { record: calibrateJudge({ ...of, judge: judge.id }, examples), flaky, costUsd };
}

const toBoolean = ({ verdict }: JudgedVerdict): boolean | undefined =>
  verdict === "cannot-tell" ? undefined : verdict === "yes";
