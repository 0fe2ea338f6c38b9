/** @module Every answer measure, by name, and which of them the tools at hand allow. */
import { unknownAnswerMeasure } from "./errors.ts";
import { fieldAccuracy, formatValidity, schemaValidity } from "./form/format.ts";
import { styleConformity } from "./form/style.ts";
import {
  citationPrecision,
  citationRecall,
  citationValidity,
  supportedElsewhere,
} from "./grounding/citations.ts";
import { evidenceCited } from "./grounding/evidence-cited.ts";
import { quoteExactness, quoteRecognizability } from "./grounding/quotes.ts";
import { exactChecks, support } from "./grounding/support.ts";
import type { AnswerMeasure, AnswerTools, MeasureNeed } from "./measure.ts";
import {
  abstentionPrecision,
  abstentionRecall,
  answerCoverage,
  falseAnswerRate,
  overRefusalRate,
  selectiveAccuracy,
} from "./outcome/abstention.ts";
import { consistencyAt, variantConsistency } from "./outcome/consistency.ts";
import { EFFORT_MEASURES } from "./outcome/effort.ts";
import { JUDGED_MEASURES } from "./outcome/judged.ts";
import { RISK_COVERAGE_MEASURES } from "./outcome/risk-coverage.ts";
import { answerSuccess, checkPass, correctness } from "./outcome/success.ts";
import { numericMatch } from "./text/numeric-match.ts";
import { completeness, exactMatch, tokenF1 } from "./text/text-measures.ts";

/** Those with a fixed name, in the order of a report. */
const FIXED: readonly AnswerMeasure[] = [
  answerSuccess,
  correctness,
  checkPass,
  exactMatch,
  tokenF1,
  numericMatch,
  completeness,
  evidenceCited,
  citationRecall,
  citationPrecision,
  citationValidity,
  supportedElsewhere,
  quoteExactness,
  quoteRecognizability,
  support,
  exactChecks,
  formatValidity,
  schemaValidity,
  fieldAccuracy,
  styleConformity,
  abstentionPrecision,
  abstentionRecall,
  overRefusalRate,
  falseAnswerRate,
  answerCoverage,
  selectiveAccuracy,
  ...RISK_COVERAGE_MEASURES,
  consistencyAt(5),
  variantConsistency,
  ...JUDGED_MEASURES,
  ...EFFORT_MEASURES,
];

/** Names that a set can be scored by; of `Consistency@k` any k from 2 on. */
export const ANSWER_MEASURE_NAMES: readonly string[] = FIXED.map(({ name }) => name);

/** @throws evaluate.unknown-answer-measure */
export function getAnswerMeasure(name: string): AnswerMeasure {
  const found = FIXED.find((measure) => measure.name === name);
  if (found) return found;
  const repeats = /^Consistency@([1-9]\d{0,2})$/.exec(name)?.[1];
  if (repeats !== undefined && Number(repeats) >= 2) return consistencyAt(Number(repeats));
  throw unknownAnswerMeasure({ name, known: ANSWER_MEASURE_NAMES });
}

export const isAnswerMeasure = (name: string): boolean =>
  ANSWER_MEASURE_NAMES.includes(name) || /^Consistency@(?:[2-9]|[1-9]\d{1,2})$/.test(name);

/**
 * Measures whose needs are all at hand, in the order of a report, but for a judge's: they cost money
 * and are asked for by name.
 */
export function listAnswerMeasures(tools: AnswerTools): readonly AnswerMeasure[] {
  return FIXED.filter(({ needs }) =>
    needs.every((need) => need !== "judge" && isAtHand(need, tools)),
  );
}

const AT_HAND: Readonly<Record<MeasureNeed, (tools: AnswerTools) => boolean>> = {
  verifier: () => true,
  texts: ({ readText }) => readText !== undefined,
  values: ({ readValues }) => readValues !== undefined,
  judge: ({ judge }) => judge !== undefined,
  schemas: ({ schemas }) => schemas !== undefined,
  style: ({ style }) => style !== undefined,
};

export const isAtHand = (need: MeasureNeed, tools: AnswerTools): boolean => AT_HAND[need](tools);
