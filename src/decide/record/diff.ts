/** @module What is different in two decisions, and what of it changed the outcome. */
import type { Decision } from "./decision.ts";

export interface Change {
  /** `recommendation`, `answer`, `rule`, `arm`, `gate`, `cost`, `prices`. */
  readonly what: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface DecisionDiff {
  readonly outcomeChanged: boolean;
  /** The outcome first, then what it follows from, in the order in which it is decided. */
  readonly changes: readonly Change[];
}

const NONE = "none";
const dollars = (usd: number): string => `$${Math.round(usd).toLocaleString("en")}`;

export function diffDecisions(before: Decision, after: Decision): DecisionDiff {
  const outcomeOf = ({ recommendation: r }: Decision): string =>
    [r.approach, r.when, r.lane, ...r.modifiers].filter((part) => part !== undefined).join(" ");
  const keyed = (
    what: string,
    of: (decision: Decision) => readonly (readonly [name: string, value: string])[],
  ): readonly Change[] => compare(what, new Map(of(before)), new Map(of(after)));
  const changes = [
    ...compare(
      "recommendation",
      new Map([["outcome", outcomeOf(before)]]),
      new Map([["outcome", outcomeOf(after)]]),
    ),
    ...keyed("answer", ({ answers }) =>
      answers.map(({ question, used }) => [question, used ?? "unknown"]),
    ),
    ...keyed("score", ({ axes }) => [
      ["K", String(axes.K)],
      ["B", String(axes.B)],
    ]),
    ...keyed("rule", ({ rules }) => rules.map(({ id, reason }) => [id, reason])),
    ...keyed("gate", ({ gate }) => (gate?.criteria ?? []).map(({ id, state }) => [id, state])),
    ...keyed("arm", ({ arms }) =>
      arms.map(({ arm, status, success }) => [
        arm,
        success ? `${status}, success ${success.mean.toFixed(3)}` : status,
      ]),
    ),
    ...keyed("comparison", ({ comparisons }) =>
      comparisons.map(({ a, b, difference, low, high }) => [
        `${a} − ${b}`,
        `${difference.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`,
      ]),
    ),
    ...keyed("cost", ({ costs }) =>
      costs.map(({ arm, months, total }) => [`${arm}, ${months} months`, dollars(total)]),
    ),
    ...keyed("prices", ({ inputs }) => inputs.priceTables.map(({ id, readAt }) => [id, readAt])),
  ];
  return { outcomeChanged: outcomeOf(before) !== outcomeOf(after), changes };
}

function compare(
  what: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name) ?? NONE, after.get(name) ?? NONE];
    return was === is ? [] : [{ what, name, before: was, after: is }];
  });
}
