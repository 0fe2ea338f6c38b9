/** @module Opens a PDF and reads its text items page by page, with no script and no network. */
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type * as PdfLibrary from "pdfjs-dist/legacy/build/pdf.mjs";
import { broken, encrypted, noTextLayer, tooLarge } from "../errors.ts";
import type { FormatInput } from "../run-format.ts";
import { toPieces, type PieceGroup, type TextItem } from "./pieces.ts";

export interface PdfPage {
  readonly groups: readonly PieceGroup[];
}

export interface PdfContent {
  readonly pages: readonly PdfPage[];
  /** The document's information dictionary, as it is. */
  readonly info: Readonly<Record<string, unknown>>;
}

/** It looks for a canvas that text does not need, and says so on the console. */
async function loadLibrary(): Promise<typeof PdfLibrary> {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return await import("pdfjs-dist/legacy/build/pdf.mjs");
  } finally {
    console.warn = warn;
  }
}

function findData(folder: string): string {
  const entry = fileURLToPath(import.meta.resolve("pdfjs-dist/legacy/build/pdf.mjs"));
  return join(dirname(entry), "..", "..", folder) + sep;
}

const hasText = <T extends object>(item: T): item is Extract<T, TextItem> => "str" in item;

function toRefusal(error: unknown, name: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "PasswordException") return encrypted({ name });
  return error.name === "InvalidPDFException" || error.name === "FormatError"
    ? broken({ name, reason: "its structure is damaged" }, error)
    : error;
}

/** Loads what `readPdf` needs, so that a waiting process has it ready. */
export const warmUpPdf = async (): Promise<void> => {
  await loadLibrary();
  // The library would load its other half, which has no types, at the first document.
  await import(import.meta.resolve("pdfjs-dist/legacy/build/pdf.worker.mjs"));
};

/**
 * @throws parsers.encrypted, parsers.broken; parsers.too-large for too many pages or too much
 *   text; parsers.no-text-layer when no page has text.
 */
export async function readPdf({ bytes, name, limits }: FormatInput): Promise<PdfContent> {
  const { getDocument } = await loadLibrary();
  const task = getDocument({
    // A copy: the library takes possession of the bytes, which belong to the caller.
    data: new Uint8Array(bytes),
    cMapUrl: findData("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: findData("standard_fonts"),
    wasmUrl: findData("wasm"),
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    const pdf = await task.promise;
    if (pdf.numPages > limits.maxPdfPages)
      throw tooLarge({ name, reason: `${pdf.numPages} of ${limits.maxPdfPages} pages` });
    const { info } = await pdf.getMetadata();
    const pages: PdfPage[] = [];
    let length = 0;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const viewport = page.getViewport({ scale: 1 });
      const { items } = await page.getTextContent();
      const groups = toPieces(items.filter(hasText), viewport.transform);
      for (const { pieces } of groups) for (const { text } of pieces) length += text.length;
      if (length > limits.maxTextLength)
        throw tooLarge({ name, reason: `more than ${limits.maxTextLength} characters` });
      pages.push({ groups });
      page.cleanup();
    }
    if (length === 0) throw noTextLayer({ name });
    return { pages, info: { ...info } };
  } catch (error) {
    throw toRefusal(error, name);
  } finally {
    await task.destroy();
  }
}
