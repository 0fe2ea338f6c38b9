/** @module When a service says it may be asked again. */

/**
 * Reads `retry-after-ms` (milliseconds), else `retry-after` (seconds or an HTTP date).
 *
 * @returns milliseconds from `now`, not bounded; `undefined` when absent, unreadable, negative or
 *   in the past.
 */
export function parseRetryAfter(headers: Headers, now: Date): number | undefined {
  const inMs = headers.get("retry-after-ms");
  if (inMs !== null && isDecimal(inMs)) return Number(inMs);
  const told = headers.get("retry-after");
  if (told === null) return undefined;
  if (isDecimal(told)) return Number(told) * 1000;
  // Only dates with a month's name: Date would read "-5" as a date as well.
  const until = /[A-Za-z]{3}/.test(told) ? Date.parse(told) : Number.NaN;
  return until >= now.getTime() ? until - now.getTime() : undefined;
}

const isDecimal = (text: string): boolean => /^\s*\d+(?:\.\d+)?\s*$/.test(text);
