/** @module Who may read a file, where the file says so under a name that nothing else has. */
import { broken } from "./errors.ts";

/** The names by which a page or a record declares it, and the metadata they become. */
export const ACCESS_NAMES: ReadonlyMap<string, "access" | "deny"> = new Map([
  ["plumbline:access", "access"],
  ["plumbline:deny", "deny"],
]);

export interface Declared {
  readonly field: string;
  /** What stands there; anything but a text or texts is malformed. */
  readonly value: unknown;
}

const isFilled = (value: unknown): value is string => typeof value === "string" && /\S/.test(value);

/**
 * @returns `access` and `deny` as front matter has them, each only where it is declared.
 * @throws parsers.broken for a name that is declared twice, or that names nobody: an access rule
 *   must not get lost.
 */
export function readDeclaredAccess(
  declared: readonly Declared[],
  name: string,
): Readonly<Partial<Record<"access" | "deny", string | string[]>>> {
  const found: Partial<Record<"access" | "deny", string | string[]>> = {};
  for (const { field, value } of declared) {
    const key = ACCESS_NAMES.get(field.toLowerCase());
    if (!key) continue;
    if (found[key] !== undefined) throw broken({ name, reason: `it declares ${field} twice` });
    if (isFilled(value)) found[key] = value;
    else if (Array.isArray(value) && value.length > 0 && value.every(isFilled))
      found[key] = [...value];
    else throw broken({ name, reason: `its ${field} names nobody` });
  }
  return found;
}
