/** @module Typed facts about a document, and the filters that ask for them. */
import { z } from "zod";

export const MetadataValueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
]);

export type MetadataValue = z.infer<typeof MetadataValueSchema>;
export type Metadata = Readonly<Record<string, MetadataValue>>;

const FieldName = z.string().regex(/^[\p{L}_][\p{L}\p{N}_.-]{0,99}$/u, "must be a field name");
const Scalar = z.union([z.string(), z.number(), z.boolean()]);

/**
 * One condition on one field. Strings are compared with strings, numbers with numbers; a list
 * matches when one of its members does; `min` and `max` are inclusive and take numbers or ISO
 * 8601 dates (a date is compared with dates, as an instant).
 */
export const ConditionSchema = z.union([
  z.strictObject({ field: FieldName, equals: Scalar }),
  z.strictObject({ field: FieldName, in: z.array(Scalar).max(1000) }),
  z
    .strictObject({
      field: FieldName,
      min: z.union([z.number(), z.string()]).optional(),
      max: z.union([z.number(), z.string()]).optional(),
    })
    .refine(({ min, max }) => min !== undefined || max !== undefined, "needs min or max"),
  z.strictObject({ field: FieldName, prefix: z.string().min(1) }),
  z.strictObject({ field: FieldName, exists: z.boolean() }),
]);

export type Condition = Readonly<z.infer<typeof ConditionSchema>>;

/** All conditions must hold. A filter that nothing satisfies returns nothing. */
export type Filter = readonly Condition[];

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** @returns the instant in milliseconds, or `undefined` when the text is no ISO 8601 date. */
export function toInstantMs(text: string): number | undefined {
  if (!ISO_DATE.test(text)) return undefined;
  // A date alone, and a time without a zone, are read as UTC on every machine.
  const zoned = text.length === 10 || /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`;
  const instant = Date.parse(zoned);
  return Number.isNaN(instant) ? undefined : instant;
}

const withinRange = (
  value: MetadataValue,
  low: number | string | undefined,
  high: number | string | undefined,
): boolean => {
  const toNumber = (bound: MetadataValue): number | undefined =>
    typeof bound === "number" ? bound : typeof bound === "string" ? toInstantMs(bound) : undefined;
  const number = toNumber(value);
  if (number === undefined) return false;
  for (const [bound, sign] of [
    [low, 1],
    [high, -1],
  ] as const) {
    if (bound === undefined) continue;
    // A number and a date share no scale.
    if (typeof bound !== typeof value) return false;
    const limit = toNumber(bound);
    if (limit === undefined || (number - limit) * sign < 0) return false;
  }
  return true;
};

/** The meaning of a condition; what a store pushes into its own query must agree with it. */
export function satisfies(metadata: Metadata, condition: Condition): boolean {
  const value = Object.hasOwn(metadata, condition.field) ? metadata[condition.field] : undefined;
  if ("exists" in condition) return (value !== undefined) === condition.exists;
  if (value === undefined) return false;
  const members = Array.isArray(value) ? value : [value];
  if ("equals" in condition) return members.includes(condition.equals);
  if ("in" in condition) return members.some((member) => condition.in.includes(member));
  if ("prefix" in condition)
    return members.some(
      (member) => typeof member === "string" && member.startsWith(condition.prefix),
    );
  return members.some((member) => withinRange(member, condition.min, condition.max));
}
