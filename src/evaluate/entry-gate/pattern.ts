/** @module Which kind of failure stays: the same class in the same task, month after month. */
import { DAY_MS } from "../../foundation/durations.ts";
import type { SeenFailure } from "./gate.ts";
import type { LaneNeeds } from "./lanes.ts";

export interface Pattern {
  readonly task: string;
  readonly class: string;
  /** Distinct cases or answers. */
  readonly failures: number;
  /** Months in which it was seen. */
  readonly months: number;
  /** Versions of model and prompt under which it was seen. */
  readonly writers: number;
}

interface Span {
  readonly now: string;
  readonly months: number;
  readonly monthDays: number;
}

const isMended = (
  { class: name, cause = "" }: SeenFailure,
  { classes, causes }: Pick<LaneNeeds, "classes" | "causes">,
): boolean => classes.includes(name) && (causes?.includes(cause) ?? true);

/** What failed counts once, as what it failed as last. */
function listDistinct(failures: readonly SeenFailure[]): readonly SeenFailure[] {
  const ordered = failures.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return [...new Map(ordered.map((failure) => [failure.id, failure])).values()];
}

/** `n` of all failures; the largest pattern among those that the lane mends. */
export function findPattern(
  failures: readonly SeenFailure[],
  needs: Pick<LaneNeeds, "classes" | "causes">,
  { now, months, monthDays }: Span,
): { readonly n: number; readonly best?: Pattern } {
  const distinct = listDistinct(failures);
  const toMonth = ({ at }: SeenFailure): number =>
    Math.floor((Date.parse(now) - Date.parse(at)) / (monthDays * DAY_MS));
  const toKey = ({ task, class: name }: SeenFailure): string => `${name}\n${task}`;
  const groups = Map.groupBy(
    distinct.filter((failure) => isMended(failure, needs)),
    toKey,
  );
  const patterns = [...groups.entries()].map(([key, own]): Pattern => {
    const seen = failures.filter((failure) => toKey(failure) === key && isMended(failure, needs));
    const [name = "", task = ""] = key.split("\n");
    return {
      task,
      class: name,
      failures: own.length,
      months: new Set(seen.map(toMonth).filter((month) => month >= 0 && month < months)).size,
      writers: new Set(seen.flatMap(({ writer }) => writer ?? [])).size,
    };
  });
  const [best] = patterns.toSorted(
    (a, b) => b.failures - a.failures || (a.class + a.task < b.class + b.task ? -1 : 1),
  );
  return { n: distinct.length, ...(best ? { best } : {}) };
}

export function shareOfLane(
  failures: readonly SeenFailure[],
  needs: Pick<LaneNeeds, "classes" | "causes">,
): { readonly n: number; readonly own: number } {
  const distinct = listDistinct(failures);
  return { n: distinct.length, own: distinct.filter((each) => isMended(each, needs)).length };
}
