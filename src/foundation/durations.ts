/** @module Lengths of time in milliseconds. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** The mean month of the Gregorian calendar's four years: 30.4375 days. */
export const MONTH_MS = (365.25 / 12) * DAY_MS;
