/** @module Parsed documents as short lines, for tests that compare their structure. */
import type { ParsedDocument } from "../domain/document.ts";

/** One line a block, such as `heading1: Leave`; header rows as `table/1`, boilerplate in braces. */
export const toOutline = ({ text, blocks }: ParsedDocument): readonly string[] =>
  blocks.map(({ kind, level, headerRows, boilerplate, start, end }) => {
    const header = kind === "table" ? `/${headerRows ?? 0}` : "";
    const line = `${kind}${level ?? ""}${header}: ${text.slice(start, end)}`;
    return boilerplate ? `{${line}}` : line;
  });
