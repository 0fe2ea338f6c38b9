/** @module A JSON Lines file as a source: a line is a document. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { parseJsonLine } from "../../foundation/jsonl.ts";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Source, SourceItem } from "../../ports/source.ts";
import { sourceBadLine, sourceUnreadable } from "./errors.ts";
import { readModifiedAt, toUnreadable } from "./read-file.ts";
import { toRecord } from "./record.ts";

const Identified = z.object({
  _id: z.union([z.string(), z.number()]).optional(),
  id: z.union([z.string(), z.number()]).optional(),
});

interface Line {
  readonly number: number;
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * BEIR's layout (`record.ts`); the key is `_id`, else `id`. A line that is no document is an item
 * that fails when it is read, so it is reported and stops nothing.
 */
export const jsonlSource = defineAdapter({
  port: "source",
  name: "jsonl",
  options: z.strictObject({ path: z.string().min(1) }),
  async create({ path }, { baseDirectory }): Promise<Source> {
    const location = resolve(baseDirectory, path);
    return {
      location,
      async list(signal) {
        const modifiedAt = await readModifiedAt(location);
        const items: SourceItem[] = [];
        for await (const line of readLines(location, signal)) {
          const item = toItem(location, line, modifiedAt);
          if (item) items.push(item);
        }
        return items;
      },
    };
  },
});

/**
 * The id of a line that is no JSON any more: with it, the document's last version stays, where
 * without it the document would count as vanished.
 */
function salvageId(text: string): string | undefined {
  const [, id] = /"_?id"\s*:\s*"((?:[^"\\]|\\["\\/])+)"/.exec(text) ?? [];
  return id?.replaceAll(/\\(.)/g, "$1");
}

function toItem(location: string, line: Line, modifiedAt: string): SourceItem | undefined {
  const text = line.bytes.toString("utf8");
  const parsed = parseJsonLine(text, line.number);
  if (!parsed) return undefined;
  const id = idOf(parsed.value);
  const place = `line ${line.number}`;
  if (parsed.error !== undefined)
    return failing(salvageId(text) ?? place, `${place} is not JSON (${parsed.error})`);
  if (id === undefined) return failing(place, 'it has no "_id" and no "id"');
  const { offset } = line;
  const { length } = line.bytes;
  return {
    key: id,
    modifiedAt,
    async read() {
      const again = parseJsonLine(await readSlice(location, offset, length), line.number);
      if (idOf(again?.value) === id) return toRecord(id, again?.value);
      throw sourceUnreadable({ location, reason: `${place} has changed since it was listed` });
    },
  };
}

function idOf(value: unknown): string | undefined {
  const { data } = Identified.safeParse(value);
  const id = data?._id ?? data?.id;
  return id === undefined || id === "" ? undefined : String(id);
}

const failing = (key: string, reason: string): SourceItem => ({
  key,
  read: () => Promise.reject(sourceBadLine({ key, reason })),
});

/** Lines are read again when their turn comes, so that a file of any size fits in memory. */
async function readSlice(path: string, offset: number, length: number): Promise<string> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw toUnreadable(path, error);
  });
  try {
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer.toString("utf8");
  } finally {
    await file.close();
  }
}

async function* readPieces(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: 1 << 20 });
  } catch (error) {
    throw toUnreadable(path, error);
  }
}

const NEWLINE = 0x0a;

async function* readLines(path: string, signal: AbortSignal | undefined): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  let number = 0;
  for await (const piece of readPieces(path)) {
    signal?.throwIfAborted();
    const data: Buffer = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    let start = 0;
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, start)) {
      number++;
      yield { number, offset: offset + start, bytes: data.subarray(start, end) };
      start = end + 1;
    }
    rest = data.subarray(start);
    offset += start;
  }
  if (rest.length > 0) yield { number: number + 1, offset, bytes: rest };
}
