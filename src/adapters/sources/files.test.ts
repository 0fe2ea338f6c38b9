import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Source, SourceContent } from "../../ports/source.ts";
import { adapterContext } from "../../testing/adapter-context.ts";
import { describeSource } from "../../testing/source-contract.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { csvSource } from "./csv.ts";
import { sourceBadLine, sourceNoColumn, sourceNotFound, sourceUnreadable } from "./errors.ts";
import { fileSource } from "./file.ts";
import { jsonlSource } from "./jsonl.ts";

type Create = (path: string, directory: string) => Promise<Source>;

const createJsonl: Create = (path, directory) =>
  jsonlSource.create({ path }, adapterContext({ baseDirectory: directory }));
const createCsv: Create = (path, directory) =>
  csvSource.create(csvSource.options.parse({ path }), adapterContext({ baseDirectory: directory }));

/** One file as a place that the contract may use and spoil. */
const subjectOf =
  (create: Create, text: string, keys: readonly string[], brokenKey?: string) => async () => {
    const directory = makeTemporaryDirectory();
    const path = join(directory.path, "data");
    writeFileSync(path, text);
    return {
      source: await create("data", directory.path),
      keys,
      ...(brokenKey === undefined ? {} : { brokenKey }),
      spoil: () => rmSync(path),
      close: () => directory[Symbol.dispose](),
    };
  };

const JSONL = '{"_id":"b","text":"Pay"}\n{"_id":"a","text":"Leave"}\nnot json\n';
describeSource("jsonl", subjectOf(createJsonl, JSONL, ["b", "a", "line 3"], "line 3"));
const CSV = "id,title,weeks\nb,Pay,1\na,Leave,12\n";
describeSource("csv", subjectOf(createCsv, CSV, ["b", "a"]));

type RecordContent = Extract<SourceContent, { kind: "record" }>;

/** Every item's record, or the reason why it is none. */
async function readItems(create: Create, text: string | Buffer) {
  using directory = makeTemporaryDirectory();
  writeFileSync(join(directory.path, "data"), text);
  const source = await create("data", directory.path);
  const items = await source.list();
  const read = new Map<string, RecordContent | string>();
  for (const { key, read: open } of items) {
    const content = await open().catch((error: unknown) => error);
    if (sourceBadLine.is(content)) read.set(key, content.message);
    // A table gives records alone.
    else read.set(key, content as RecordContent);
  }
  return read;
}

const readJsonl = (text: string | Buffer) => readItems(createJsonl, text);
const readCsv = (text: string, options: Record<string, unknown> = {}) =>
  readItems(
    (path, directory) =>
      csvSource.create(
        csvSource.options.parse({ path, ...options }),
        adapterContext({ baseDirectory: directory }),
      ),
    text,
  );

describe("jsonl source", () => {
  it("reads BEIR's fields, and any metadata", async () => {
    const line = {
      _id: "d1",
      title: "Leave",
      text: "Twelve weeks",
      meta: { a: 1 },
      metadata: { tags: ["x"], nested: { y: 1 }, none: null, ok: true },
      language: "de",
      modifiedAt: "2026-01-02T03:04:05+01:00",
    };
    assert.deepEqual((await readJsonl(JSON.stringify(line))).get("d1"), {
      kind: "record",
      title: "Leave",
      text: "Twelve weeks",
      metadata: { a: 1, tags: ["x"], nested: '{"y":1}', ok: true },
      language: "de",
      modifiedAt: "2026-01-02T03:04:05+01:00",
    });
  });

  it("makes each line that is no document an item that fails, and reads the others", async () => {
    const lines = [
      '{"_id":"good","text":"x"}',
      "{broken",
      '{"text":"no id"}',
      "[1]",
      '{"id":7,"text":"a number for an id"}',
      '{"_id":"untitled"}',
      '{"_id":"who","text":"x","access":["hr"]}',
    ];
    const read = await readJsonl(lines.join("\n"));
    assert.deepEqual(
      [...read].map(([key, content]) => [key, typeof content === "string"]),
      [
        ["good", false],
        ["line 2", true],
        ["line 3", true],
        ["line 4", true],
        ["7", false],
        ["untitled", true],
        ["who", true],
      ],
    );
    assert.match(JSON.stringify(read.get("untitled")), /text/);
  });

  it("reads behind a byte order mark, CRLF and blank lines, to a last line without an end", async () => {
    const text = '\ufeff{"_id":"a","text":"1"}\r\n\r\n{"_id":"b","text":"2"}';
    const read = await readJsonl(text);
    assert.deepEqual(
      [...read.values()].map((content) => typeof content === "object" && content.text),
      ["1", "2"],
    );
  });

  it("reads a line longer than its buffer, among others", async () => {
    const long = "員 ".repeat(900_000);
    const text = [
      JSON.stringify({ _id: "a", text: "1" }),
      JSON.stringify({ _id: "b", text: long }),
      JSON.stringify({ _id: "c", text: "3" }),
    ].join("\n");
    const read = await readJsonl(text);
    const b = read.get("b");
    assert.ok(typeof b === "object" && b.text === long);
    assert.equal(read.size, 3);
  });

  it("takes no clause for nobody, and a denial alone for no list", async () => {
    const lines = [
      { _id: "nobody", text: "x", access: { allow: [], deny: [] } },
      { _id: "empty", text: "x", access: [] },
      { _id: "deny", text: "x", deny: ["user:otto"] },
      { _id: "both", text: "x", access: ["public"], deny: ["user:otto"] },
      { _id: "neither", text: "x" },
    ];
    const read = await readJsonl(lines.map((line) => JSON.stringify(line)).join("\n"));
    const access = Object.fromEntries(
      [...read].map(([key, content]) => [key, typeof content === "object" && content.access]),
    );
    assert.deepEqual(access, {
      nobody: { allow: [[]], deny: [] },
      empty: { allow: [[]], deny: [] },
      deny: { allow: [], deny: ["user:otto"] },
      both: { allow: [["public"]], deny: ["user:otto"] },
      neither: undefined,
    });
  });

  it("does not read another line's text when the file changes between listing and reading", async () => {
    using directory = makeTemporaryDirectory();
    const path = join(directory.path, "data");
    writeFileSync(path, '{"_id":"a","text":"one"}\n');
    const [item] = await (await createJsonl("data", directory.path)).list();
    writeFileSync(path, '{"_id":"b","text":"two"}\n');
    await assert.rejects(async () => item?.read(), sourceUnreadable.is);
    rmSync(path);
    await assert.rejects(async () => item?.read(), sourceUnreadable.is);
  });

  it("is empty for an empty file", async () => {
    assert.equal((await readJsonl("")).size, 0);
  });
});

