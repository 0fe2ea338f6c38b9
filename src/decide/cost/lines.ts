/** @module The formulas of the cost model: what one arm costs over some months, line by line. */
import { toKind, type CostedArm, type InputValues, type Kind } from "./inputs.ts";

export const LINES = [
  "query tokens",
  "ingest",
  "embedding",
  "storage",
  "reranking",
  "hosting",
  "training",
  "labelling",
  "evaluation",
  "engineering, build",
  "engineering, run",
  "base change",
  "server",
] as const;
export type Line = (typeof LINES)[number];

/** US dollars; NaN where a price is unknown. */
export type CostLines = Readonly<Record<Line, number>>;

/** How a tuned model is served: on GPUs of one's own, or by the token. */
export type Hosting = "dedicated" | "per-token";

export interface ArmPlan {
  readonly arm: CostedArm;
  readonly hosting: Hosting;
}

/** Names that are put together anew are slow to look up, and a simulation looks them up a million times. */
const byKind = (name: string): Readonly<Record<Kind, string>> => ({
  prompt: `${name}.prompt`,
  fewshot: `${name}.fewshot`,
  retrieval: `${name}.retrieval`,
  tuned: `${name}.tuned`,
  both: `${name}.both`,
});
const BUILD_DAYS = byKind("buildDays");
const MONTHLY_DAYS = byKind("monthlyDays");

const MILLION = 1e6;
const SECONDS_PER_MONTH = 730 * 3600;
const MINUTES_PER_HOUR = 60;
const MONTHS_PER_YEAR = 12;

const retrieves = (arm: CostedArm): boolean => arm === "retrieval" || arm === "both";
const isTuned = (arm: CostedArm): boolean => toKind(arm) === "tuned" || arm === "both";

/** Inputs that stand in the place of the general ones for one arm. */
const OWN_PRICES: Readonly<Partial<Record<CostedArm, Readonly<Record<string, string>>>>> = {
  "large-prompted": {
    inputPrice: "largeInputPrice",
    outputPrice: "largeOutputPrice",
    cacheReadPrice: "largeCacheReadPrice",
  },
  "small-tuned": { gpuHourPrice: "smallGpuHourPrice", servedPrice: "smallServedPrice" },
};

/** A reader of inputs that must be there: a name that is none is a bug, not a price unknown. */
const reader =
  (values: InputValues) =>
  (name: string): number => {
    const value = values[name];
    if (value === undefined) throw new Error(`the cost model has no input ${name}`);
    return value;
  };
type Read = ReturnType<typeof reader>;

/** The same, with the prices of one arm's own model. */
function readerFor(values: InputValues, arm: CostedArm): Read {
  const own = OWN_PRICES[arm];
  const read = reader(values);
  return own ? (name) => read(own[name] ?? name) : read;
}

/** Σ Q0·(1 + g)^(m − 1) over the months 1 to M. */
export function countQuestions(values: InputValues, months: number): number {
  const read = reader(values);
  return sumGrowth(read("questionsPerMonth"), read("questionGrowth"), months);
}

const sumGrowth = (first: number, growth: number, months: number): number =>
  growth === 0 ? first * months : (first * ((1 + growth) ** months - 1)) / growth;

/** Tokens of one call: those that a cache may hold, the others, and those written. */
function countTokens(read: Read, arm: CostedArm): { fixed: number; varying: number; out: number } {
  const system = isTuned(arm) ? read("tunedSystemTokens") : read("systemTokens");
  const examples = arm === "fewshot" ? read("fewshotTokens") : 0;
  const context = retrieves(arm) ? read("passages") * read("passageTokens") : 0;
  const varying = read("questionTokens") + read("historyTokens") + context;
  return { fixed: system + examples, varying, out: read("outputTokens") };
}

/** [(1 − h)·(S + F)·p_in + h·(S + F)·p_cache + (q + H + kL)·p_in + out·p_out]·(1 + retries). */
export function priceCall(values: InputValues, { arm, hosting }: ArmPlan): number {
  const read = readerFor(values, arm);
  const { fixed, varying, out } = countTokens(read, arm);
  const again = 1 + read("retryShare");
  if (isTuned(arm))
    return hosting === "dedicated"
      ? 0
      : (((fixed + varying + out) * read("servedPrice")) / MILLION) * again;
  const cached = read("cachedShare");
  const tokens =
    ((1 - cached) * fixed + varying) * read("inputPrice") +
    // What is never read from the cache needs no price for it.
    (cached === 0 ? 0 : cached * fixed * read("cacheReadPrice")) +
    out * read("outputPrice");
  return (tokens / MILLION) * read("tokenPriceFactor") * again;
}

/** max(least, ⌈peak a second·(in/prefill + out/decode)/utilisation⌉). */
export function countReplicas(values: InputValues, arm: CostedArm): number {
  const read = reader(values);
  const { fixed, varying, out } = countTokens(read, arm);
  const peak = (read("questionsPerMonth") / SECONDS_PER_MONTH) * read("peakFactor");
  const seconds =
    (fixed + varying) / read("prefillTokensPerSecond") + out / read("decodeTokensPerSecond");
  return Math.max(read("minReplicas"), Math.ceil((peak * seconds) / read("utilisation")));
}

