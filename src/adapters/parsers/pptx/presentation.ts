/** @module Opens a presentation and lists its slides in the order in which they are shown. */
import type { Element } from "domhandler";
import { openArchive } from "../archive/archive.ts";
import { attributeOf, childOf, childrenOf, createXmlParts, relationIdOf } from "../archive/xml.ts";
import type { XmlParts } from "../archive/xml.ts";
import { misnamed } from "../errors.ts";
import { createPartFinder, findRelated } from "../office/relations.ts";
import type { FormatInput } from "../run-format.ts";

export interface SlidePart {
  readonly part: string;
  readonly root: Element;
  readonly hidden: boolean;
}

export interface Presentation {
  readonly parts: XmlParts;
  /** The name of the main part. */
  readonly main: string;
  readonly root: Element;
  /** In the order of the show; nothing where the file has lost a slide. */
  readonly slides: readonly (SlidePart | undefined)[];
}

/** Everything that may hold text or say where it is; no media, no embedded files. */
const TEXT_PART =
  /^(?:_rels\/\.rels|docProps\/core\.xml|ppt\/(?:[\w-]+\.xml|_rels\/[^/]+\.rels|(?:slides|slideLayouts|slideMasters|notesSlides|charts|chartEx|diagrams|comments|authors)\/(?:_rels\/)?[^/]+\.(?:xml|rels)))$/;

/** Slides are found through the relations of the show: names of files say nothing of their order. */
export function openPresentation(input: FormatInput): Presentation {
  const archive = openArchive(input, (entry) => TEXT_PART.test(entry));
  const parts = createXmlParts(archive, input);
  const main = findRelated(parts, "", "officeDocument") ?? "ppt/presentation.xml";
  const root = parts.root(main);
  if (!root)
    throw misnamed({ name: input.name, reason: "it is an archive without a presentation" });
  const findPart = createPartFinder(parts, main);
  const slides = childrenOf(childOf(root, "sldIdLst"), "sldId").map((id) => {
    const found = findPart(relationIdOf(id));
    return (
      found && { ...found, hidden: /^(?:0|false)$/.test(attributeOf(found.root, "show") ?? "") }
    );
  });
  return { parts, main, root, slides };
}
