/** @module Workbooks of before 2007 to text. */
import { set_cptable } from "@e965/xlsx";
import * as codePages from "@e965/xlsx/dist/cpexcel.full.mjs";
import type { ParsedDocument } from "../../../domain/document.ts";
import { toOneLine } from "../archive/xml.ts";
import type { FileFacts } from "../office/core-properties.ts";
import type { FormatInput } from "../run-format.ts";
import { toDocument } from "./sheets.ts";
import { readWorkbook } from "./workbook.ts";

// The oldest of them write text in the code page of their country.
set_cptable(codePages);

const toIso = (date: unknown): string | undefined =>
  date instanceof Date && !Number.isNaN(date.getTime()) ? date.toISOString() : undefined;

export function parseXls({ bytes, name }: FormatInput): ParsedDocument {
  const workbook = readWorkbook(bytes, name);
  const { Title: title, Author: author, CreatedDate, ModifiedDate } = workbook.Props ?? {};
  const [createdAt, modifiedAt] = [toIso(CreatedDate), toIso(ModifiedDate)];
  const facts: FileFacts = {
    ...(title ? { title: toOneLine(title).toWellFormed() } : {}),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    metadata: {
      ...(author ? { author: toOneLine(author).toWellFormed() } : {}),
      ...(createdAt === undefined ? {} : { createdAt }),
    },
  };
  return toDocument({ workbook, facts, sheetParts: new Map() }, name);
}
