/** @module A JSON schema, ready to check replies with. */
import { z } from "zod";
import { schemaUnusable } from "../errors.ts";

/** Mistakes of a value, by path; none when it fits. */
export type SchemaCheck = (value: unknown) => readonly string[];

/**
 * Reads drafts 7 and 2020-12 as far as zod does; a schema with a keyword that it does not know is
 * refused rather than half checked.
 *
 * @throws evaluate.schema-unusable
 */
export function toSchemaCheck(name: string, schema: unknown): SchemaCheck {
  let compiled: z.ZodType;
  try {
    // The argument's type lists every keyword; what is no schema throws.
    compiled = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw schemaUnusable({ name, reason }, error);
  }
  return (value) => {
    const parsed = compiled.safeParse(value);
    return (parsed.error?.issues ?? []).map(
      ({ path, message }) => `${path.join(".") || "value"}: ${message}`,
    );
  };
}
