/** @module Every signal that two windows are compared by. */
import type { Random } from "../../foundation/random.ts";
import { testCategories, type ShuffleOptions } from "./categories.ts";
import { testNumbers, testTiedNumbers } from "./numbers.ts";
import { testAmount, testRate } from "./outcomes.ts";
import type { SideCounts, SignalHistory } from "./report.ts";
import type { Tested, Untested } from "./tested.ts";
import { testVectors } from "./vectors.ts";
import type { Observation, TrafficWindow } from "./window.ts";

/** Fewer observations than these on either side are `no-data`. */
export type LeastCounts = SideCounts;

export interface SignalOptions {
  readonly least: LeastCounts;
  /** A stream of its own for each signal, so that one more changes no other. */
  readonly randomFor: (signal: string) => Random;
  readonly rounds: number;
  /** Of the last look, by signal. */
  readonly histories: ReadonlyMap<string, SignalHistory>;
}

interface Compared<T> {
  readonly name: string;
  readonly kind: Tested["kind"];
  readonly read: (observation: Observation) => T | undefined;
  readonly test: (reference: readonly T[], current: readonly T[]) => Tested;
  /** Why the windows cannot be compared by it at all. */
  readonly barred?: string | undefined;
}

const ANOTHER_EMBEDDER = "the embedder is another one: its vectors and scores cannot be compared";
const ANOTHER_RELEASE = "the release is another one: its scores have a scale of their own";

/** In a fixed order; a signal that too few questions have is among the untested. */
export function testSignals(
  reference: TrafficWindow,
  current: TrafficWindow,
  options: SignalOptions,
): readonly (Tested | Untested)[] {
  const sameEmbedder = reference.embedder === current.embedder;
  const vectorBar = sameEmbedder ? undefined : ANOTHER_EMBEDDER;
  const scoreBar =
    vectorBar ?? (reference.release === current.release ? undefined : ANOTHER_RELEASE);
  const compare = <T>(signal: Compared<T>): Tested | Untested =>
    compareWindows(signal, { reference, current, least: options.least });
  return [
    compare({
      name: "question vectors",
      kind: "question",
      read: ({ vector }) => vector,
      test: (a, b) => testVectors(a, b, shuffleFor("question vectors", options)),
      barred: vectorBar,
    }),
    ...wordSignals(countRoutes(reference, current), options).map(compare),
    ...numberSignals(scoreBar, options).map(compare),
    ...rateSignals(options).map(compare),
    ...amountSignals(options).map(compare),
  ];
}

function compareWindows<T>(
  { name, kind, read, test, barred }: Compared<T>,
  { reference, current, least }: WindowPair,
): Tested | Untested {
  const readAll = ({ observations }: TrafficWindow): readonly T[] =>
    observations.flatMap((observation) => {
      const value = read(observation);
      return value === undefined || (typeof value === "number" && !Number.isFinite(value))
        ? []
        : [value];
    });
  const before = readAll(reference);
  const now = readAll(current);
  const n = { reference: before.length, current: now.length };
  if (barred !== undefined) return { name, kind, n, missing: barred };
  if (n.reference >= least.reference && n.current >= least.current) return test(before, now);
  const needed = `${least.reference} before and ${least.current} now`;
  return { name, kind, n, missing: `${n.reference} before and ${n.current} now; ${needed} needed` };
}

interface WindowPair {
  readonly reference: TrafficWindow;
  readonly current: TrafficWindow;
  readonly least: LeastCounts;
}

const shuffleFor = (name: string, { randomFor, rounds }: SignalOptions): ShuffleOptions => ({
  random: randomFor(name),
  rounds,
});

const ONE_ROUTE = "all questions took one route";

const countRoutes = (...windows: readonly TrafficWindow[]): number =>
  new Set(windows.flatMap(({ observations }) => observations.flatMap(({ route }) => route ?? [])))
    .size;

function wordSignals(routes: number, options: SignalOptions): readonly Compared<string>[] {
  const words: readonly (readonly [...Named<string>, barred: string | undefined])[] = [
    ["language", ({ language }) => language, undefined],
    ["route", ({ route }) => route, routes === 1 ? ONE_ROUTE : undefined],
  ];
  return words.map(([name, read, barred]) => ({
    name,
    kind: "question",
    read,
    test: (a, b) => testCategories({ name, kind: "question" }, a, b, shuffleFor(name, options)),
    barred,
  }));
}

type Named<T> = readonly [name: string, read: (observation: Observation) => T | undefined];

function numberSignals(
  scoreBar: string | undefined,
  options: SignalOptions,
): readonly Compared<number>[] {
  const unknown = { name: "unknown terms", kind: "question" } as const;
  const questions: readonly Named<number>[] = [["question length", ({ terms }) => terms]];
  const scores: readonly Named<number>[] = [
    ["top score", ({ topScore }) => topScore],
    ["margin", ({ margin }) => margin],
    ["support", ({ support }) => support],
    ["confidence", ({ confidence }) => confidence],
    ["passages", ({ passages }) => passages],
  ];
  const corpus: readonly Named<number>[] = [
    ["age of cited versions", ({ citedAgesDays: ages }) => averageOf(ages)],
  ];
  const toSignals = (
    kind: Tested["kind"],
    named: readonly Named<number>[],
    barred?: string,
  ): readonly Compared<number>[] =>
    named.map(([name, read]) => ({
      name,
      kind,
      read,
      test: (a, b) => testNumbers({ name, kind }, a, b),
      barred,
    }));
  return [
    ...toSignals("question", questions),
    {
      ...unknown,
      read: ({ unknownTerms }) => unknownTerms,
      test: (a, b) => testTiedNumbers(unknown, a, b, shuffleFor(unknown.name, options)),
    },
    ...toSignals("score", scores, scoreBar),
    ...toSignals("corpus", corpus),
  ];
}

/** Versions cited together are of one answer: it counts once. */
const averageOf = (values: readonly number[] = []): number | undefined =>
  values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0) / values.length;

const rateSignals = ({ histories }: SignalOptions): readonly Compared<boolean>[] =>
  (
    [
      ["abstentions", ({ outcome }) => outcome && outcome === "abstained"],
      ["errors", ({ outcome }) => outcome && (outcome === "error" || outcome === "incomplete")],
      ["failed checks", ({ failedChecks }) => failedChecks],
      ["format errors", ({ invalidForm }) => invalidForm],
      ["negative feedback", ({ negativeFeedback }) => negativeFeedback],
      ["asked again", ({ reasked }) => reasked],
    ] as const satisfies readonly Named<boolean>[]
  ).map(([name, read]) => ({
    name,
    kind: "outcome",
    read,
    test: (a, b) => testRate(name, a, b, histories.get(name)),
  }));

/** What took no time or cost nothing has no logarithm, and is left out. */
const amountSignals = ({ histories }: SignalOptions): readonly Compared<number>[] =>
  (
    [
      ["latency", ({ latencyMs }) => positive(latencyMs)],
      ["cost", ({ costUsd }) => positive(costUsd)],
    ] as const satisfies readonly Named<number>[]
  ).map(([name, read]) => ({
    name,
    kind: "outcome",
    read,
    test: (a, b) => testAmount(name, a, b, histories.get(name)),
  }));

const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 ? value : undefined;
