/** @module A page of an e-book as a tree: HTML as it is written in XML. */
import { load, type CheerioAPI } from "cheerio";
import { decodePart } from "../archive/xml.ts";
import { checkDepth } from "../html/depth.ts";
import type { FormatInput } from "../run-format.ts";

/**
 * Tags may close where they open, which HTML would not see, and entities have HTML's names, which
 * XML would not know.
 *
 * @throws parsers.too-deep, parsers.broken
 */
export function openPage(bytes: Uint8Array, { name, limits }: FormatInput): CheerioAPI {
  const head = Buffer.from(bytes.subarray(0, 256)).toString("latin1");
  const declared = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w-]+)/i.exec(head)?.[1];
  const source = decodePart(bytes, name, declared).replace(/^\s*<\?xml[^>]*>/, "");
  checkDepth({ source, name, maxDepth: limits.maxDepth, xml: false, selfClosing: true });
  return load(source, { xml: { xmlMode: false, recognizeSelfClosing: true } });
}
