/** @module Lists in warnings, cut before they grow long. */

const MAX_SHOWN = 20;

/** Joined by commas; beyond 20 the rest is an ellipsis. */
export function listed(items: readonly (string | number)[]): string {
  const shown = items.slice(0, MAX_SHOWN).join(", ");
  return items.length > MAX_SHOWN ? `${shown}, …` : shown;
}
