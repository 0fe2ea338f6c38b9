/** @module How sure a recommendation is, and why. */
import { QUESTIONS, type Answers } from "../questionnaire/answers.ts";
import { INDICATED } from "../questionnaire/score.ts";
import type { Recommendation } from "./recommend.ts";

export interface ConfidenceInput {
  readonly recommendation: Recommendation;
  readonly answers: Answers;
  /** Questions whose answer was measured. */
  readonly measured: ReadonlySet<string>;
  readonly contradictions: number;
  readonly stalePrices: boolean;
}

export interface Confidence {
  readonly level: "high" | "medium" | "low";
  readonly reasons: readonly string[];
  /** Share of the points that were measured, and of the questions that were answered. */
  readonly measuredShare: number;
  readonly answeredShare: number;
  /** Points to the nearer threshold, or standard errors of the deciding difference to 0. */
  readonly margin: number;
}

const HIGH = { measured: 0.6, answered: 0.8, points: 3, errors: 2, cases: 100 };
const MEDIUM = { answered: 0.6, margin: 1 };
/** A 95 % interval is this many standard errors wide. */
const INTERVAL_WIDTH = 2 * 1.96;

export function assessConfidence(input: ConfidenceInput): Confidence {
  const { recommendation, answers, measured } = input;
  const { axes, byArms } = recommendation;
  const weight = (ids: readonly { k: number; b: number }[]): number =>
    ids.reduce((sum, { k, b }) => sum + Math.abs(k) + Math.abs(b), 0);
  const all = weight(axes.contributions);
  const known = weight(axes.contributions.filter(({ question }) => measured.has(question)));
  const measuredShare = all === 0 ? 0 : known / all;
  const answeredShare = answers.size / QUESTIONS.length;
  const errors = byArms?.comparison && standardErrors(byArms.comparison);
  const points = Math.min(Math.abs(axes.K - INDICATED), Math.abs(axes.B - INDICATED));
  const margin = errors ?? points;
  const wants = [
    {
      holds: !recommendation.provisional,
      else: "the arm and a simpler rival were not both measured",
    },
    {
      holds: (byArms?.comparison?.cases ?? 0) >= HIGH.cases,
      else: `fewer than ${HIGH.cases} cases were compared`,
    },
    {
      holds: measuredShare >= HIGH.measured,
      else: `${percent(measuredShare)} of the points were measured, the rest were stated`,
    },
    {
      holds: answeredShare >= HIGH.answered,
      else: `${percent(answeredShare)} of the questions were answered`,
    },
    {
      holds: margin >= (errors === undefined ? HIGH.points : HIGH.errors),
      else:
        errors === undefined
          ? `the scores are ${points} ${points === 1 ? "point" : "points"} from another outcome`
          : "the gain is close to 0",
    },
    { holds: !input.stalePrices, else: "a price is more than 90 days old" },
    {
      holds: input.contradictions === 0,
      else:
        input.contradictions === 1
          ? "two answers contradict each other"
          : "answers contradict each other",
    },
  ];
  const reasons = wants.filter(({ holds }) => !holds).map((want) => want.else);
  const withoutSet = recommendation.rules.some(({ id }) => id === "H11");
  const level =
    reasons.length === 0
      ? "high"
      : !withoutSet && answeredShare >= MEDIUM.answered && margin >= MEDIUM.margin
        ? "medium"
        : "low";
  return { level, reasons, measuredShare, answeredShare, margin };
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const standardErrors = ({
  difference,
  low,
  high,
}: {
  difference: number;
  low: number;
  high: number;
}): number => (high > low ? (Math.abs(difference) * INTERVAL_WIDTH) / (high - low) : 0);
