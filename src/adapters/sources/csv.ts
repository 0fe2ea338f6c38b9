/** @module A table in a file as a source: a row is a document. */
import { basename, resolve } from "node:path";
import { z } from "zod";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Source, SourceContent, SourceItem } from "../../ports/source.ts";
import { decodeText, parseDelimited } from "../parsers/index.ts";
import { sourceNoColumn } from "./errors.ts";
import { readModifiedAt, readWholeFile } from "./read-file.ts";

const Options = z.strictObject({
  path: z.string().min(1),
  /** Column whose value is the row's id; default: `_id` or `id` when there is one, else the row's number. */
  idColumn: z.string().optional(),
  /** Column that names the document; default: `title` or `name`, else the first. */
  titleColumn: z.string().optional(),
  /** Columns that are the text; default: all but the id, as `column: value` lines. */
  textColumns: z.array(z.string()).optional(),
});

type CsvOptions = z.output<typeof Options>;

/** Every column is kept as metadata too, so that rows can be filtered by it. */
export const csvSource = defineAdapter({
  port: "source",
  name: "csv",
  options: Options,
  async create(options, { baseDirectory }): Promise<Source> {
    const location = resolve(baseDirectory, options.path);
    return {
      location,
      async list(signal) {
        const modifiedAt = await readModifiedAt(location);
        const name = basename(location);
        const bytes = await readWholeFile(location, name, signal);
        const { header, rows } = parseDelimited(decodeText({ bytes, name }).text);
        const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
        const columns =
          header?.cells ?? Array.from({ length: width }, (_, at) => `column ${at + 1}`);
        assertColumns(location, columns, options);
        return rows.map(({ cells }, index) => toItem(columns, cells, index, options, modifiedAt));
      },
    };
  },
});

/** A column that is not there would give every row another id, or no text. */
function assertColumns(location: string, known: readonly string[], options: CsvOptions): void {
  const { idColumn, titleColumn, textColumns = [] } = options;
  for (const column of [idColumn, titleColumn, ...textColumns])
    if (column !== undefined && firstOf(known, [column]) < 0)
      throw sourceNoColumn({ location, column, known });
}

const firstOf = (header: readonly string[], wanted: readonly (string | undefined)[]): number =>
  wanted
    .map((name) =>
      name === undefined ? -1 : header.findIndex((h) => h.toLowerCase() === name.toLowerCase()),
    )
    .find((index) => index >= 0) ?? -1;

function toItem(
  header: readonly string[],
  cells: readonly string[],
  index: number,
  options: CsvOptions,
  modifiedAt: string,
): SourceItem {
  const idAt = firstOf(header, [options.idColumn, "_id", "id"]);
  const titleAt = Math.max(0, firstOf(header, [options.titleColumn, "title", "name"]));
  const key = cells[idAt] || `row-${index + 1}`;
  const wanted = options.textColumns?.map((name) => firstOf(header, [name]));
  const text = header
    .map((name, at) => ({ name, value: cells[at]?.trim() ?? "", at }))
    .filter(({ value, at }) => value !== "" && (wanted ? wanted.includes(at) : at !== idAt))
    .map(({ name, value }) => `${name}: ${value}`)
    .join("\n");
  const content: SourceContent = {
    kind: "record",
    title: cells[titleAt] ?? key,
    text,
    metadata: Object.fromEntries(
      header
        .map((name, at) => [name, toTyped(cells[at] ?? "")] as const)
        .filter(([name]) => name !== ""),
    ),
  };
  return { key, modifiedAt, read: async () => content };
}

/** A column of figures can be asked for by range. */
function toTyped(value: string): string | number {
  return /^-?\d+(?:\.\d+)?$/.test(value) && String(Number(value)) === value ? Number(value) : value;
}
