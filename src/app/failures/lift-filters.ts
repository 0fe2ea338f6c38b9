/** @module What a search would have found without its filters and its collections. */
import type { Access } from "../../domain/access.ts";
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { Store } from "../../ports/store.ts";
import { findCoveringRank, type LocatedUnit } from "../../trace/index.ts";
import type { Assembly } from "../assembly.ts";
import { recordLegs } from "../trace/record-retrieval.ts";
import { retrieveUnfiltered } from "./retrieve-unfiltered.ts";

type Sets = readonly (readonly LocatedUnit[])[];

const isMissed = (unit: LocatedUnit, { legs }: AnswerRecord): boolean =>
  unit.store === "current" &&
  findCoveringRank(unit, legs.lexical) === null &&
  findCoveringRank(unit, legs.dense) === null;

/**
 * The sets with `withoutFilter` as it is: where the search was narrowed and no leg found a unit, both
 * legs are asked once more for the same caller with nothing lifted but that.
 */
export async function liftFilters(
  assembly: Assembly,
  store: Store,
  access: Access,
  record: AnswerRecord,
  sets: Sets,
): Promise<Sets> {
  const { filter, collections } = record;
  const isNarrow = filter.length > 0 || collections !== "all";
  if (!isNarrow || !sets.flat().some((unit) => isMissed(unit, record))) return sets;
  const found = await retrieveUnfiltered(assembly, store, access, record, { identify: true });
  const { lexical, dense } = recordLegs(found);
  const isFound = (unit: LocatedUnit): boolean =>
    findCoveringRank(unit, lexical) !== null || findCoveringRank(unit, dense) !== null;
  return sets.map((units) =>
    units.map((unit) =>
      isMissed(unit, record) && isFound(unit) ? { ...unit, withoutFilter: true } : unit,
    ),
  );
}
