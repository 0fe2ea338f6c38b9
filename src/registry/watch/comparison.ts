/** @module A challenger beside the champion on live traffic: guardrails, watched answer by answer. */
import {
  extendMarginTest,
  readMarginTest,
  startMarginTest,
  type MarginState,
} from "../../foundation/statistics/sequential/margin-test.ts";
import type { AnswerSignals } from "./signals.ts";

/** What must not get worse, by the difference that is still no harm. */
export const GUARDS = {
  errors: 0.01,
  "citation failures": 0.01,
  "more abstentions": 0.05,
  "fewer abstentions": 0.05,
  "slow answers": 0,
  "negative feedback": 0.02,
} as const;
export type Guard = keyof typeof GUARDS;

/** Evidence at which to act: wrong 5 % of the time at most, however often one looks. */
export const ENOUGH = 20;

/** An answer is slow where it takes longer than the champion's p95: by a quarter, and noticeably. */
const SLOWER = 1.25;
/** A fifth of what people take for at once, .1 s (Miller 1968). */
const UNNOTICED_MS = 20;
/** Before so many answers their p95 says little. */
const LEAST_TIMED = 20;
const MOST_TIMED = 500;

/** All that the next pair needs: JSON-able. */
export interface ComparisonState {
  readonly pairs: number;
  readonly guards: Readonly<Record<Guard, MarginState>>;
  /** Sums over pairs of both sides' values, for telling. */
  readonly sums: Readonly<
    Record<Guard, { readonly champion: number; readonly challenger: number }>
  >;
  /** The champion's latest, in ms: in their order, and from the fastest on. */
  readonly timed: readonly number[];
  readonly sorted: readonly number[];
}

/** One answer of the challenger, and what the champion did at the same time: the same question's
 * answer in shadow, the answers since the pair before otherwise; at least one. */
export interface ComparedAnswers {
  readonly challenger: AnswerSignals;
  readonly champion: readonly AnswerSignals[];
}

export interface GuardReading {
  readonly guard: Guard;
  readonly evidence: number;
  readonly pairs: number;
  /** Means, in [0, 1]. */
  readonly champion: number;
  readonly challenger: number;
}

export interface ComparisonReading {
  readonly pairs: number;
  /** Of all guards together, as one e-value. */
  readonly evidence: number;
  readonly verdict: "worse" | "undecided";
  /** Those with the most evidence first. */
  readonly guards: readonly GuardReading[];
  /** In plain words, of the guard with the most evidence. */
  readonly told: string;
}

const NAMES = Object.keys(GUARDS) as readonly Guard[]; // the keys of the literal above

const fromGuards = <T>(make: (guard: Guard) => T): Record<Guard, T> =>
  Object.fromEntries(NAMES.map((guard) => [guard, make(guard)])) as Record<Guard, T>; // every guard

/** Before the first pair. */
export const startComparison = (): ComparisonState => ({
  pairs: 0,
  guards: fromGuards((guard) => startMarginTest(GUARDS[guard])),
  sums: fromGuards(() => ({ champion: 0, challenger: 0 })),
  timed: [],
  sorted: [],
});

/** The order of pairs must not depend on what they show. */
export function addAnswers(state: ComparisonState, compared: ComparedAnswers): ComparisonState {
  const { challenger, champion } = compared;
  const mean = (value: (signals: AnswerSignals) => number): number =>
    champion.reduce((sum, signals) => sum + value(signals), 0) / champion.length;
  const failed = {
    champion: mean(({ failed: is }) => Number(is)),
    challenger: Number(challenger.failed),
  };
  const abstained = {
    champion: mean(({ abstained: is }) => Number(is)),
    challenger: Number(challenger.abstained),
  };
  const values: Partial<Record<Guard, Values>> = {
    errors: failed,
    "citation failures": {
      champion: mean(({ unsupported }) => unsupported),
      challenger: challenger.unsupported,
    },
    "more abstentions": abstained,
    "fewer abstentions": { champion: abstained.challenger, challenger: abstained.champion },
    ...compareTimes(state.sorted, compared),
  };
  const timed = champion.reduce(addTime, state);
  return { ...add(state, values), pairs: state.pairs + 1, ...timed };
}

