/** @module Bodies of JSON under a schema. */
import type { z } from "zod";
import { checkInput, parseJson } from "./body.ts";
import type { BodyFormat } from "./route.ts";

/** A question with its history is small; a document is not. */
const LIMIT_BYTES = 1024 * 1024;

export function jsonBody<T>(schema: z.ZodType<T>, limitBytes = LIMIT_BYTES): BodyFormat<T> {
  return {
    accepts: { "application/json": { limitBytes, schema } },
    parse: (bytes) => checkInput(schema, parseJson(bytes)),
  };
}
