/** @module The source of an XML file as a tree: no document type, no entity of its own, no deep nesting. */
import { isTag, type Element } from "domhandler";
import { load } from "cheerio";
import { parseDocument } from "htmlparser2";
import { decodeText } from "../decode.ts";
import { broken } from "../errors.ts";
import { checkDepth } from "../html/depth.ts";
import type { FormatInput } from "../run-format.ts";

export interface XmlSource {
  readonly root: Element;
  readonly warnings: readonly string[];
}

/** @returns where the document type that begins at `start` ends: quotes and brackets may hold `>`. */
function findTypeEnd(source: string, start: number): number {
  let inner = 0;
  let quote = "";
  for (let at = start; at < source.length; at += 1) {
    const character = source[at] ?? "";
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (source.startsWith("<!--", at)) {
      const end = source.indexOf("-->", at);
      at = end === -1 ? source.length : end + 2;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "[") inner += 1;
    else if (character === "]") inner -= 1;
    else if (character === ">" && inner <= 0) return at + 1;
  }
  return source.length;
}

/** Entities that a file declares are never expanded, so their declaration has no use. */
function removeDocumentType(source: string): { readonly source: string; readonly type: string } {
  const start = source.search(/<!DOCTYPE/i);
  const firstTag = source.search(/<[A-Za-z_]/);
  if (start === -1 || (firstTag !== -1 && firstTag < start)) return { source, type: "" };
  const end = findTypeEnd(source, start);
  return { source: source.slice(0, start) + source.slice(end), type: source.slice(start, end) };
}

const REFERENCE = /&([^\s;&#<>]{1,64});/g;
/** HTML has about 2,200 of them, and no file uses so many. */
const MAX_NAMES = 1000;
const OF_XML = new Set(["amp", "apos", "gt", "lt", "quot"]);

/**
 * Vocabularies take names of characters from lists that HTML has too: those are one character or
 * two, whatever a document type says elsewhere. A name that the file declares stays as it stands.
 */
function nameCharacters(source: string, declared: ReadonlySet<string>): string {
  const known = new Map<string, string>();
  const read = (reference: string): string => {
    if (known.size >= MAX_NAMES) return reference;
    const text = load(`<p>${reference}</p>`)("p").text();
    return text.length <= 2 && !/[<>&]/.test(text) ? text : reference;
  };
  return source.replaceAll(REFERENCE, (reference, name: string) => {
    if (OF_XML.has(name) || declared.has(name)) return reference;
    const character = known.get(name) ?? read(reference);
    if (known.size < MAX_NAMES) known.set(name, character);
    return character;
  });
}

function findDeclaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  return /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w-]+)/.exec(head)?.[1];
}

/** @throws parsers.broken for what holds no element, parsers.too-deep, parsers.encoding. */
export function readXml({ bytes, name, limits }: FormatInput): XmlSource {
  const declared = findDeclaredEncoding(bytes);
  const decoded = decodeText({ bytes, name, ...(declared === undefined ? {} : { declared }) });
  const { source, type } = removeDocumentType(decoded.text);
  const entities = new Set(
    [...type.matchAll(/<!ENTITY\s+([^\s%]+)/gi)].map((match) => match[1] ?? ""),
  );
  const named = nameCharacters(source, entities);
  checkDepth({ source: named, name, maxDepth: limits.maxDepth, xml: true });
  const root = parseDocument(named, { xmlMode: true }).children.find(isTag);
  if (!root) throw broken({ name, reason: "it holds no element" });
  const usesEntities = [...named.matchAll(REFERENCE)].some((match) => entities.has(match[1] ?? ""));
  return {
    root,
    warnings: usesEntities
      ? [...decoded.warnings, "entities that the file declares are not expanded"]
      : decoded.warnings,
  };
}
