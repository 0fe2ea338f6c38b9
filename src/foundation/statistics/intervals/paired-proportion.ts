/** @module How sure the difference of two rates over the same cases is, when few cases differ. */
import { computeNormalValue } from "../distributions/normal.ts";
import { clampInterval, type Interval } from "../interval.ts";

/**
 * Bonett and Price's adjusted Wald interval (2012) of `(wins − losses)/n`: one pair of each kind
 * is added, so that it has a width where nothing differs.
 */
export function computeBonettPriceInterval(
  wins: number,
  losses: number,
  n: number,
  level = 0.95,
): Interval {
  const z = computeNormalValue((1 + level) / 2);
  const won = (wins + 1) / (n + 2);
  const lost = (losses + 1) / (n + 2);
  const reach = z * Math.sqrt((won + lost - (won - lost) ** 2) / (n + 2));
  return clampInterval({ low: won - lost - reach, high: won - lost + reach }, -1, 1);
}
