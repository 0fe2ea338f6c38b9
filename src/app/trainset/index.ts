/** @module The door for commands that make training sets: the words their options take. */
export { LANES, SLICES, type Lane, type Need } from "../../tune/index.ts";
