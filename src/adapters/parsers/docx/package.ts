/** @module Opens the archive a DOCX is, and takes out only the parts that hold text. */
import { unzipSync } from "fflate";
import { decodeText } from "../decode.ts";
import { bomb, broken, misnamed } from "../errors.ts";
import { checkDepth } from "../html/depth.ts";
import type { FormatInput } from "../run-format.ts";

/** Entry names select parts and are never paths: anything else, such as `../x`, is not seen. */
const TEXT_PART =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|docProps\/core\.xml|word\/(?:_rels\/)?[\w-]+\.xml(?:\.rels)?)$/;

/** So little can be inflated at any ratio. */
const MIN_SUSPECT_BYTES = 1024 ** 2;

/** Sizes as the archive's directory states them, judged before anything is inflated. */
function openArchive({ bytes, name, limits }: FormatInput): Record<string, Uint8Array> {
  let entries = 0;
  let inflated = 0;
  let packed = 0;
  const judge = (): void => {
    if (entries > limits.maxArchiveEntries) throw bomb({ name, reason: `${entries} entries` });
    if (inflated > limits.maxInflatedBytes)
      throw bomb({ name, reason: `${inflated} bytes inside` });
    if (inflated > MIN_SUSPECT_BYTES && inflated / Math.max(packed, 1) > limits.maxInflationRatio)
      throw bomb({ name, reason: `it swells more than ${limits.maxInflationRatio} times` });
  };
  return unzipSync(bytes, {
    filter: (entry) => {
      entries += 1;
      const isText = TEXT_PART.test(entry.name);
      if (isText) {
        const ratio = entry.originalSize / Math.max(entry.size, 1);
        if (entry.originalSize > MIN_SUSPECT_BYTES && ratio > limits.maxInflationRatio)
          throw bomb({ name, reason: `a part swells ${Math.round(ratio)} times` });
        inflated += entry.originalSize;
        packed += entry.size;
      }
      judge();
      return isText;
    },
  });
}

/**
 * Each part as text by its name in the archive, none deeper than the limit and none with a
 * document type. A part is never longer than the directory says, whatever its stream holds.
 *
 * @throws parsers.bomb, parsers.too-deep, parsers.broken; parsers.misnamed for other archives.
 */
export function openPackage(input: FormatInput): ReadonlyMap<string, string> {
  const { name, limits } = input;
  const parts = new Map<string, string>();
  for (const [partName, bytes] of Object.entries(openArchive(input))) {
    if (bytes.length === 0) continue;
    const source = decodeText({ bytes, name, declared: "utf-8" }).text;
    checkDepth({ source, name, maxDepth: limits.maxDepth, xml: true });
    parts.set(partName, source);
  }
  if (![...parts.keys()].some((part) => part.startsWith("word/document")))
    throw misnamed({ name, reason: "it is an archive without a Word document" });
  if (!parts.has("[Content_Types].xml"))
    throw broken({ name, reason: "its content types are missing" });
  return parts;
}
