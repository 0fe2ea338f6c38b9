/** @module The table of contents of an e-book, and its titles as headings where a page has none. */
import type { CheerioAPI } from "cheerio";
import type { Element } from "domhandler";
import { resolveEntry } from "../archive/resolve.ts";
import {
  attributeOf,
  childOf,
  childrenOf,
  findAll,
  findFirst,
  textOf,
  toOneLine,
} from "../archive/xml.ts";
import type { FormatInput } from "../run-format.ts";
import type { Book } from "./package.ts";
import { openPage } from "./page.ts";

export interface ContentsEntry {
  readonly part: string;
  /** Where on the page; nothing for its start. */
  readonly anchor: string | undefined;
  readonly title: string;
  /** From 1. */
  readonly depth: number;
}

function toEntry(from: string, reference: string, title: string, depth: number): ContentsEntry[] {
  const part = resolveEntry(from, reference);
  const anchor = /#(.+)$/s.exec(reference)?.[1];
  return part === undefined || title === "" ? [] : [{ part, anchor, title, depth }];
}

function readPoints(
  points: readonly Element[],
  from: string,
  depth: number,
): readonly ContentsEntry[] {
  return points.flatMap((point) => {
    const title = toOneLine(textOf(childOf(point, "navLabel")));
    const reference = attributeOf(childOf(point, "content"), "src") ?? "";
    const inner = readPoints(childrenOf(point, "navPoint"), from, depth + 1);
    return [...toEntry(from, reference, title, depth), ...inner];
  });
}

function readLists(
  list: Element | undefined,
  from: string,
  depth: number,
): readonly ContentsEntry[] {
  return childrenOf(list, "li").flatMap((item) => {
    const link = findFirst(item, "a");
    const isOwn = childrenOf(item).includes(link ?? item);
    const reference = isOwn ? (attributeOf(link, "href") ?? "") : "";
    const own = isOwn ? toEntry(from, reference, toOneLine(textOf(link)), depth) : [];
    return [...own, ...readLists(childOf(item, "ol"), from, depth + 1)];
  });
}

/** In the order of the book; EPUB 3 comes first where a book has both. */
export function readContents(book: Book, input: FormatInput): readonly ContentsEntry[] {
  const { nav, ncx } = book.navigation;
  const bytes = nav === undefined ? undefined : book.archive.get(nav);
  if (nav !== undefined && bytes) {
    const page = openPage(bytes, input);
    const lists = page("nav").toArray();
    const toc = lists.find((list) => attributeOf(list, "type") === "toc") ?? lists[0];
    const entries = readLists(childOf(toc, "ol"), nav, 1);
    if (entries.length > 0) return entries;
  }
  const root = ncx === undefined ? undefined : book.parts.root(ncx);
  const [map] = findAll(root, "navMap");
  return ncx === undefined ? [] : readPoints(childrenOf(map, "navPoint"), ncx, 1);
}

const fold = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");

/** A heading may be shorter than its entry, which has a number before it, or longer. */
const says = (heading: string, title: string): boolean =>
  heading !== "" && title !== "" && (heading.includes(title) || title.includes(heading));

/** Gives a page the titles that its own headings do not say. */
export function addTitles(page: CheerioAPI, entries: readonly ContentsEntry[]): void {
  const body = page("body").first();
  const whole = body.length > 0 ? body : page.root().children().first();
  const headings = page("h1, h2, h3, h4, h5, h6")
    .toArray()
    .map((heading) => fold(page(heading).text()));
  const starts: string[] = [];
  for (const { anchor, title, depth } of entries) {
    if (anchor === undefined && headings.length > 0) continue;
    if (headings.some((heading) => says(heading, fold(title)))) continue;
    const name = `h${Math.min(depth, 6)}`;
    const heading = page(`<${name}></${name}>`).text(title);
    const target =
      anchor === undefined
        ? undefined
        : page("[id], a[name]")
            .filter((_, element) =>
              [page(element).attr("id"), page(element).attr("name")].includes(anchor),
            )
            .first();
    if (!target || target.length === 0 || target.is("html, body")) {
      // Several entries for the start of a page stand there in their order.
      starts.push(page.html(heading));
      continue;
    }
    const block = target.closest("p, div, section, article, blockquote, ul, ol, table, figure");
    (block.length > 0 ? block : target).before(heading);
  }
  whole.prepend(starts.join(""));
}
