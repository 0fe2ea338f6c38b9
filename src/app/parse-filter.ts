/** @module Filters as people type them: `year>=2025`, `type=policy,memo`, `path^=hr/`. */
import { ConditionSchema, toInstantMs, type Condition, type Filter } from "../domain/metadata.ts";
import { badFilter } from "./errors.ts";

const FORM =
  /^(?<not>!)?(?<field>[\p{L}_][\p{L}\p{N}_.-]*)(?:(?<operator>>=|<=|\^=|=|\?)(?<value>.*))?$/su;

/**
 * One condition a text: `field=value` (several values with commas), `field>=value`,
 * `field<=value`, `field^=prefix`, `field?` (is there), `!field?` (is not there).
 *
 * @throws app.bad-filter naming each one that is none of these.
 */
export function parseFilter(texts: readonly string[]): Filter {
  const mistakes: string[] = [];
  const conditions = texts.flatMap((text) => {
    const condition = parseCondition(text.trim());
    if (condition) return [condition];
    mistakes.push(`${JSON.stringify(text)} is no condition`);
    return [];
  });
  if (mistakes.length > 0) throw badFilter({ mistakes });
  return conditions;
}

function parseCondition(text: string): Condition | undefined {
  const { not, field, operator = "?", value = "" } = FORM.exec(text)?.groups ?? {};
  if (field === undefined || (not && operator !== "?")) return undefined;
  const candidate = toCondition(field, operator, value, not === undefined);
  return ConditionSchema.safeParse(candidate).data;
}

function toCondition(field: string, operator: string, value: string, exists: boolean): unknown {
  switch (operator) {
    case "?":
      return value === "" ? { field, exists } : undefined;
    case "^=":
      return { field, prefix: value };
    case ">=":
      return { field, min: toBound(value) };
    case "<=":
      return { field, max: toBound(value) };
    default: {
      const values = value.split(COMMA).map(toScalar);
      return values.length === 1 ? { field, equals: values[0] } : { field, in: values };
    }
  }
}

/** One that stands outside of quotes. */
const COMMA = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;

/** What is neither a number nor a date has no range: better a mistake than an empty result. */
function toBound(text: string): number | string | undefined {
  const bound = toScalar(text);
  if (typeof bound === "number") return bound;
  return typeof bound === "string" && toInstantMs(bound) !== undefined ? bound : undefined;
}

/** Quotes make a text of what would be a number, a truth value or several values. */
function toScalar(text: string): string | number | boolean {
  const quoted = /^"(.*)"$/s.exec(text);
  if (quoted) return quoted[1] ?? "";
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
