// Reads the small Markdown subset of content/*.md: front matter, ## and ### headings, paragraphs,
// one-level lists, tables, > notes and a line of three dashes for a page break.

export interface Meta {
  readonly output: string;
  readonly title: string;
  readonly date: string;
  readonly review: string;
  readonly reference: string;
  readonly version: string;
  readonly owner: string;
  readonly description: string;
}

export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "page-break" };

export interface Content {
  readonly meta: Meta;
  readonly blocks: readonly Block[];
}

const ORDERED_ITEM = /^\d+\. /;
const TABLE_RULE = /^\|[-| ]+\|$/;

export function parseContent(source: string): Content {
  const [, head = "", body = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(source) ?? [];
  return { meta: parseMeta(head), blocks: splitChunks(body).map(parseChunk) };
}

/** The rows of the box under the title: what a reader of a controlled document looks for first. */
export function propertyRows(meta: Meta): readonly (readonly [string, string])[] {
  return [
    ["Reference", meta.reference],
    ["Version", meta.version],
    ["Owner", meta.owner],
    ["Date", longDate(meta.date)],
    ["Next review", longDate(meta.review)],
  ];
}

/** Noon in UTC of an ISO day, so that no time zone moves the date. */
export function dayOf(isoDate: string): Date {
  return new Date(`${isoDate}T12:00:00Z`);
}

function longDate(isoDate: string): string {
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat("en-GB", options).format(dayOf(isoDate));
}

function parseMeta(head: string): Meta {
  const fields = new Map(head.split("\n").map(parseField));
  const field = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined) throw new Error(`The front matter has no ${name}.`);
    return value;
  };
  return {
    output: field("output"),
    title: field("title"),
    date: field("date"),
    review: field("review"),
    reference: field("reference"),
    version: field("version"),
    owner: field("owner"),
    description: field("description"),
  };
}

function parseField(line: string): readonly [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

function splitChunks(body: string): readonly (readonly string[])[] {
  const chunks = body.split(/\n{2,}/).map((chunk) => chunk.trim().split("\n"));
  return chunks.filter((lines) => lines[0] !== "");
}

function parseChunk(lines: readonly string[]): Block {
  const first = lines[0] ?? "";
  if (first === "---") return { kind: "page-break" };
  if (first.startsWith("### ")) return { kind: "heading", level: 2, text: first.slice(4) };
  if (first.startsWith("## ")) return { kind: "heading", level: 1, text: first.slice(3) };
  if (first.startsWith("> ")) return { kind: "note", text: first.slice(2) };
  if (first.startsWith("|")) return { kind: "table", rows: tableRows(lines) };
  if (first.startsWith("- ")) return listBlock(lines, false, /^- /);
  if (ORDERED_ITEM.test(first)) return listBlock(lines, true, ORDERED_ITEM);
  return { kind: "paragraph", text: lines.join(" ") };
}

function listBlock(lines: readonly string[], ordered: boolean, marker: RegExp): Block {
  return { kind: "list", ordered, items: lines.map((line) => line.replace(marker, "")) };
}

function tableRows(lines: readonly string[]): readonly (readonly string[])[] {
  return lines.filter((line) => !TABLE_RULE.test(line)).map(tableCells);
}

function tableCells(line: string): readonly string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}
