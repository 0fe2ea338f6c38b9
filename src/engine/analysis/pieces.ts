/** @module The ends of the stretch between two ASCII white spaces. */

const isSpace = (unit: number): boolean => unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);

/** Steps back from `index` to just after the last white space, not past `from`. */
export function startOfPiece(text: string, index: number, from: number): number {
  let start = index;
  while (start > from && !isSpace(text.charCodeAt(start - 1))) start--;
  return start;
}

/** Steps on from `index` to the next white space or the end of the text. */
export function endOfPiece(text: string, index: number): number {
  let end = index;
  while (end < text.length && !isSpace(text.charCodeAt(end))) end++;
  return end;
}
