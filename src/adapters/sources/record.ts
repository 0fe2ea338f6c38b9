/** @module From a row of somebody's data to a document's record. */
import { z } from "zod";
import type { Metadata, MetadataValue } from "../../domain/metadata.ts";
import {
  AccessListSchema,
  PrincipalSchema,
  toAccessList,
  type AccessList,
} from "../../domain/principal.ts";
import type { SourceContent } from "../../ports/source.ts";
import { sourceBadLine } from "./errors.ts";

const Principals = z.union([z.array(PrincipalSchema), AccessListSchema]);
const Fields = z.object({
  title: z.string().nullish(),
  text: z.string(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  meta: z.record(z.string(), z.unknown()).nullish(),
  language: z.string().nullish(),
  modifiedAt: z.iso.datetime({ offset: true }).nullish(),
  access: Principals.nullish(),
  deny: z.array(PrincipalSchema).nullish(),
});

/**
 * BEIR's layout: `title`, `text`, `metadata` or `meta`; besides them `access`, `deny`, `language`
 * and `modifiedAt`. Any metadata is kept; what is neither text, number, truth value nor a list of
 * texts is kept as JSON.
 *
 * @throws sources.bad-line naming the field that is wrong.
 */
export function toRecord(key: string, value: unknown): SourceContent {
  const fields = Fields.safeParse(value);
  if (!fields.success) {
    const [issue] = fields.error.issues;
    const path = issue?.path.join(".") || "the line";
    throw sourceBadLine({ key, reason: `${path}: ${issue?.message ?? "not valid"}` });
  }
  const { title, text, metadata, meta, language, modifiedAt, access, deny } = fields.data;
  const own = toOwnAccess(access ?? undefined, deny ?? undefined);
  return {
    kind: "record",
    title: title ?? "",
    text,
    metadata: toMetadata({ ...meta, ...metadata }),
    ...(language ? { language } : {}),
    ...(modifiedAt ? { modifiedAt } : {}),
    ...(own ? { access: own } : {}),
  };
}

function toOwnAccess(
  access: z.infer<typeof Principals> | undefined,
  deny: readonly string[] | undefined,
): AccessList | undefined {
  if (access === undefined) return deny && { allow: [], deny: [...deny] };
  if (Array.isArray(access)) return toAccessList(access, deny);
  // No clause is nobody, as an empty clause is; it must not pass for a list that only denies.
  const allow = access.allow.length === 0 ? [[]] : access.allow;
  return { allow, deny: [...access.deny, ...(deny ?? [])] };
}

export function toMetadata(values: Readonly<Record<string, unknown>>): Metadata {
  const metadata: Record<string, MetadataValue> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined) continue;
    metadata[name] = toMetadataValue(value);
  }
  return metadata;
}

function toMetadataValue(value: unknown): MetadataValue {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value) && value.every((member) => typeof member === "string")) return value;
  return JSON.stringify(value);
}
