/** @module Where the pages of a document stand in its text. */
import type { Block, PageSpan } from "../../domain/document.ts";

/**
 * One span for each page, from the first block that begins on it to the last; a page without text
 * is empty where the text before it ends.
 *
 * @param counts how many blocks stand on each page and those before it.
 */
export function toPageSpans(
  blocks: readonly Block[],
  counts: readonly number[],
): readonly PageSpan[] {
  let end = 0;
  return counts.map((count, index) => {
    const first = blocks[counts[index - 1] ?? 0];
    const last = blocks[count - 1];
    if (count === (counts[index - 1] ?? 0) || !first || !last)
      return { page: index + 1, start: end, end };
    end = last.end;
    return { page: index + 1, start: first.start, end };
  });
}