type Times = Pick<ComparisonState, "timed" | "sorted">;

function addTime({ timed, sorted }: Times, { workMs }: AnswerSignals): Times {
  const [oldest = 0] = timed;
  const isFull = timed.length === MOST_TIMED;
  const kept = isFull ? sorted.toSpliced(findPlace(sorted, oldest), 1) : sorted;
  return {
    timed: [...(isFull ? timed.slice(1) : timed), workMs],
    sorted: kept.toSpliced(findPlace(kept, workMs), 0, workMs),
  };
}

/** Of the first that is not below the value. */
function findPlace(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Marks that readers gave, 1 for a negative one: the challenger's, and the champion's mean. */
export const addFeedback = (state: ComparisonState, values: Values): ComparisonState =>
  add(state, { "negative feedback": values });

interface Values {
  readonly champion: number;
  readonly challenger: number;
}

function add(
  state: ComparisonState,
  values: Readonly<Partial<Record<Guard, Values>>>,
): ComparisonState {
  const guards = { ...state.guards };
  const sums = { ...state.sums };
  for (const guard of NAMES) {
    const given = values[guard];
    if (!given) continue;
    guards[guard] = extendMarginTest(guards[guard], given.challenger - given.champion);
    const { champion, challenger } = sums[guard];
    sums[guard] = {
      champion: champion + given.champion,
      challenger: challenger + given.challenger,
    };
  }
  return { ...state, guards, sums };
}

/** The bar is of answers before this pair, so that both sides are held to what was known. */
function compareTimes(
  sorted: readonly number[],
  { challenger, champion }: ComparedAnswers,
): Partial<Record<Guard, Values>> {
  if (sorted.length < LEAST_TIMED) return {};
  const bar = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? Infinity;
  const isSlow = (ms: number): number => Number(ms > bar);
  return {
    "slow answers": {
      champion: champion.reduce((sum, { workMs }) => sum + isSlow(workMs), 0) / champion.length,
      challenger: isSlow((challenger.workMs - UNNOTICED_MS) / SLOWER),
    },
  };
}

/**
 * May be asked after every pair. The mean of the guards' e-values is an e-value itself: watching
 * several costs nothing but their number.
 */
export function readComparison(state: ComparisonState): ComparisonReading {
  const guards = NAMES.map((guard) => {
    const { count } = state.guards[guard];
    const { champion, challenger } = state.sums[guard];
    const of = Math.max(1, count);
    return {
      guard,
      evidence: readMarginTest(state.guards[guard]),
      pairs: count,
      champion: champion / of,
      challenger: challenger / of,
    };
  }).toSorted((a, b) => b.evidence - a.evidence);
  const evidence = guards.reduce((sum, each) => sum + each.evidence / guards.length, 0);
  const [worst] = guards;
  return {
    pairs: state.pairs,
    evidence,
    verdict: evidence >= ENOUGH ? "worse" : "undecided",
    guards,
    told: worst ? tell(worst) : "",
  };
}

const PERCENT = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });

function tell({ guard, champion, challenger, pairs, evidence }: GuardReading): string {
  // The guard of fewer abstentions counts the other way round.
  const [now, before] =
    guard === "fewer abstentions" ? [champion, challenger] : [challenger, champion];
  const name = guard.replace(/^(?:more|fewer) /, "");
  return `${name}: ${PERCENT.format(now)} against ${PERCENT.format(before)} of the champion's, over ${pairs} compared answers (evidence ${evidence < 1e6 ? evidence.toPrecision(3) : evidence.toExponential(1)})`;
}
