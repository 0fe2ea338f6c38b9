/** @module The sitemap format: pages with their dates, or more sitemaps; packed or as plain lines. */
import { gunzipSync } from "node:zlib";
import { Parser } from "htmlparser2";
import { sourceBadSitemap } from "../errors.ts";

export interface SitemapEntry {
  readonly location: string;
  /** As written: a date, or a date with a time. */
  readonly modified: string | undefined;
}

export interface Sitemap {
  readonly pages: readonly SitemapEntry[];
  readonly sitemaps: readonly string[];
}

/** What the protocol allows a sitemap to be, unpacked (sitemaps.org). */
const MAX_BYTES = 50 * 1024 * 1024;

/** @throws sources.bad-sitemap for what is none; an empty one has no entries. */
export function parseSitemap(url: string, bytes: Uint8Array): Sitemap {
  const text = new TextDecoder().decode(unpack(url, bytes)).trimStart();
  if (text.startsWith("<")) return parseXml(url, text);
  const lines = text.split(/\s*\n\s*/).filter((line) => line !== "");
  if (!lines.every((line) => URL.canParse(line)))
    throw sourceBadSitemap({ url, reason: "it is neither XML nor a list of addresses" });
  const pages = lines.map((location) => ({ location, modified: undefined }));
  return { pages, sitemaps: [] };
}

function unpack(url: string, bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (cause) {
    throw sourceBadSitemap({ url, reason: "it cannot be unpacked within 50 MB" }, cause);
  }
}

function parseXml(url: string, text: string): Sitemap {
  const pages: SitemapEntry[] = [];
  const sitemaps: string[] = [];
  const roots: string[] = [];
  const path: string[] = [];
  let fields: Record<string, string> = {};
  const parser = new Parser(
    {
      onopentag(name) {
        // Images and videos of a page have locations of their own, under other prefixes.
        path.push(name.toLowerCase());
        if (path.length === 1) roots.push(name.toLowerCase());
        if (path.length === 2) fields = {};
      },
      ontext(piece) {
        const field = path[2];
        if (path.length === 3 && field !== undefined) fields[field] = (fields[field] ?? "") + piece;
      },
      onclosetag() {
        const entry = path.length === 2 ? path[1] : undefined;
        path.pop();
        const location = fields["loc"]?.trim();
        if (!location) return;
        if (entry === "url") pages.push({ location, modified: fields["lastmod"]?.trim() });
        if (entry === "sitemap") sitemaps.push(location);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(text);
  if (roots[0] !== "urlset" && roots[0] !== "sitemapindex")
    throw sourceBadSitemap({ url, reason: `its outermost element is ${roots[0] ?? "missing"}` });
  return { pages, sitemaps };
}
