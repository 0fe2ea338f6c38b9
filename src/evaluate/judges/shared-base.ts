/** @module Whether a judge and a writer are the same model: a model prefers what it wrote itself. */

/** Names of fine-tuned models of OpenAI's wire: `ft:base:organisation:name:id`. */
const FINE_TUNED = /^ft:([^:]+)/;
/** Release dates and revisions behind a name. */
const REVISION = /(?:[-@:](?:20\d{2}-?\d{2}-?\d{2}|\d{4}|latest|preview|free|v\d+(?:\.\d+)*))+$/;

/** Without organisation, revision and what a fine-tuning put around it; lower case. */
export function toBaseModel(model: string): string {
  const name = FINE_TUNED.exec(model)?.[1] ?? model;
  return (name.split("/").at(-1) ?? "").toLowerCase().replace(REVISION, "");
}

/** `undefined` where one of them is unknown. */
export function sharesBase(judge: string | undefined, writer: string | undefined) {
  if (!judge || !writer) return undefined;
  return toBaseModel(judge) === toBaseModel(writer);
}
