/** @module The door for commands that compare embedders: the forms that a comparison is shown in. */
export { renderComparisonPage, renderComparisonText } from "../../evaluate/index.ts";
