/** @module Opens a workbook of any kind by the library, which sees only the parts that hold cells. */
import { read, type ParsingOptions, type WorkBook } from "@e965/xlsx";
import { zipSync } from "fflate";
import { bomb, broken, encrypted, misnamed } from "../errors.ts";

const OPTIONS: ParsingOptions = {
  dense: true,
  cellFormula: false,
  cellHTML: false,
  cellNF: true,
  // The short date of a reader's own country has one form here that every reader understands.
  dateNF: "yyyy-mm-dd",
};

const isMarkup = (part: string): boolean => /\.(?:xml|rels|vml)$/.test(part);

/** The library builds no tree that could be too deep, but entities have no place here. */
function declaresEntities(bytes: Uint8Array): boolean {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return source.includes("<!ENTITY") || source.includes("<!ENTITY", 0, "utf16le");
}

/** @throws parsers.encrypted, parsers.broken */
export function readWorkbook(bytes: Uint8Array, name: string): WorkBook {
  let workbook: WorkBook;
  try {
    workbook = read(bytes, { ...OPTIONS, type: "array" });
  } catch (error) {
    if (error instanceof Error && /password|encrypt/i.test(error.message))
      throw encrypted({ name }, error);
    throw broken({ name, reason: "its workbook cannot be read" }, error);
  }
  if (workbook.SheetNames.length === 0) throw broken({ name, reason: "it has no sheet" });
  return workbook;
}

const SHEET = /\/worksheets\/[^/]+\.xml$/;
const EMPTY_CELL = /<(?:\w+:)?c\s[^<>]*\/>/g;
const EMPTY_ROW = /<((?:\w+:)?row)\s[^<>]*(?:\/>|>\s*<\/\1>)/g;
/** Cells without a value are worth the work only in sheets that are full of them. */
const MIN_STRIPPED_BYTES = 1024 ** 2;

/** A sheet styled down to its last row would cost the library a hundred times its content. */
function dropEmptyCells(part: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length < MIN_STRIPPED_BYTES || !SHEET.test(part)) return bytes;
  // Latin letters stand for bytes here, whatever the encoding.
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return Buffer.from(source.replaceAll(EMPTY_CELL, "").replaceAll(EMPTY_ROW, ""), "latin1");
}

/**
 * Reads the wanted parts of an archive.
 *
 * @throws parsers.encrypted, parsers.broken, parsers.bomb for a document type, parsers.misnamed.
 */
export function readWorkbookParts(
  archive: ReadonlyMap<string, Uint8Array>,
  name: string,
): WorkBook {
  if (archive.size === 0) throw misnamed({ name, reason: "it is an archive without a workbook" });
  for (const [part, bytes] of archive)
    if (isMarkup(part) && declaresEntities(bytes))
      throw bomb({ name, reason: "a part declares a document type" });
  const parts = [...archive].map(([part, bytes]) => [part, dropEmptyCells(part, bytes)] as const);
  return readWorkbook(zipSync(Object.fromEntries(parts), { level: 0 }), name);
}
