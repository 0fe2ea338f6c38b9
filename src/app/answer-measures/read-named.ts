/** @module A file that a setting or a command names. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { PlumblineError } from "../../foundation/errors.ts";

/** @throws the error made by `fail`, with the reason, where the file cannot be read. */
export function readNamed(
  directory: string,
  name: string,
  fail: (details: { path: string; mistakes: readonly string[] }, cause: unknown) => PlumblineError,
): { readonly path: string; readonly text: string } {
  const path = resolve(directory, name);
  try {
    return { path, text: readFileSync(path, "utf8") };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail({ path, mistakes: [reason] }, error);
  }
}
