/** @module What the entry gate found, in the place of answers to the same questions. */
import {
  checkEntryGate,
  NOT_KNOWN,
  type Criterion,
  type CriterionId,
  type GateFacts,
} from "../../evaluate/index.ts";
import { measured, type Measured } from "./evidence-item.ts";

/** What the entry gate found stands for the questions that ask the same. */
export function readGate(
  facts: GateFacts | undefined,
): readonly (readonly [question: string, found: Measured | undefined])[] {
  if (!facts) return [];
  const { criteria } = checkEntryGate("generator", facts);
  const ask = (id: CriterionId, isYes: (criterion: Criterion) => boolean): Measured | undefined => {
    const found = criteria.find((each) => each.id === id);
    if (!found || found.value === NOT_KNOWN) return undefined;
    const enough = found.state !== "unknown" || id === "G1";
    return measured(isYes(found) ? "yes" : "no", found.value, enough, found.threshold);
  };
  const { versions = 0, examples = 0 } = facts.prompts ?? {};
  const isMet = ({ state }: Criterion): boolean => state === "met";
  return [
    // Whether they were tried; the gate asks besides whether they suffice.
    ["p.prompts", ask("G1", () => versions >= 2 && examples >= 1)],
    ["p.pattern", ask("G3", isMet)],
    ["p.requirements", ask("G5", isMet)],
  ];
}
