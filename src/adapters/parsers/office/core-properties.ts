/** @module What an Office file says about itself: title, author, dates. */
import type { ParsedDocument } from "../../../domain/document.ts";
import { toInstantMs } from "../../../domain/metadata.ts";
import { findFirst, textOf, toOneLine, type XmlNode } from "../archive/xml.ts";

export type FileFacts = Pick<ParsedDocument, "title" | "language" | "modifiedAt" | "metadata">;

export const toIsoTime = (text: string): string | undefined => {
  const instant = toInstantMs(text);
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

export const isLanguageTag = (text: string): boolean => /^[a-z]{2,3}(?:-[\w-]+)?$/i.test(text);

/** @param root of `docProps/core.xml`; without one nothing is said. */
export function readCoreProperties(root: XmlNode | undefined): FileFacts {
  const read = (name: string): string => toOneLine(textOf(findFirst(root, name))).toWellFormed();
  const [title, author, language] = [read("title"), read("creator"), read("language")];
  const [createdAt, modifiedAt] = [toIsoTime(read("created")), toIsoTime(read("modified"))];
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
