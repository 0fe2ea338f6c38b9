/** @module What an OpenDocument file says about itself. */
import { childOf, findFirst, textOf, toOneLine, type XmlParts } from "../archive/xml.ts";
import { isLanguageTag, toIsoTime, type FileFacts } from "../office/core-properties.ts";

/** Fractions of a second are longer than ISO dates elsewhere have them. */
const toTime = (text: string): string | undefined => toIsoTime(text.replace(/(\.\d{3})\d+/, "$1"));

export function readOpenDocumentFacts(parts: XmlParts): FileFacts {
  const meta = childOf(parts.root("meta.xml"), "meta");
  const read = (name: string): string => toOneLine(textOf(findFirst(meta, name))).toWellFormed();
  const title = read("title");
  const author = read("initial-creator") || read("creator");
  const language = read("language");
  const [createdAt, modifiedAt] = [toTime(read("creation-date")), toTime(read("date"))];
  return {
    ...(title === "" ? {} : { title }),
    ...(isLanguageTag(language) ? { language } : {}),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    metadata: {
      ...(author === "" ? {} : { author }),
      ...(createdAt === undefined ? {} : { createdAt }),
    },
  };
}
