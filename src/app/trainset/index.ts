/** @module The door for commands that make training sets: the words their options take. */
export { TRAINSET_LANES, SLICES, type TrainsetLane, type Need } from "../../tune/index.ts";
