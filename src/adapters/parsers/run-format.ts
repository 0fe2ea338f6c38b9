/** @module Runs one parser on one file under the caps, and names every way it can fail. */
import type { ParsedDocument } from "../../domain/document.ts";
import { PlumblineError } from "../../foundation/errors.ts";
import { broken, empty, tooDeep, tooLarge } from "./errors.ts";
import type { Format } from "./formats.ts";
import type { ParserLimits } from "./limits.ts";

export interface FormatInput {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly limits: ParserLimits;
}

export type ParseFormat = (input: FormatInput) => ParsedDocument | Promise<ParsedDocument>;

/** Loaded when first needed: a process that reads Markdown never loads a PDF library. */
const LOADERS: Readonly<Record<Format, () => Promise<ParseFormat>>> = {
  markdown: async () => (await import("./plain/markdown.ts")).parseMarkdown,
  text: async () => (await import("./plain/text.ts")).parseText,
  csv: async () => (await import("./plain/csv.ts")).parseCsv,
  json: async () => (await import("./plain/json.ts")).parseJson,
  html: async () => (await import("./html/html.ts")).parseHtml,
  pdf: async () => (await import("./pdf/pdf.ts")).parsePdf,
  docx: async () => (await import("./docx/docx.ts")).parseDocx,
  pptx: async () => (await import("./pptx/pptx.ts")).parsePptx,
  xlsx: async () => (await import("./sheets/sheets.ts")).parseXlsx,
  xls: async () => (await import("./sheets/xls.ts")).parseXls,
  ods: async () => (await import("./sheets/sheets.ts")).parseOds,
  odt: async () => (await import("./odf/odt.ts")).parseOdt,
  odp: async () => (await import("./odf/odp.ts")).parseOdp,
  epub: async () => (await import("./epub/epub.ts")).parseEpub,
  mail: async () => {
    const { parseMail } = await import("./mail/mail.ts");
    return (input) => parseMail(input, runFormat);
  },
  mbox: async () => {
    const { parseMbox } = await import("./mail/mbox.ts");
    return (input) => parseMbox(input, runFormat);
  },
  xml: async () => (await import("./xml/xml.ts")).parseXml,
};

export const loadFormat = (format: Format): Promise<ParseFormat> => LOADERS[format]();

function toRefusal(error: unknown, name: string): PlumblineError {
  if (error instanceof PlumblineError) return error;
  if (error instanceof RangeError && error.message.startsWith("Maximum call stack"))
    return tooDeep({ name }, error);
  // The message of a library may quote the document, which must not get into details.
  return broken({ name, reason: error instanceof Error ? error.name : "unknown failure" }, error);
}

const hasText = ({ blocks }: ParsedDocument): boolean => blocks.some((block) => !block.boilerplate);

/** @throws an error of `parsers.*`, whatever the parser threw. */
export async function runFormat(format: Format, input: FormatInput): Promise<ParsedDocument> {
  const { bytes, name, limits } = input;
  if (bytes.length === 0) throw empty({ name, reason: "0 bytes" });
  if (bytes.length > limits.maxInputBytes)
    throw tooLarge({ name, reason: `${bytes.length} of ${limits.maxInputBytes} bytes` });
  let parsed: ParsedDocument;
  try {
    parsed = await (await loadFormat(format))(input);
  } catch (error) {
    throw toRefusal(error, name);
  }
  if (!hasText(parsed)) throw empty({ name });
  if (parsed.text.length > limits.maxTextLength)
    throw tooLarge({ name, reason: `${parsed.text.length} of ${limits.maxTextLength} characters` });
  return parsed;
}
