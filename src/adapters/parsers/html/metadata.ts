/** @module What a page says about itself in its head. */
import type { CheerioAPI } from "cheerio";
import { toInstantMs, type Metadata } from "../../../domain/metadata.ts";
import { readDeclaredAccess } from "../declared-access.ts";

export interface PageFacts {
  readonly title?: string;
  readonly language?: string;
  readonly modifiedAt?: string;
  readonly metadata: Metadata;
}

const MODIFIED = ["article:modified_time", "og:updated_time", "dcterms.modified", "last-modified"];
const PUBLISHED = ["article:published_time", "dcterms.date", "dc.date", "date", "pubdate"];

const clean = (text: string | undefined): string =>
  (text ?? "")
    .replaceAll(/[\s\u00a0]+/g, " ")
    .trim()
    .toWellFormed();

/**
 * Read before anything is removed. Dates count only in ISO 8601.
 *
 * @throws parsers.broken for `plumbline:access` or `plumbline:deny` that cannot be understood.
 */
export function readPageFacts($: CheerioAPI, fileName: string): PageFacts {
  const meta = new Map<string, string>();
  const declared: { field: string; value: string }[] = [];
  $("meta").each((_, element) => {
    const name = $(element).attr("name") ?? $(element).attr("property");
    if (name !== undefined) declared.push({ field: name, value: $(element).attr("content") ?? "" });
    const content = clean($(element).attr("content"));
    if (name !== undefined && content !== "" && !meta.has(name.toLowerCase()))
      meta.set(name.toLowerCase(), content);
  });
  const toIso = (names: readonly string[]): string | undefined => {
    for (const name of names) {
      const instant = toInstantMs(meta.get(name) ?? "");
      if (instant !== undefined) return new Date(instant).toISOString();
    }
    return undefined;
  };
  const title = clean($("head title").first().text()) || clean(meta.get("og:title"));
  const language = clean($("html").attr("lang") ?? $("html").attr("xml:lang"));
  const publishedAt = toIso(PUBLISHED);
  const modifiedAt = toIso(MODIFIED) ?? publishedAt;
  const author = meta.get("author") ?? meta.get("article:author");
  const description = meta.get("description");
  return {
    ...(title === "" ? {} : { title }),
    ...(/^[a-z]{2,3}(?:-[\w-]+)?$/i.test(language) ? { language } : {}),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    metadata: {
      ...(author === undefined ? {} : { author }),
      ...(description === undefined ? {} : { description }),
      ...(publishedAt === undefined ? {} : { publishedAt }),
      ...readDeclaredAccess(declared, fileName),
    },
  };
}
