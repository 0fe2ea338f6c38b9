/** @module A small lasting rise in a series of weekly figures, noticed by its sum. */

/** Half the rise to look for, in standard deviations. */
const SLACK = 0.5;
/** The sum from which on it alarms. */
const LIMIT = 5;

/**
 * Page's one-sided cumulative sum (1954) after one more standardized value; 0 before the first, and
 * again whenever the series lies low enough.
 */
export const extendCusum = (sum: number, value: number): number => Math.max(0, sum + value - SLACK);

/**
 * A quiet series of normal values alarms once in about 930 values, one that rose by a deviation
 * after 10, by half of one after 38.
 */
export const isCusumAlarm = (sum: number): boolean => sum > LIMIT;