/** One run over rows and validations. */
export function priceTraining(values: InputValues): number {
  const read = reader(values);
  const rows = read("trainingRows") * read("epochs") + read("validations") * read("validationRows");
  return (rows * read("rowTokens") * read("trainingPrice")) / MILLION;
}

/**
 * Months between two trainings. Facts in weights: ⌊ln(1 − s)/ln(1 − c)⌋, at least 1, so that at most
 * the share `s` is stale; with retrieval only behaviour is trained again.
 */
export function trainingCadence(values: InputValues, arm: CostedArm): number {
  const read = reader(values);
  if (arm === "both") return MONTHS_PER_YEAR / read("behaviourRetrainsPerYear");
  const change = read("changeShare");
  if (change <= 0) return Infinity;
  if (change >= 1) return 1;
  return Math.max(1, Math.floor(Math.log(1 - read("staleShare")) / Math.log(1 - change)));
}

/** Trainings after the first. */
export const countCycles = (values: InputValues, arm: CostedArm, months: number): number =>
  isTuned(arm) ? Math.max(0, Math.ceil(months / trainingCadence(values, arm)) - 1) : 0;

/** The base ends this often within the months; fractions count. */
export const countBaseChanges = (values: InputValues, months: number): number =>
  months / reader(values)("baseLifeMonths");

const priceLabels = (read: Read, labels: number): number =>
  ((labels * read("labelMinutes")) / MINUTES_PER_HOUR) *
  read("labelHourRate") *
  (1 + read("doubleShare"));

const priceAudit = (read: Read): number =>
  ((read("auditAnswers") * read("auditMinutes")) / MINUTES_PER_HOUR) * read("labelHourRate");

const priceDay = (read: Read): number => read("dayRate") * read("engineeringFactor");

function priceJudging(read: Read): number {
  const tokens =
    read("judgeInputTokens") * read("inputPrice") + read("judgeOutputTokens") * read("outputPrice");
  return (tokens / MILLION) * read("tokenPriceFactor");
}

/** Once the documents, then what changes and is added each month. */
function countIngested(read: Read, months: number): number {
  const once = read("documents") * read("documentTokens");
  return once * (1 + (read("changeShare") + read("documentGrowth")) * months);
}

/** Everything that one arm costs over the months, in US dollars. */
export function computeLines(values: InputValues, plan: ArmPlan, months: number): CostLines {
  const read = reader(values);
  const { arm, hosting } = plan;
  const questions = countQuestions(values, months);
  const cycles = countCycles(values, arm, months);
  const baseChanges = countBaseChanges(values, months);
  const trainings = isTuned(arm) ? 1 + cycles + baseChanges : 0;
  const audits = isTuned(arm) ? trainings : (read("auditsPerYear") * months) / MONTHS_PER_YEAR;
  const runs = read("runsPerMonth") * months * read("goldenCases") * read("repeats");
  const ingested = retrieves(arm) ? countIngested(read, months) : 0;
  const embedded = ingested + questions * read("questionTokens");
  const call = priceCall(values, plan);
  const day = priceDay(read);
  const changeDays = isTuned(arm) ? read("tunedBaseChangeDays") : read("baseChangeDays");
  return {
    "query tokens": questions * call,
    ingest: retrieves(arm) ? (ingested * read("parsePrice")) / MILLION : 0,
    embedding: retrieves(arm) ? (embedded * read("embeddingPrice")) / MILLION : 0,
    storage: retrieves(arm) ? read("storagePerMonth") * months : 0,
    reranking: retrieves(arm) ? questions * read("rerankPrice") : 0,
    hosting:
      isTuned(arm) && hosting === "dedicated"
        ? countReplicas(values, arm) *
          readerFor(values, arm)("gpuHourPrice") *
          read("hostingHours") *
          months
        : 0,
    training: isTuned(arm) ? trainings * read("tries") * priceTraining(values) : 0,
    labelling: isTuned(arm)
      ? priceLabels(read, read("trainingRows") + cycles * read("newLabels"))
      : 0,
    evaluation: runs * (call + priceJudging(read)) + audits * priceAudit(read),
    "engineering, build": read(BUILD_DAYS[toKind(arm)]) * day,
    "engineering, run":
      (read(MONTHLY_DAYS[toKind(arm)]) * months + cycles * read("cycleDays")) * day,
    "base change": baseChanges * changeDays * day,
    server: read("serverPerMonth") * months,
  };
}

/** Building it, the first labels included. */
export function priceSetup(values: InputValues, { arm }: ArmPlan): number {
  const read = reader(values);
  const labels = isTuned(arm) ? priceLabels(read, read("trainingRows")) : 0;
  return read(BUILD_DAYS[toKind(arm)]) * priceDay(read) + labels;
}

/** What it costs that one document changes: embedded again, or the model trained again. */
export function priceChangedFact(values: InputValues, { arm }: ArmPlan): number {
  const read = reader(values);
  if (retrieves(arm))
    return (read("documentTokens") * (read("embeddingPrice") + read("parsePrice"))) / MILLION;
  if (!isTuned(arm)) return 0;
  return (
    read("tries") * priceTraining(values) +
    priceLabels(read, read("newLabels")) +
    priceAudit(read) +
    read("cycleDays") * priceDay(read)
  );
}
