/** @module How large each class of failure is, and how sure that is. */
import {
  FAILURE_CLASSES,
  type Attribution,
  type CaseClass,
  type FailureClass,
} from "../../domain/failure.ts";
import type { Interval } from "../../foundation/statistics/interval.ts";
import { computeWilsonInterval } from "../../foundation/statistics/intervals/proportion.ts";
import { REMEDIES, type FailureFamily } from "./remedies.ts";

/** Under so many failures the order of the classes is told as unsure. */
export const FEW_FAILURES = 50;

export interface Share<Name extends string> {
  readonly name: Name;
  readonly failures: number;
  /** Of all failures, in [0, 1]; 0 where there is none. */
  readonly share: number;
  /** Wilson's, 95 %. */
  readonly interval: Interval;
}

export interface FailureShares {
  /** Cases with one of the nine classes. */
  readonly failures: number;
  /** Cases that are no failures: `ok`, `run_error`, `undetermined`. */
  readonly others: Readonly<Record<Exclude<CaseClass, FailureClass>, number>>;
  /** Largest first, equals by stage; classes without a case are left out. */
  readonly classes: readonly Share<FailureClass>[];
  /** All three, in the order knowledge, behaviour, abstention. */
  readonly families: readonly Share<FailureFamily>[];
  /** True where another class may well be the largest. */
  readonly orderUnsure: boolean;
}

const FAMILIES: readonly FailureFamily[] = ["knowledge", "behaviour", "abstention"];

export const isFailureClass = (name: string): name is FailureClass =>
  FAILURE_CLASSES.some((one) => one === name);

export function shareFailures(attributions: readonly Pick<Attribution, "class">[]): FailureShares {
  const classes = attributions.map((attribution) => attribution.class);
  const count = (name: CaseClass): number => classes.filter((one) => one === name).length;
  const failures = classes.filter(isFailureClass).length;
  const toShare = <Name extends string>(name: Name, of: number): Share<Name> => ({
    name,
    failures: of,
    share: failures === 0 ? 0 : of / failures,
    interval: computeWilsonInterval(of, failures),
  });
  const found = FAILURE_CLASSES.map((name) => toShare(name, count(name)));
  return {
    failures,
    others: {
      ok: count("ok"),
      run_error: count("run_error"),
      undetermined: count("undetermined"),
    },
    classes: found
      .filter((share) => share.failures > 0)
      .toSorted((a, b) => b.failures - a.failures),
    families: FAMILIES.map((family) => {
      const own = found.filter(({ name }) => REMEDIES[name].family === family);
      return toShare(
        family,
        own.reduce((sum, share) => sum + share.failures, 0),
      );
    }),
    orderUnsure: failures < FEW_FAILURES,
  };
}
