/** @module Workbooks to text: each sheet a page, each table on it with its header row. */
import type { WorkBook, WorkSheet } from "@e965/xlsx";
import type { ParsedDocument } from "../../../domain/document.ts";
import { openArchive } from "../archive/archive.ts";
import { createXmlParts, toOneLine } from "../archive/xml.ts";
import { empty } from "../errors.ts";
import { readOpenDocumentFacts } from "../odf/facts.ts";
import { openOpenDocument } from "../odf/package.ts";
import { readCoreProperties, type FileFacts } from "../office/core-properties.ts";
import { toPageSpans } from "../page-spans.ts";
import type { FormatInput } from "../run-format.ts";
import { listed } from "../say-list.ts";
import { createTextBuilder, type TextBuilder } from "../text-builder.ts";
import { readComments } from "./comments.ts";
import { findSheetParts, type SheetParts } from "./drawings.ts";
import { readGrid } from "./grid.ts";
import { findRegions } from "./regions.ts";
import { readWorkbookParts } from "./workbook.ts";
import { writeRegion } from "./write-region.ts";

/** Cells, their comments, what is drawn over them; no media, macros, caches and copies. */
const WORKBOOK_PART =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|docProps\/(?:core|app|custom)\.xml|xl\/(?:[\w-]+\.(?:xml|bin)|_rels\/[^/]+\.rels|(?:worksheets|chartsheets|drawings|charts|chartEx|diagrams|tables|threadedComments|persons|comments)\/(?:_rels\/)?[^/]+\.(?:xml|rels|bin|vml)))$/;

export interface WorkbookContents {
  readonly workbook: WorkBook;
  readonly facts: FileFacts;
  /** By the names of sheets; none where the library alone reads the file. */
  readonly sheetParts: ReadonlyMap<string, SheetParts>;
}

/** @returns how many blocks were written below the name of the sheet. */
function writeSheet(
  builder: TextBuilder,
  name: string,
  sheet: WorkSheet | undefined,
  parts: SheetParts | undefined,
): number {
  const regions = sheet ? findRegions(readGrid(sheet)) : [];
  const comments = sheet ? readComments(sheet, parts?.commentTimes) : [];
  if (regions.length === 0 && comments.length === 0 && parts?.hasDrawing !== true) return 0;
  builder.add("heading", name, { level: 1 });
  const before = builder.count;
  const declared = new Set(parts?.tableStarts);
  for (const region of regions) writeRegion(builder, region, declared);
  parts?.writeDrawing(builder);
  for (const comment of comments) builder.add("quote", comment);
  return builder.count - before;
}

const warnOf = (what: string, numbers: readonly number[]): readonly string[] =>
  numbers.length === 0 ? [] : [`${what}: ${listed(numbers)}`];

/** Sheets are numbered from 1 in the order of their tabs; a sheet's name is its heading. */
export function toDocument(
  { workbook, facts, sheetParts }: WorkbookContents,
  name: string,
): ParsedDocument {
  const builder = createTextBuilder();
  let written = 0;
  const counts = workbook.SheetNames.map((sheetName) => {
    const sheet = workbook.Sheets[sheetName];
    written += writeSheet(builder, toOneLine(sheetName), sheet, sheetParts.get(sheetName));
    return builder.count;
  });
  if (written === 0) throw empty({ name });
  const { text, blocks } = builder.build();
  const numbersOf = (test: (index: number) => boolean): readonly number[] =>
    workbook.SheetNames.flatMap((_, index) => (test(index) ? [index + 1] : []));
  const hidden = numbersOf((index) => (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0);
  const partly = numbersOf(
    (index) => sheetParts.get(workbook.SheetNames[index] ?? "")?.hides === true,
  );
  return {
    ...facts,
    text,
    blocks,
    pages: toPageSpans(blocks, counts),
    warnings: [
      ...warnOf("hidden sheets", hidden),
      ...warnOf("sheets with hidden rows or columns", partly),
    ],
  };
}

export function parseXlsx(input: FormatInput): ParsedDocument {
  const archive = openArchive(input, (entry) => WORKBOOK_PART.test(entry));
  const workbook = readWorkbookParts(archive, input.name);
  const parts = createXmlParts(archive, input);
  const facts = readCoreProperties(parts.root("docProps/core.xml"));
  const sheetParts = findSheetParts(parts, archive);
  return toDocument({ workbook, facts, sheetParts }, input.name);
}

export function parseOds(input: FormatInput): ParsedDocument {
  const { archive, parts } = openOpenDocument(input);
  const workbook = readWorkbookParts(archive, input.name);
  const facts = readOpenDocumentFacts(parts);
  return toDocument({ workbook, facts, sheetParts: new Map() }, input.name);
}
