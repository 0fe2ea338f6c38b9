/** @module The JSON schemas beside a golden set that its cases name. */
import { isAbsolute, join, normalize, sep } from "node:path";
import type { GoldenSet } from "../../domain/golden-set.ts";
import { parsePin, schemaUnusable, toSchemaCheck, type SchemaCheck } from "../../evaluate/index.ts";
import { readNamed } from "./read-named.ts";

/**
 * By the names that the cases give; none where no case names one.
 *
 * @param folder of the set, relative to the working directory; it may be pinned.
 * @throws evaluate.schema-unusable, also for a file outside of the folder or not there.
 */
export function readSchemas(
  workingDirectory: string,
  folder: string,
  { cases }: Pick<GoldenSet, "cases">,
): ReadonlyMap<string, SchemaCheck> {
  const names = new Set(
    cases.flatMap(({ checks }) => (checks.schema === undefined ? [] : [checks.schema])),
  );
  return new Map([...names].map((name) => [name, readSchema(workingDirectory, folder, name)]));
}

function readSchema(workingDirectory: string, folder: string, name: string): SchemaCheck {
  const inside = normalize(name);
  if (isAbsolute(name) || inside.split(sep).includes(".."))
    throw schemaUnusable({ name, reason: "it is not in the golden set's folder" });
  const path = join(parsePin(folder).folder, inside);
  const { text } = readNamed(workingDirectory, path, ({ mistakes }, cause) =>
    schemaUnusable({ name, reason: mistakes[0] ?? "" }, cause),
  );
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw schemaUnusable({ name, reason }, error);
  }
  return toSchemaCheck(name, schema);
}
