/** @module Opens the archive a DOCX is, and takes out only the parts that hold text. */
import { openArchive } from "../archive/archive.ts";
import { createXmlParts, type XmlParts } from "../archive/xml.ts";
import { decodeText } from "../decode.ts";
import { broken, misnamed } from "../errors.ts";
import { checkDepth } from "../html/depth.ts";
import type { FormatInput } from "../run-format.ts";

/** Entry names select parts and are never paths: anything else, such as `../x`, is not seen. */
const TEXT_PART =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|docProps\/core\.xml|word\/(?:(?:_rels|charts|diagrams)\/)?[\w-]+\.xml(?:\.rels)?)$/;

export interface WordPackage {
  /** Parts as text by their names in the archive. */
  readonly parts: ReadonlyMap<string, string>;
  readonly xml: XmlParts;
}

/**
 * No part is deeper than the limit, and none has a document type.
 *
 * @throws parsers.bomb, parsers.too-deep, parsers.broken; parsers.misnamed for other archives.
 */
export function openPackage(input: FormatInput): WordPackage {
  const { name, limits } = input;
  const parts = new Map<string, string>();
  const archive = openArchive(input, (entry) => TEXT_PART.test(entry));
  for (const [partName, bytes] of archive) {
    if (bytes.length === 0) continue;
    const source = decodeText({ bytes, name, declared: "utf-8" }).text;
    checkDepth({ source, name, maxDepth: limits.maxDepth, xml: true });
    parts.set(partName, source);
  }
  if (![...parts.keys()].some((part) => part.startsWith("word/document")))
    throw misnamed({ name, reason: "it is an archive without a Word document" });
  if (!parts.has("[Content_Types].xml"))
    throw broken({ name, reason: "its content types are missing" });
  return { parts, xml: createXmlParts(archive, input) };
}
