/** @module What a decision says in whole sentences, the same in every form of its report. */
import type { Decision } from "../record/decision.ts";
import { formatAbout, formatCount, formatUsd, formatVolume } from "./figures.ts";

export const ARM_NAMES: Readonly<Record<string, string>> = {
  prompt: "prompt",
  fewshot: "prompt with examples",
  "large-prompted": "large prompted model",
  retrieval: "retrieval",
  "retrieval+search": "retrieval, search tuned",
  "tuned-local": "local classifier",
  "small-tuned": "small tuned model",
  tuned: "tuned model",
  both: "tuned model with retrieval",
};

export const nameArm = (arm: string): string => ARM_NAMES[arm] ?? arm;

const LEVELS: Readonly<Record<Decision["recommendation"]["confidence"]["level"], string>> = {
  high: "Confidence is high: the measurements carry it.",
  medium: "Confidence is medium. For more, this is missing:",
  low: "Confidence is low: a first guess, to be checked. For more, this is missing:",
};

export const describeConfidence = (
  level: Decision["recommendation"]["confidence"]["level"],
  provisional: boolean,
): string =>
  `${provisional ? "This is provisional until the arms are measured. " : ""}${LEVELS[level]}`;

/** The arm whose costs stand for the approach. */
export function findCostedArm({ recommendation, costs }: Decision): string | undefined {
  const { approach, arm } = recommendation;
  if (approach === "none") return undefined;
  return costs.some((cost) => cost.arm === arm) ? arm : approach;
}

/** What it costs over 24 months, and between which figures it will lie. */
export function describeCost(decision: Decision): string {
  const arm = findCostedArm(decision);
  const cost = decision.costs.find((each) => each.arm === arm && each.months === 24);
  if (!cost) return "There is nothing to price.";
  const spread = `in eight of ten simulated cases between ${formatAbout(cost.p10)} and ${formatAbout(cost.p90)}`;
  const lacks =
    cost.unpriced.length > 0
      ? ` Without what has no known price: ${cost.unpriced.join(", ")}.`
      : "";
  return `Over 24 months it costs about ${formatAbout(cost.total)}, ${spread}; setting it up takes ${formatAbout(cost.setup)} of that.${lacks}`;
}

/** From which volume on another arm is cheaper. */
export function describeBreakEven(
  { costs }: Pick<Decision, "costs">,
  { a, b, months, perMonth }: Decision["breakEven"][number],
): string {
  const pair = `${nameArm(a)} against ${nameArm(b)}, ${months} months`;
  if (perMonth !== null)
    return `${pair}: cheaper from ${formatVolume(perMonth)} questions a month on`;
  const lacks = costs.some(({ arm, unpriced }) => (arm === a || arm === b) && unpriced.length > 0);
  return lacks
    ? `${pair}: not known without every price`
    : `${pair}: never cheaper with these prices`;
}

/** What a tuned model need not be told with each question, and what telling it costs. */
export function describeSavings({
  from,
  perCall,
  perMonth,
  months,
  usd,
}: Decision["savings"][number]): string {
  const what = from === "fewshot" ? "instructions and examples" : "instructions";
  return `${what} in the weights instead of the prompt save ${formatCount(perCall)} tokens a question, ${formatVolume(perMonth)} a month: ${usd === "unknown" ? "at an unknown price" : `${formatAbout(usd)} over ${months} months`}`;
}

export const describeChangedFact = ({ arm, changedFactUsd }: Decision["costs"][number]): string =>
  `${nameArm(arm)}: ${formatUsd(changedFactUsd)}`;
