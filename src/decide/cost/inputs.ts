/** @module What the cost model asks for: each input with its unit, its range and where that is from. */
import type { Arm } from "../rules/facts.ts";

/** Three values of one input; equal ones where nothing is unsure. */
export interface Range {
  readonly low: number;
  readonly mode: number;
  readonly high: number;
}

export interface InputDefinition extends Range {
  readonly name: string;
  readonly text: string;
  readonly unit: string;
  /** `price` inputs may be unknown, and are never guessed. */
  readonly kind: "volume" | "tokens" | "price" | "share" | "people" | "cadence";
}

const input = (
  kind: InputDefinition["kind"],
  name: string,
  text: string,
  unit: string,
  mode: number,
  low = mode,
  high = mode,
): InputDefinition => ({ kind, name, text, unit, low, mode, high });

/** Arms whose work and tokens differ. */
export const KINDS = ["prompt", "fewshot", "retrieval", "tuned", "both"] as const;
export type Kind = (typeof KINDS)[number];

/** The pair that is worth a look of its own: a small model, tuned, against a large one, prompted. */
export const PAIR = ["large-prompted", "small-tuned"] as const;
export const COSTED_ARMS = [...KINDS, ...PAIR] as const;
export type CostedArm = (typeof COSTED_ARMS)[number];

/** The kind that an arm shares days and tokens with; its prices may be its own. */
export const toKind = (arm: CostedArm): Kind =>
  arm === "large-prompted" ? "prompt" : arm === "small-tuned" ? "tuned" : arm;

/** The arm whose costs stand for it. */
export const toCostedArm = (arm: Arm): CostedArm =>
  arm === "retrieval+search" ? "retrieval" : arm === "tuned-local" ? "tuned" : arm;

/**
 * Defaults are those of the worked example in `tests/fixtures/decide/worked-example.json`: they
 * stand for a team's own numbers until it gives them. Prices come from the price tables.
 */
