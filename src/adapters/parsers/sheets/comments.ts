/** @module Comments on cells. */
import { utils, type WorkSheet } from "@e965/xlsx";
import { toOneLine } from "../archive/xml.ts";
import { toComment } from "../office/comment.ts";
import { rowsOf } from "./grid.ts";

export const toCommentKey = (cell: string, words: string): string => `${cell}\n${toOneLine(words)}`;

/**
 * One line a comment, by rows; answers follow what they answer.
 *
 * @param times by `toCommentKey`, where they are known.
 */
export function readComments(
  sheet: WorkSheet,
  times: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  const comments: string[] = [];
  rowsOf(sheet).forEach((cells, row) =>
    cells?.forEach((cell, column) => {
      for (const { a: author = "", t: text = "" } of cell?.c ?? []) {
        // Older programs repeat the author before the words.
        const words = text.startsWith(`${author}:`) ? text.slice(author.length + 1) : text;
        const on = utils.encode_cell({ r: row, c: column });
        const writtenAt = times.get(toCommentKey(on, words)) ?? "";
        const comment = { author: toOneLine(author), writtenAt, text: toOneLine(words), on };
        comments.push(...toComment(comment));
      }
    }),
  );
  return comments;
}
