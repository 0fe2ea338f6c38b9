/** @module The one place that turns who somebody is into the right to read. */
import { grantCaller, grantOperator, type Access } from "../domain/access.ts";
import { PrincipalSchema } from "../domain/principal.ts";
import { badPrincipal } from "./errors.ts";

/**
 * Principals of a caller, or `undefined` for the person who owns the data directory: whoever can
 * read the files can read everything, so nothing is gained by pretending otherwise.
 *
 * @throws app.bad-principal
 */
export function toAccess(principals: readonly string[] | undefined): Access {
  if (principals === undefined) return grantOperator("local owner");
  for (const principal of principals)
    if (!PrincipalSchema.safeParse(principal).success) throw badPrincipal({ principal });
  return grantCaller(principals);
}

/** For syncing, doctoring and recording. */
export const maintenanceAccess = (reason: string): Access => grantOperator(reason);
