/** @module What measures an arm: any system that answers can be one. */
import type { Arm } from "../rules/facts.ts";

const SERVED = "plumbline evaluate GOLDEN --url URL --model NAME";

const COMMANDS: Readonly<Record<Arm, string>> = {
  prompt: SERVED,
  fewshot: SERVED,
  retrieval: "plumbline evaluate GOLDEN",
  "retrieval+search": "plumbline evaluate GOLDEN --config TUNED.yaml",
  "tuned-local": SERVED,
  tuned: SERVED,
  both: "plumbline evaluate GOLDEN --config TUNED.yaml",
};

/** The evaluation that it makes is then named: `plumbline decide --arm prompt=evl_…`. */
export const commandToMeasure = (arm: Arm): string => COMMANDS[arm];
