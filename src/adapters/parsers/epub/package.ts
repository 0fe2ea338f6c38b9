/** @module Opens an e-book: what it says about itself, its files in reading order, its contents. */
import type { Element } from "domhandler";
import { openArchive } from "../archive/archive.ts";
import { resolveEntry } from "../archive/resolve.ts";
import {
  attributeOf,
  childOf,
  childrenOf,
  createXmlParts,
  findAll,
  findFirst,
  textOf,
  toOneLine,
  type XmlParts,
} from "../archive/xml.ts";
import { broken, misnamed, rightsManaged } from "../errors.ts";
import { isLanguageTag, toIsoTime, type FileFacts } from "../office/core-properties.ts";
import type { FormatInput } from "../run-format.ts";

export interface BookFile {
  readonly part: string;
  /** The table of contents, where it is a page of the book too. */
  readonly isContents: boolean;
}

export interface Book {
  readonly archive: ReadonlyMap<string, Uint8Array>;
  readonly parts: XmlParts;
  readonly facts: FileFacts;
  /** In the order in which they are read. */
  readonly files: readonly BookFile[];
  /** The parts that list the contents: of EPUB 3, and of EPUB 2. */
  readonly navigation: { readonly nav?: string; readonly ncx?: string };
}

const TEXT_PART = /^META-INF\/[^/]+\.xml$|\.(?:opf|ncx|x?html?|xml)$/i;

/** Fonts may be scrambled against copying; the words of the book are not. */
const FONT_SCRAMBLERS = new Set([
  "http://www.idpf.org/2008/embedding",
  "http://ns.adobe.com/pdf/enc#RC",
]);

function assertOpen(parts: XmlParts, name: string): void {
  const methods = findAll(parts.root("META-INF/encryption.xml"), "EncryptedData").map((data) =>
    attributeOf(findFirst(data, "EncryptionMethod"), "Algorithm"),
  );
  if (methods.some((method) => !FONT_SCRAMBLERS.has(method ?? ""))) throw rightsManaged({ name });
}

function readFacts(metadata: Element | undefined): FileFacts {
  const all = (name: string): readonly string[] =>
    childrenOf(metadata, name)
      .map((element) => toOneLine(textOf(element)).toWellFormed())
      .filter((text) => text !== "");
  const modified = childrenOf(metadata, "meta").find(
    (meta) => attributeOf(meta, "property") === "dcterms:modified",
  );
  const modifiedAt = toIsoTime(toOneLine(textOf(modified)));
  const publishedAt = all("date")
    .map(toIsoTime)
    .find((time) => time !== undefined);
  const [title] = all("title");
  const language = all("language").find(isLanguageTag);
  const author = all("creator").join(", ");
  const [publisher] = all("publisher");
  return {
    ...(title === undefined ? {} : { title }),
    ...(language === undefined ? {} : { language }),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    metadata: {
      ...(author === "" ? {} : { author }),
      ...(publisher === undefined ? {} : { publisher }),
      ...(publishedAt === undefined ? {} : { publishedAt }),
    },
  };
}

interface Item {
  readonly part: string;
  readonly type: string;
  readonly properties: string;
}

function readManifest(root: Element, from: string): ReadonlyMap<string, Item> {
  return new Map(
    childrenOf(childOf(root, "manifest"), "item").flatMap((item) => {
      const part = resolveEntry(from, attributeOf(item, "href") ?? "");
      if (part === undefined) return [];
      const type = attributeOf(item, "media-type") ?? "";
      const properties = attributeOf(item, "properties") ?? "";
      return [[attributeOf(item, "id") ?? "", { part, type, properties }] as const];
    }),
  );
}

const isPage = ({ type, part }: Item): boolean => /x?html/i.test(type) || /\.x?html?$/i.test(part);
const isNav = ({ properties }: Item): boolean => /(?:^|\s)nav(?:\s|$)/.test(properties);

/** @throws parsers.rights-managed, parsers.bomb, parsers.broken; parsers.misnamed for other archives. */
export function openBook(input: FormatInput): Book {
  const { name } = input;
  const archive = openArchive(input, (entry) => TEXT_PART.test(entry));
  const parts = createXmlParts(archive, input);
  const container = parts.root("META-INF/container.xml");
  if (!container) throw misnamed({ name, reason: "it is an archive without an e-book" });
  assertOpen(parts, name);
  const at = resolveEntry("", attributeOf(findFirst(container, "rootfile"), "full-path") ?? "");
  const root = at === undefined ? undefined : parts.root(at);
  if (at === undefined || !root) throw broken({ name, reason: "its package file is missing" });
  const manifest = readManifest(root, at);
  const spine = childOf(root, "spine");
  const items = childrenOf(spine, "itemref").flatMap(
    (reference) => manifest.get(attributeOf(reference, "idref") ?? "") ?? [],
  );
  const nav = [...manifest.values()].find(isNav)?.part;
  const ncx =
    manifest.get(attributeOf(spine, "toc") ?? "")?.part ??
    [...manifest.values()].find(({ type }) => type === "application/x-dtbncx+xml")?.part;
  return {
    archive,
    parts,
    facts: readFacts(childOf(root, "metadata")),
    files: items.filter(isPage).map((item) => ({ part: item.part, isContents: isNav(item) })),
    navigation: { ...(nav === undefined ? {} : { nav }), ...(ncx === undefined ? {} : { ncx }) },
  };
}
