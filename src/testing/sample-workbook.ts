/** @module Workbooks of every kind, written by the library, for tests of parsers. */
import { utils, write, type BookType, type WorkBook } from "@e965/xlsx";

export function saveWorkbook(book: WorkBook, bookType: BookType = "xlsx"): Uint8Array {
  // The library writes a buffer when it is asked for one, which its type does not say.
  return new Uint8Array(write(book, { type: "buffer", bookType, compression: true }) as Buffer);
}

/** One sheet with the rows given. */
export function makeWorkbook(
  bookType: BookType,
  ...rows: readonly (readonly (string | number | undefined)[])[]
): Uint8Array {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), "Staff");
  return saveWorkbook(book, bookType);
}
