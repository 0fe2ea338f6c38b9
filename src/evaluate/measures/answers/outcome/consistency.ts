/** @module Whether a system says the same twice: over repeats, and over other wordings. */
import type { Score } from "../../../../domain/evaluation.ts";
import type {
  AnswerTools,
  GradedCase,
  GradedReply,
  RepeatMeasure,
  SetMeasure,
} from "../measure.ts";
import { answerGiven } from "../reading.ts";
import { REASONS, unscored } from "../reasons.ts";
import { computeNumericMatch } from "../text/numeric-match.ts";
import { computeTokenF1 } from "../text/text-measures.ts";

/** Two answers of equal numbers say the same from here on (evaluation guide, 1.6). */
const SAME_F1 = 0.8;

/** Equal outcomes; of answers also: both right, or equal numbers and nearly equal words. */
export function agree(
  left: GradedReply,
  right: GradedReply,
  language: string,
  { readValues, tolerance }: Pick<AnswerTools, "readValues" | "tolerance">,
): boolean {
  const [one, other] = [answerGiven(left.reply), answerGiven(right.reply)];
  if (!one || !other) return one === other;
  const [isRight, isOtherRight] = [left.grade.correct, right.grade.correct];
  if (isRight !== undefined && isOtherRight !== undefined && isRight !== isOtherRight) return false;
  if (isRight === true && isOtherRight === true) return true;
  if (readValues) {
    const values = [one, other].map(({ text }) => readValues(text, language));
    const [a = [], b = []] = values;
    if (computeNumericMatch(a, [b], tolerance) === 0) return false;
    if (computeNumericMatch(b, [a], tolerance) === 0) return false;
  }
  return computeTokenF1(one.text, [other.text], language) >= SAME_F1;
}

/** Share of pairs that agree; `undefined` for fewer than two, a fault among them left out. */
function shareAgreeing(
  replies: readonly GradedReply[],
  language: string,
  tools: AnswerTools,
): number | undefined {
  const sound = replies.filter(
    ({ reply }) => reply.answer && reply.answer.outcome !== "error" && !reply.failure,
  );
  let pairs = 0;
  let agreeing = 0;
  for (const [index, left] of sound.entries())
    for (const right of sound.slice(index + 1)) {
      pairs += 1;
      if (agree(left, right, language, tools)) agreeing += 1;
    }
  return pairs === 0 ? undefined : agreeing / pairs;
}

/** Over the first `repeats` replies of a case; unscored with fewer. */
export const consistencyAt = (repeats: number): RepeatMeasure => ({
  kind: "repeats",
  name: `Consistency@${repeats}`,
  direction: "higher",
  range: [0, 1],
  needs: [],
  summary: `share of pairs among ${repeats} replies to one question that say the same`,
  applies: () => true,
  score(replies, golden, tools): Score {
    if (replies.length < repeats) return unscored(REASONS.tooFewRepeats);
    const share = shareAgreeing(replies.slice(0, repeats), golden.language ?? "en", tools);
    return share ?? unscored(REASONS.failed);
  },
});

/** Families of a case and its other wordings, by the id of the case; those without are left out. */
export function groupVariants(cases: readonly GradedCase[]): readonly (readonly GradedCase[])[] {
  const families = new Map<string, GradedCase[]>();
  for (const graded of cases) {
    const id = graded.golden.variantOf ?? graded.golden.id;
    families.set(id, [...(families.get(id) ?? []), graded]);
  }
  return [...families.values()].filter((family) => family.length > 1);
}

export const variantConsistency: SetMeasure = {
  kind: "set",
  name: "VariantConsistency",
  direction: "higher",
  range: [0, 1],
  needs: [],
  summary: "share of pairs among a question and its other wordings that are answered alike",
  score(cases, tools) {
    const families = groupVariants(cases);
    const shares = families.map((family) => {
      const firsts = family.flatMap(({ replies }) => replies.slice(0, 1));
      return shareAgreeing(firsts, family[0]?.golden.language ?? "en", tools);
    });
    const places = families.map(([first]) => (first ? cases.indexOf(first) : -1));
    const failed = shares.filter((share) => share === undefined).length;
    const average = (counts?: ArrayLike<number>): number | undefined => {
      let sum = 0;
      let size = 0;
      for (const [index, share] of shares.entries()) {
        if (share === undefined) continue;
        const count = counts ? (counts[places[index] ?? -1] ?? 0) : 1;
        sum += count * share;
        size += count;
      }
      return size === 0 ? undefined : sum / size;
    };
    return {
      value: average() ?? unscored(REASONS.tooFewCases),
      scored: shares.length - failed,
      unscored: failed === 0 ? {} : { [REASONS.failed]: failed },
      // A family counts as often as its first question does.
      resample: average,
    };
  },
};
