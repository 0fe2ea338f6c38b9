/** @module Places counted in code points, as Python counts them, in UTF-16 units. */

/** The UTF-16 offset of a code point. */
export function toUnits(text: string, codePoints: number): number {
  let at = 0;
  for (let seen = 0; seen < codePoints && at < text.length; seen++)
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}
