/** @module Moments as people write them. */
import { badMoment } from "../errors.ts";
import { DAY_MS } from "../../foundation/durations.ts";

/**
 * ISO 8601 from a date, a time, or days ago such as `7d`.
 *
 * @throws app.bad-moment
 */
export function toMoment(given: string, now: Date): string {
  const [, days] = /^(\d{1,5})d$/.exec(given) ?? [];
  if (days !== undefined) return new Date(now.getTime() - Number(days) * DAY_MS).toISOString();
  const ms = /^\d{4}-\d{2}-\d{2}/.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(ms)) throw badMoment({ given });
  return new Date(ms).toISOString();
}

export const daysBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * DAY_MS).toISOString();
