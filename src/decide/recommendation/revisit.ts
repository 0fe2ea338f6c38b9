/** @module What would make one decide again: stored with the decision, and watched. */
import type { Observations } from "../evidence/observations.ts";
import type { Recommendation } from "./recommend.ts";

export interface RevisitTrigger {
  readonly trigger: string;
  readonly text: string;
  readonly threshold: number | string;
  readonly current: number | string;
}

export interface RevisitFacts {
  readonly recommendation: Recommendation;
  readonly observations: Observations;
  readonly questionsPerMonth: number;
  readonly breakEvenPerMonth?: number | undefined;
  readonly inputPrice: number;
  readonly baseShutdownAt?: string | undefined;
  readonly success?:
    | { readonly low: number; readonly high: number; readonly mean: number }
    | undefined;
  readonly createdAt: string;
}

const MONTHS_TO_REVIEW = 6;
/** Of the break-even volume. */
const VOLUME_SHARE = 0.5;
const TUNABLE_SHARE = 0.2;
const LEAST_VALIDITY = 0.95;
const PRICE_CHANGE = 0.25;
const BASE_DAYS = 180;

function addMonths(instant: string, months: number): string {
  const date = new Date(instant);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

/** In a fixed order; `current` is what held when it was decided. */
export function planRevisit(facts: RevisitFacts): readonly RevisitTrigger[] {
  return [...watchTraffic(facts), ...watchQuality(facts), ...watchSurroundings(facts)];
}

/** What is asked, and what the answers depend on. */
const watchTraffic = ({
  recommendation,
  breakEvenPerMonth,
  questionsPerMonth,
}: RevisitFacts): readonly RevisitTrigger[] => [
  ...(breakEvenPerMonth === undefined
    ? []
    : [
        {
          trigger: "volume",
          text: "questions a month reach half of the break-even volume",
          threshold: Math.round(breakEvenPerMonth * VOLUME_SHARE),
          current: Math.round(questionsPerMonth),
        },
      ]),
  {
    trigger: "change",
    text: "documents change at another pace",
    threshold: "another class of k.change",
    current:
      recommendation.axes.contributions.find(({ question }) => question === "k.change")?.answer ??
      "unknown",
  },
];

const watchQuality = ({
  recommendation,
  observations: { failures, validity },
  success,
}: RevisitFacts): readonly RevisitTrigger[] => [
  {
    trigger: "tunable-failures",
    text: "tunable classes are at least 20 % of the failures in two months",
    threshold: TUNABLE_SHARE,
    current: failures ? failures.behaviour / Math.max(1, failures.attributed) : "unknown",
  },
  {
    trigger: "validity",
    text: "less than 95 % of constrained outputs have the right form",
    threshold: LEAST_VALIDITY,
    current: validity ? validity.valid / Math.max(1, validity.outputs) : "unknown",
  },
  ...(success
    ? [
        {
          trigger: "success",
          text: "the share of right answers leaves the interval of this decision",
          threshold: `${success.low.toFixed(3)} to ${success.high.toFixed(3)}`,
          current: success.mean,
        },
      ]
    : []),
  ...(recommendation.when === "later"
    ? [
        {
          trigger: "entry-gate",
          text: "the entry gate opens",
          threshold: "open",
          current: recommendation.gate?.verdict ?? "unknown",
        },
      ]
    : []),
];

const watchSurroundings = ({
  inputPrice,
  baseShutdownAt,
  observations: { documents },
  createdAt,
}: RevisitFacts): readonly RevisitTrigger[] => [
  {
    trigger: "token-price",
    text: "the price of the model's tokens moves by more than 25 %",
    threshold: PRICE_CHANGE,
    current: Number.isNaN(inputPrice) ? "unknown" : inputPrice,
  },
  {
    trigger: "base-end",
    text: "the base model has less than 180 days left",
    threshold: BASE_DAYS,
    current: baseShutdownAt ?? "unknown",
  },
  {
    trigger: "access",
    text: "a collection or an access group is added",
    threshold: "another number",
    current: documents
      ? `${documents.collections} collections, ${documents.distinctAccess} access lists`
      : "unknown",
  },
  {
    trigger: "time",
    text: "six months have passed",
    threshold: addMonths(createdAt, MONTHS_TO_REVIEW),
    current: createdAt.slice(0, 10),
  },
];