describe("csv source", () => {
  it("makes a document of each row, every column its metadata", async () => {
    const read = await readCsv("id,title,weeks,code\n7,Leave,12,007\n");
    assert.deepEqual(read.get("7"), {
      kind: "record",
      title: "Leave",
      text: "title: Leave\nweeks: 12\ncode: 007",
      metadata: { id: 7, title: "Leave", weeks: 12, code: "007" },
    });
  });

  it("numbers rows without ids, and keeps line ends in quotes", async () => {
    const read = await readCsv('name,note\nOtto,"two\nlines"\nInes,"a ""b"""\n');
    assert.deepEqual([...read.keys()], ["row-1", "row-2"]);
    const first = read.get("row-1");
    assert.equal(typeof first === "object" && first.text, "name: Otto\nnote: two\nlines");
  });

  it("takes the columns that are named for it, in any case", async () => {
    const text = "number,subject,body,internal\nA1,Leave,Twelve weeks,no\n";
    const options = { idColumn: "Number", titleColumn: "subject", textColumns: ["Body"] };
    const content = (await readCsv(text, options)).get("A1");
    assert.ok(typeof content === "object");
    assert.deepEqual([content.title, content.text], ["Leave", "body: Twelve weeks"]);
  });

  it("refuses a named column that is not there: every row would get another id", async () => {
    for (const options of [{ idColumn: "nr" }, { titleColumn: "nr" }, { textColumns: ["nr"] }])
      await assert.rejects(readCsv("id,name\n1,Otto\n2,Ines\n", options), sourceNoColumn.is);
  });

  it("takes a table of more rows than a call has arguments", async () => {
    const rows = Array.from({ length: 150_000 }, (_, i) => `${i},x`).join("\n");
    using directory = makeTemporaryDirectory();
    writeFileSync(join(directory.path, "data"), `id,name\n${rows}`);
    assert.equal((await (await createCsv("data", directory.path)).list()).length, 150_000);
  });
});

describe("file source", () => {
  it("is one document under the file's name", async () => {
    using directory = makeTemporaryDirectory();
    mkdirSync(join(directory.path, "hr"));
    writeFileSync(join(directory.path, "hr", "leave.md"), "Leave");
    const context = adapterContext({ baseDirectory: directory.path });
    const source = await fileSource.create({ path: "hr/leave.md" }, context);
    const [item, more] = await source.list();
    const content = await item?.read();
    assert.equal(more, undefined);
    assert.deepEqual([item?.key, content?.kind], ["leave.md", "file"]);
    rmSync(source.location);
    await assert.rejects(async () => item?.read(), sourceUnreadable.is);
    await assert.rejects(source.list(), sourceNotFound.is);
  });
});

describe("a line that is no JSON any more", () => {
  it("keeps its document's key, so that the document does not count as vanished", async () => {
    const read = await readJsonl(
      '{"_id":"leave/1 \\"a\\"","text":"cut of\n{"id":"b","text":"b"}\n',
    );
    assert.deepEqual([...read.keys()], ['leave/1 "a"', "b"]);
    assert.equal(typeof read.get('leave/1 "a"'), "string");
  });
});
