/** @module Who may read: principals, and the access lists that name them. */
import { z } from "zod";

/** `user:maria`, `group:hr`, or `public`, which every caller is. */
export const PrincipalSchema = z
  .string()
  .regex(/^(?:public|(?:user|group):[^\s,!]{1,200})$/, "must be public, user:NAME or group:NAME");

export type Principal = z.infer<typeof PrincipalSchema>;

export const AccessListSchema = z.strictObject({
  /** Clauses that must all hold; each holds when the caller is one of its principals. */
  allow: z.array(z.array(PrincipalSchema)),
  /** Whoever is one of these may not read, whatever `allow` says. */
  deny: z.array(PrincipalSchema),
});

/**
 * Who may read a document. No clause, or an empty one, admits nobody: deny is the default.
 * Several clauses are the intersection of several lists (a synced one and a configured one).
 */
export type AccessList = Readonly<z.infer<typeof AccessListSchema>>;

export const NOBODY: AccessList = { allow: [], deny: [] };

const sorted = (principals: readonly Principal[]): Principal[] => [...new Set(principals)].sort();

/** One list: any of `allow`, none of `deny`. */
export function toAccessList(
  allow: readonly Principal[],
  deny: readonly Principal[] = [],
): AccessList {
  return { allow: [sorted(allow)], deny: sorted(deny) };
}

/** What both lists permit; never more than either. `undefined` means that no list was given. */
export function intersectAccess(
  a: AccessList | undefined,
  b: AccessList | undefined,
): AccessList | undefined {
  if (!a || !b) return a ?? b;
  if (a.allow.length === 0 || b.allow.length === 0) return NOBODY;
  const clauses = new Map(
    [...a.allow, ...b.allow].map((clause) => [sorted(clause).join(), clause]),
  );
  const allow = [...clauses]
    .toSorted(([x], [y]) => (x < y ? -1 : 1))
    .map(([, clause]) => sorted(clause));
  return { allow, deny: sorted([...a.deny, ...b.deny]) };
}

/** Deny wins over allow; an empty list admits nobody. */
export function permits(list: AccessList, principals: ReadonlySet<Principal>): boolean {
  if (list.deny.some((principal) => principals.has(principal))) return false;
  if (list.allow.length === 0) return false;
  return list.allow.every((clause) => clause.some((principal) => principals.has(principal)));
}
