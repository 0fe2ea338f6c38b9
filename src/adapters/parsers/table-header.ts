/** @module Tells whether the first row of a table names its columns. */

const VALUE = /^[\s$€£¥(+−-]*\d[\d\s.,:/%)−-]*(?:[a-z]{1,3}\.?)?$/i;
const MAX_NAME_LENGTH = 80;

/** True for numbers, amounts, dates in digits, percentages and a lone dash. */
export const isValue = (cell: string): boolean => VALUE.test(cell) || /^[—–-]$/.test(cell);

const isName = (cell: string): boolean => cell.length <= MAX_NAME_LENGTH && !isValue(cell);

/**
 * True when every cell of the first row but the first is a short, distinct name, none a number
 * or date, and another row follows. Years in a first row count as names.
 */
export function isPlausibleHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...others] = rows;
  if (!first || others.length === 0) return false;
  const cells = first.map((cell) => cell.trim());
  const named = cells.filter((cell, index) => cell !== "" || index > 0);
  if (named.length === 0 || named.includes("")) return false;
  if (new Set(named.map((cell) => cell.toLowerCase())).size < named.length) return false;
  return named.every((cell) => isName(cell) || /^(?:19|20)\d\d$/.test(cell));
}
