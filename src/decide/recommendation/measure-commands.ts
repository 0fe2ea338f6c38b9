/** @module What measures an arm: any system that answers can be one. */
import type { Arm } from "../rules/facts.ts";

export interface Unmeasured {
  /** What is missing, as one clause. */
  readonly reason: string;
  /** The evaluation that it makes is then named: `plumbline decide --arm tuned=evl_…`. */
  readonly command: string;
}

const NOT_ASKED = "it was not asked on this golden set";
const NONE_TUNED = "no tuned model is known here";

/** The set and the part of it that all arms are asked. */
interface AskedSet {
  readonly folder: string;
  readonly part: string;
}

const evaluated = ({ folder, part }: AskedSet): string =>
  `plumbline evaluate ${folder} --part ${part}`;
const served = (set: AskedSet, model: string): string =>
  `${evaluated(set)} --url URL --model ${model}`;
const released = (set: AskedSet): string => `${evaluated(set)} --release RELEASE`;
const measured = ({ folder }: AskedSet): string => `plumbline decide measure --golden ${folder}`;

const UNMEASURED: Readonly<Record<Arm, (set: AskedSet) => Unmeasured>> = {
  prompt: (set) => ({ reason: NOT_ASKED, command: measured(set) }),
  fewshot: (set) => ({ reason: NOT_ASKED, command: measured(set) }),
  "large-prompted": (set) => ({
    reason: "no larger model was asked",
    command: served(set, "LARGE_MODEL"),
  }),
  retrieval: (set) => ({ reason: NOT_ASKED, command: measured(set) }),
  "retrieval+search": (set) => ({
    reason: "no part of the search was tuned on this collection; plumbline tune makes the RELEASE",
    command: released(set),
  }),
  "tuned-local": (set) => ({
    reason: "no local classifier is known here",
    command: `${evaluated(set)} --answers LABELS.jsonl`,
  }),
  "small-tuned": (set) => ({ reason: NONE_TUNED, command: served(set, "SMALL_TUNED_MODEL") }),
  tuned: (set) => ({ reason: NONE_TUNED, command: served(set, "TUNED_MODEL") }),
  both: (set) => ({ reason: NONE_TUNED, command: released(set) }),
};

/** Words in capitals stand for what the reader has. */
export const describeUnmeasured = (
  arm: Arm,
  set: AskedSet = { folder: "GOLDEN", part: "test" },
): Unmeasured => UNMEASURED[arm](set);

export const commandToMeasure = (arm: Arm): string => describeUnmeasured(arm).command;
