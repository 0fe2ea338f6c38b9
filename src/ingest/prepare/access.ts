/** @module Who may read a document: its own list, what is configured, and the collection's default. */
import { z } from "zod";
import type { Metadata } from "../../domain/metadata.ts";
import {
  intersectAccess,
  PrincipalSchema,
  toAccessList,
  type AccessList,
} from "../../domain/principal.ts";
import { badAccess } from "../errors.ts";

const Own = z.object({
  access: z.union([z.string(), z.array(z.string())]).optional(),
  deny: z.union([z.string(), z.array(z.string())]).optional(),
});

const toList = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === "string" ? value.split(/[\s,]+/).filter(Boolean) : (value ?? []);

/**
 * The list a document declares in its metadata (`access`, `deny`), or `undefined`.
 *
 * @throws ingest.bad-access when it declares something that is no list of principals: guessing
 *   would either hide the document or show it to the wrong people.
 */
export function readOwnAccess(key: string, metadata: Metadata): AccessList | undefined {
  if (metadata["access"] === undefined && metadata["deny"] === undefined) return undefined;
  const own = Own.safeParse(metadata);
  if (!own.success) throw badAccess({ key, reason: "it is not a list of principals" });
  const allow = toList(own.data.access);
  const deny = toList(own.data.deny);
  for (const principal of [...allow, ...deny])
    if (!PrincipalSchema.safeParse(principal).success)
      throw badAccess({ key, reason: `${JSON.stringify(principal)} is not a principal` });
  if (own.data.access === undefined) return { allow: [], deny: [...deny] };
  return toAccessList(allow, deny);
}

/** A list that only denies keeps whatever list would hold without it, and denies besides. */
function onTopOf(list: AccessList, base: AccessList): AccessList {
  if (list.allow.length > 0) return list;
  return { allow: base.allow, deny: [...new Set([...base.deny, ...list.deny])].sort() };
}

/**
 * Its own list, else its source's, else the collection's default. Where a document and its source
 * both have one, both must admit the caller. A document that only denies keeps whatever list
 * would hold otherwise, and its denials on top.
 */
export function resolveAccess(
  own: AccessList | undefined,
  source: AccessList | undefined,
  collectionDefault: AccessList,
): AccessList {
  const configured = source && onTopOf(source, collectionDefault);
  if (own && own.allow.length === 0) return onTopOf(own, configured ?? collectionDefault);
  return intersectAccess(own, configured) ?? collectionDefault;
}
