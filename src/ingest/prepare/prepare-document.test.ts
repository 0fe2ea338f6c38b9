import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Block, ParsedDocument } from "../../domain/document.ts";
import { NOBODY } from "../../domain/principal.ts";
import { sha256 } from "../../foundation/hash.ts";
import { noText } from "../errors.ts";
import { prepareDocument, toSettingsHash, type PrepareSettings } from "./prepare-document.ts";

const SETTINGS: PrepareSettings = {
  collection: { name: "hr", language: "en", defaultAccess: NOBODY, indexing: "standard" },
  source: "files",
  chunking: { maxTokens: 300, minTokens: 60, titleWeight: 1 },
  embedder: { fingerprint: "fake/16" },
};

const parsedOf = (text: string, more: Partial<ParsedDocument> = {}): ParsedDocument => ({
  text,
  blocks: text === "" ? [] : [{ kind: "paragraph", start: 0, end: text.length }],
  metadata: {},
  warnings: [],
  ...more,
});

const prepare = (parsed: ParsedDocument, settings = SETTINGS, key = "hr/leave-policy.md") =>
  prepareDocument(
    {
      key,
      parsed,
      access: NOBODY,
      fingerprint: "f",
      modifiedAt: "2026-01-02T00:00:00.000Z",
      ingestedAt: "2026-03-01T00:00:00.000Z",
    },
    settings,
  );

describe("prepareDocument", () => {
  it("takes the title from the file, else its first heading, else its name", () => {
    const heading: Block = { kind: "heading", level: 1, start: 0, end: 5 };
    const body: Block = { kind: "paragraph", start: 6, end: 12 };
    const blocks = [heading, body];
    assert.equal(prepare(parsedOf("Leave\nTwelve", { blocks, title: "A  b" })).put.title, "A b");
    assert.equal(prepare(parsedOf("Leave\nTwelve", { blocks })).put.title, "Leave");
    assert.equal(prepare(parsedOf("Twelve")).put.title, "leave-policy");
  });

  it("dates a version by its content, else by its file", () => {
    const own = parsedOf("Twelve", { modifiedAt: "2020-05-06T00:00:00.000Z" });
    assert.equal(prepare(own).put.version.modifiedAt, "2020-05-06T00:00:00.000Z");
    assert.equal(prepare(parsedOf("Twelve")).put.version.modifiedAt, "2026-01-02T00:00:00.000Z");
  });

  it("keeps access lists out of the metadata, which callers see", () => {
    const metadata = { owner: "Ines", access: ["group:hr"], deny: "user:otto" };
    assert.deepEqual(prepare(parsedOf("Twelve", { metadata })).put.metadata, { owner: "Ines" });
  });

  it("embeds and counts headings with the text, under the hash of both", () => {
    const { chunks, bodies } = prepare(parsedOf("Twelve weeks", { title: "Leave" }));
    assert.deepEqual(bodies, ["Twelve weeks"]);
    assert.equal(chunks[0]?.embeddedHash, sha256("Leave\n\nTwelve weeks"));
    assert.equal(chunks[0]?.termCount, 3);
  });

  it("does not search the running head of a page inside a chunk", () => {
    const text = "Twelve weeks\n\nACME CONFIDENTIAL\n\nare paid.";
    const blocks: Block[] = [
      { kind: "paragraph", start: 0, end: 12 },
      { kind: "paragraph", start: 14, end: 31, boilerplate: true },
      { kind: "paragraph", start: 33, end: 42 },
    ];
    const { put, chunks, bodies } = prepare(parsedOf(text, { blocks, title: "Leave" }));
    assert.equal(chunks.length, 1);
    assert.deepEqual(bodies, ["Twelve weeks\n\n\n\nare paid."]);
    assert.equal(put.version.text, text);
  });

  it("indexes a whole document as one chunk for comparisons with print", () => {
    const collection = { ...SETTINGS.collection, indexing: "parity" as const };
    const { put, chunks } = prepare(parsedOf("x ".repeat(5000)), { ...SETTINGS, collection });
    assert.deepEqual([chunks.length, put.analyzer], [1, "en-parity-1"]);
  });

  const LANGUAGES: Readonly<
    Record<string, readonly [string | undefined, string | undefined, string, string, string]>
  > = {
    "the collection's, whatever a document says": [
      "de",
      "fr",
      "The leave is what it is.",
      "de",
      "de-1",
    ],
    "else what it declares": [undefined, "fr-CA", "The leave is what it is.", "fr-CA", "fr-1"],
    "else what it reads as": [undefined, undefined, "Der Urlaub ist für alle da.", "de", "de-1"],
    "else English": [undefined, undefined, "Twelve", "en", "en-1"],
    "one without an analyzer of its own": [
      undefined,
      undefined,
      "Det är inte vad jag har att göra, och det som är på en sida.",
      "sv",
      "und-1",
    ],
  };
  for (const [name, [ofAll, declared, text, language, analyzer]] of Object.entries(LANGUAGES))
    it(`is in a language: ${name}`, () => {
      const { language: _, ...unset } = SETTINGS.collection;
      const collection = ofAll === undefined ? unset : { ...unset, language: ofAll };
      const parsed = parsedOf(text, declared === undefined ? {} : { language: declared });
      const { put } = prepare(parsed, { ...SETTINGS, collection });
      assert.deepEqual([put.version.language, put.analyzer], [language, analyzer]);
    });

  it("replaces halves of characters, which no store can keep", () => {
    assert.equal(prepare(parsedOf("a\ud83db")).put.version.text, "a\ufffdb");
  });

  it("refuses a document without text", () => {
    assert.throws(() => prepare(parsedOf("")), noText.is);
  });
});

describe("toSettingsHash", () => {
  const { collection } = SETTINGS;
  const CHANGES: Readonly<Record<string, Partial<PrepareSettings>>> = {
    "the language": { collection: { ...collection, language: "de" } },
    "the language of each": {
      collection: { name: "hr", defaultAccess: NOBODY, indexing: "standard" },
    },
    "the kind of indexing": { collection: { ...collection, indexing: "parity" } },
    "the most tokens": { chunking: { maxTokens: 301, minTokens: 60, titleWeight: 1 } },
    "the least tokens": { chunking: { maxTokens: 300, minTokens: 61, titleWeight: 1 } },
    "the embedder": { embedder: { fingerprint: "fake/32" } },
  };
  for (const [name, change] of Object.entries(CHANGES))
    it(`changes with ${name}`, () => {
      assert.notEqual(toSettingsHash({ ...SETTINGS, ...change }), toSettingsHash(SETTINGS));
    });

  it("does not change with what no chunk depends on", () => {
    const renamed = { ...SETTINGS, source: "other", collection: { ...collection, name: "legal" } };
    assert.equal(toSettingsHash(renamed), toSettingsHash(SETTINGS));
  });
});
