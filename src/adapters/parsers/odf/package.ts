/** @module Opens an OpenDocument file and takes out the parts that hold text. */
import { openArchive } from "../archive/archive.ts";
import { createXmlParts, type XmlParts } from "../archive/xml.ts";
import { encrypted, misnamed } from "../errors.ts";
import type { FormatInput } from "../run-format.ts";

export interface OpenDocument {
  readonly archive: ReadonlyMap<string, Uint8Array>;
  readonly parts: XmlParts;
}

/** Embedded formulas and charts are documents in folders of their own. */
const TEXT_PART =
  /^(?:mimetype|(?:content|styles|meta)\.xml|META-INF\/manifest\.xml|[^/]+\/content\.xml)$/;

const toBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** @throws parsers.encrypted, parsers.bomb; parsers.misnamed for an archive without content. */
export function openOpenDocument(input: FormatInput): OpenDocument {
  const archive = openArchive(input, (entry) => TEXT_PART.test(entry));
  const manifest = archive.get("META-INF/manifest.xml");
  // A password leaves names and manifest readable, and everything else scrambled.
  if (manifest && /<(?:\w+:)?encryption-data\b/.test(toBuffer(manifest).toString("latin1")))
    throw encrypted({ name: input.name });
  if (!archive.has("content.xml"))
    throw misnamed({ name: input.name, reason: "it is an archive without an OpenDocument text" });
  return { archive, parts: createXmlParts(archive, input) };
}
