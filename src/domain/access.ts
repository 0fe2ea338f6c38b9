/** @module The right to read, as a value that only the composition root can make. */
import { permits, type AccessList, type Principal } from "./principal.ts";

declare const granted: unique symbol;

interface CallerAccess {
  readonly kind: "caller";
  /** Always holds `public`. */
  readonly principals: ReadonlySet<Principal>;
}

interface OperatorAccess {
  readonly kind: "operator";
  /** Why everything may be read: goes into the record of what was done. */
  readonly reason: string;
}

/**
 * Required by every read of a store. Branded, so that no literal passes for it; its makers are
 * called in `app/access.ts` alone, which the architecture test holds.
 */
export type Access = (CallerAccess | OperatorAccess) & { readonly [granted]: true };

/** The right of a caller who is these principals, and `public`. */
export function grantCaller(principals: readonly Principal[]): Access {
  const access: CallerAccess = { kind: "caller", principals: new Set([...principals, "public"]) };
  return access as Access; // the brand exists for the compiler only
}

/** The right to read everything: maintenance, and the person who owns the data directory. */
export function grantOperator(reason: string): Access {
  const access: OperatorAccess = { kind: "operator", reason };
  return access as Access; // the brand exists for the compiler only
}

export function mayRead(access: Access, list: AccessList): boolean {
  return access.kind === "operator" || permits(list, access.principals);
}

/** Equal strings for equal rights, so that caches keyed by it never cross callers. */
export function toAccessKey(access: Access): string {
  return access.kind === "operator" ? "operator" : [...access.principals].sort().join(",");
}

/** The principals in order, for records; the operator is written `operator`. */
export function listPrincipals(access: Access): readonly string[] {
  return access.kind === "operator" ? ["operator"] : [...access.principals].sort();
}
