/** @module EPUB to text: the files of a book in reading order. */
import type { ParsedDocument } from "../../../domain/document.ts";
import { writeBlocks } from "../html/blocks.ts";
import { removeHidden, removeNoContent } from "../html/clean.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder, type TextBuilder } from "../text-builder.ts";
import { addTitles, readContents, type ContentsEntry } from "./contents.ts";
import { openBook, type BookFile } from "./package.ts";
import { openPage } from "./page.ts";

/** @returns how many characters of hidden text were left out. */
function writePage(
  builder: TextBuilder,
  bytes: Uint8Array,
  { part, isContents }: BookFile,
  contents: readonly ContentsEntry[],
  input: FormatInput,
): number {
  const page = openPage(bytes, input);
  removeNoContent(page);
  const hidden = removeHidden(page);
  if (!isContents)
    addTitles(
      page,
      contents.filter((entry) => entry.part === part),
    );
  const root = page("body").get(0) ?? page.root().children().get(0);
  if (root?.type === "tag") writeBlocks(builder, root, new Map([[root, isContents]]));
  return hidden;
}

/** A page that the book names and does not hold is left out, and said. */
export function parseEpub(input: FormatInput): ParsedDocument {
  const book = openBook(input);
  const contents = readContents(book, input);
  const builder = createTextBuilder();
  let hidden = 0;
  let missing = 0;
  for (const file of book.files) {
    const bytes = book.archive.get(file.part);
    if (!bytes) missing += 1;
    else if (bytes.length > 0) hidden += writePage(builder, bytes, file, contents, input);
  }
  return {
    ...book.facts,
    ...builder.build(),
    warnings: [
      ...(missing === 0 ? [] : [`pages that the file has lost: ${missing}`]),
      ...(hidden === 0 ? [] : [`hidden text left out: ${hidden} characters`]),
    ],
  };
}
