/** @module The door for commands that write golden sets: the words their options take. */
export { FORMS, IMPORT_FORMATS, MADE_STRATA, type FormCost } from "../../evaluate/index.ts";