export const INPUTS: readonly InputDefinition[] = [
  input("volume", "questionsPerMonth", "questions", "a month", 60_000, 30_000, 150_000),
  input("share", "questionGrowth", "growth of the questions", "share a month", 0),
  input("tokens", "systemTokens", "instructions", "tokens", 900),
  input(
    "tokens",
    "tunedSystemTokens",
    "instructions that a tuned model still needs",
    "tokens",
    120,
  ),
  input("tokens", "fewshotTokens", "examples in the prompt", "tokens", 1_200),
  input("tokens", "questionTokens", "question", "tokens", 60),
  input("tokens", "historyTokens", "earlier turns", "tokens", 0),
  input("tokens", "passages", "passages shown", "passages", 5, 3, 10),
  input("tokens", "passageTokens", "passage", "tokens", 300),
  input("tokens", "outputTokens", "answer", "tokens", 250, 150, 450),
  input(
    "share",
    "cachedShare",
    "share of the instructions read from the provider's cache",
    "share",
    0,
  ),
  input("share", "retryShare", "calls made again", "share", 0),
  input("price", "inputPrice", "input tokens", "$ a million", 1),
  input("price", "outputPrice", "output tokens", "$ a million", 5),
  input("price", "cacheReadPrice", "cached input tokens", "$ a million", 0.1),
  input("price", "tokenPriceFactor", "token prices over the time", "factor", 1, 0.5, 1.2),
  // Of the frontier class, as the price list has gpt-5.6-terra.
  input("price", "largeInputPrice", "input tokens of the large model", "$ a million", 2),
  input("price", "largeOutputPrice", "output tokens of the large model", "$ a million", 12),
  input(
    "price",
    "largeCacheReadPrice",
    "cached input tokens of the large model",
    "$ a million",
    0.2,
  ),
  input("volume", "documents", "documents", "documents", 2_000),
  input("tokens", "documentTokens", "document", "tokens", 2_400),
  input("share", "changeShare", "documents that change", "share a month", 0.08, 0.02, 0.2),
  input("share", "documentGrowth", "documents that are added", "share a month", 0),
  input("price", "parsePrice", "parsing", "$ a million tokens", 0),
  input("price", "embeddingPrice", "embedding", "$ a million tokens", 0),
  input("price", "storagePerMonth", "storage beyond the machine", "$ a month", 0),
  input("price", "rerankPrice", "reranking", "$ a question", 0),
  input("price", "gpuHourPrice", "one GPU", "$ an hour", 3.99, 1.35, 8),
  input(
    "price",
    "smallGpuHourPrice",
    "one GPU that holds the small tuned model",
    "$ an hour",
    0.87,
    0.87,
    1.35,
  ),
  input("volume", "hostingHours", "hours that it runs", "hours a month", 730),
  input("volume", "minReplicas", "GPUs at least", "GPUs", 1),
  input("volume", "peakFactor", "questions in the busiest second over the mean", "factor", 5),
  input(
    "volume",
    "prefillTokensPerSecond",
    "prompt tokens a GPU reads",
    "tokens a second",
    Infinity,
  ),
  input("volume", "decodeTokensPerSecond", "tokens a GPU writes", "tokens a second", Infinity),
  input("share", "utilisation", "share of a GPU's speed that can be used", "share", 0.6),
  input(
    "price",
    "servedPrice",
    "tokens of the tuned model, where it is paid by token",
    "$ a million",
    0.2,
  ),
  input(
    "price",
    "smallServedPrice",
    "tokens of the small tuned model, where it is paid by token",
    "$ a million",
    0.2,
  ),
  input("volume", "trainingRows", "rows to train on", "rows", 1_000),
  input("tokens", "rowTokens", "row", "tokens", 1_100),
  input("volume", "epochs", "epochs", "epochs", 3),
  input("volume", "validationRows", "rows read at each of the validations", "rows", 100),
  input("volume", "validations", "validations of a run", "validations", 3),
  input("price", "trainingPrice", "training", "$ a million tokens", 0.48),
  input("volume", "tries", "runs for one accepted model", "runs", 4, 3, 8),
  input("people", "labelMinutes", "one label", "minutes", 4, 2, 8),
  input("people", "labelHourRate", "who labels", "$ an hour", 45),
  input("share", "doubleShare", "labels made twice", "share", 0.2),
  input("volume", "newLabels", "new labels at each retraining", "labels", 300),
  input("volume", "goldenCases", "golden set", "cases", 200),
  input("volume", "repeats", "answers to each case", "answers", 1),
  input("volume", "runsPerMonth", "evaluations", "a month", 4),
  input("tokens", "judgeInputTokens", "what a judge reads", "tokens", 3_000),
  input("tokens", "judgeOutputTokens", "what a judge writes", "tokens", 200),
  input("volume", "auditAnswers", "answers that people check at each audit", "answers", 50),
  input("people", "auditMinutes", "one checked answer", "minutes", 3),
  input("cadence", "auditsPerYear", "audits while nothing is trained", "a year", 4),
  input("people", "dayRate", "an engineer", "$ a day", 640),
  input("people", "engineeringFactor", "days of work over those planned", "factor", 1, 0.7, 1.8),
  ...KINDS.map((arm, index) =>
    input("people", `buildDays.${arm}`, `building ${arm}`, "days", [5, 7, 25, 30, 45][index] ?? 0),
  ),
  ...KINDS.map((arm, index) =>
    input(
      "people",
      `monthlyDays.${arm}`,
      `keeping up ${arm}`,
      "days a month",
      [0.5, 0.75, 1.5, 1, 2][index] ?? 0,
    ),
  ),
  input("people", "cycleDays", "one retraining", "days", 4),
  input(
    "share",
    "staleShare",
    "share of facts in the weights that may be out of date",
    "share",
    0.1,
  ),
  input("cadence", "behaviourRetrainsPerYear", "retrainings for behaviour alone", "a year", 2),
  input("cadence", "baseLifeMonths", "life of a base model", "months", 18, 12, 36),
  input("people", "baseChangeDays", "changing the model behind an API", "days", 3),
  input("people", "tunedBaseChangeDays", "changing the base of a tuned model", "days", 8),
  input("price", "serverPerMonth", "server", "$ a month", 60),
];

export type InputValues = Readonly<Record<string, number>>;

/** Unknown prices are NaN, and so is every line that needs them. */
export const modesOf = (ranges: Readonly<Record<string, Range>>): InputValues =>
  Object.fromEntries(Object.entries(ranges).map(([name, { mode }]) => [name, mode]));

export const DEFAULT_RANGES: Readonly<Record<string, Range>> = Object.fromEntries(
  INPUTS.map(({ name, low, mode, high }) => [name, { low, mode, high }]),
);
