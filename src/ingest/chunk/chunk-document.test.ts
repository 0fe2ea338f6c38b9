import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Block, BlockKind, Span } from "../../domain/document.ts";
import { createRandom, type Random } from "../../foundation/random.ts";
import { chunkDocument, type ChunkInput, type ChunkSettings } from "./chunk-document.ts";
import { splitLong } from "./split-long.ts";
import { countTokens } from "./tokens.ts";

const SETTINGS: ChunkSettings = { maxTokens: 50, minTokens: 10 };
const TITLE = "Handbook";

/** Text and blocks from pieces, a blank line between them. */
function documentOf(pieces: readonly (Omit<Block, "start" | "end"> & { text: string })[]): {
  text: string;
  blocks: Block[];
} {
  let text = "";
  const blocks = pieces.map(({ text: own, ...block }) => {
    const start = text.length;
    text += `${own}\n\n`;
    const rows =
      block.kind === "table"
        ? [...own.matchAll(/[^\n]+/g)].map((row) => ({
            start: start + row.index,
            end: start + row.index + row[0].length,
          }))
        : undefined;
    return { ...block, start, end: start + own.length, ...(rows ? { rows } : {}) };
  });
  return { text, blocks };
}

const chunk = (
  { text, blocks }: { text: string; blocks: readonly Block[] },
  settings = SETTINGS,
  more: Partial<ChunkInput> = {},
) => chunkDocument({ title: TITLE, text, blocks, pages: [], ...more }, settings);

const words = (count: number, word = "leave"): string =>
  Array.from({ length: count }, (_, i) => `${word}${i}`).join(" ");

describe("chunkDocument", () => {
  it("names the headings above a chunk, outermost first, the title once", () => {
    const document = documentOf([
      { kind: "heading", level: 1, text: TITLE },
      { kind: "paragraph", text: "An opening." },
      { kind: "heading", level: 2, text: "Leave" },
      { kind: "heading", level: 3, text: "Parents" },
      { kind: "paragraph", text: "Twelve weeks." },
      { kind: "heading", level: 2, text: "Pay" },
      { kind: "paragraph", text: "Monthly." },
    ]);
    assert.deepEqual(
      chunk(document).map(({ headings }) => headings),
      [[TITLE], [TITLE, "Leave", "Parents"], [TITLE, "Pay"]],
    );
  });

  it("repeats the line that announces a list above the part that stands without it", () => {
    const items = Array.from({ length: 12 }, (_, i) => ({
      kind: "list-item" as const,
      text: `- ${words(4, `item${i}x`)}`,
    }));
    const chunks = chunk(documentOf([{ kind: "paragraph", text: "Bring along:" }, ...items]));
    assert.ok(chunks.length > 1);
    assert.deepEqual(chunks[0]?.headings, [TITLE]);
    for (const { headings } of chunks.slice(1)) assert.deepEqual(headings, [TITLE, "Bring along:"]);
  });

  it("cuts a table between rows, each part under the header's words", () => {
    const rows = ["Country | Weeks", ...Array.from({ length: 20 }, (_, i) => words(4, `c${i}x`))];
    const document = documentOf([{ kind: "table", headerRows: 1, text: rows.join("\n") }]);
    const chunks = chunk(document);
    assert.ok(chunks.length > 1);
    const lines = chunks.flatMap(({ start, end }) => document.text.slice(start, end).split("\n"));
    assert.deepEqual(lines, rows);
    for (const { headings } of chunks.slice(1))
      assert.deepEqual(headings, [TITLE, "Country | Weeks"]);
  });

  it("keeps a table row whole, however long", () => {
    const row = words(200);
    const document = documentOf([{ kind: "table", headerRows: 0, text: `a | b\n${row}` }]);
    const last = chunk(document).at(-1);
    assert.equal(document.text.slice(last?.start, last?.end), row);
  });

  it("lets a short start take its successor along, up to a third past the limit", () => {
    const document = documentOf([
      { kind: "paragraph", text: "Short." },
      { kind: "paragraph", text: "x".repeat(215) }, // 49 tokens: with the start more than 50
    ]);
    assert.equal(chunk(document).length, 1);
  });

  it("names the page on which a chunk starts", () => {
    const document = documentOf([
      { kind: "paragraph", text: "x".repeat(210) },
      { kind: "paragraph", text: "y".repeat(210) },
    ]);
    const pages = [
      { page: 1, start: 0, end: 212 },
      { page: 2, start: 212, end: document.text.length },
    ];
    assert.deepEqual(
      chunk(document, SETTINGS, { pages }).map(({ page }) => page),
      [1, 2],
    );
  });

  it("indexes headings as text where there is nothing else, and nothing for nothing", () => {
    const document = documentOf([{ kind: "heading", level: 1, text: "Only this" }]);
    const [only] = chunk(document);
    assert.equal(document.text.slice(only?.start, only?.end), "Only this");
    assert.deepEqual(chunk({ text: "", blocks: [] }), []);
  });

  it("cuts a line of 100,000 characters without a break, and reads it about once", () => {
    const line = "x".repeat(100_000);
    const document = documentOf([{ kind: "paragraph", text: line }]);
    const chunks = chunk(document, { maxTokens: 300, minTokens: 60 });
    assert.equal(chunks.map(({ start, end }) => document.text.slice(start, end)).join(""), line);
    for (const { start, end } of chunks) assert.ok(end - start <= 1320);
  });

  it("takes a list of 50,000 items", () => {
    const items = Array.from({ length: 50_000 }, () => ({ kind: "list-item" as const, text: "-" }));
    const chunks = chunk(documentOf([{ kind: "paragraph", text: "All of:" }, ...items]));
    assert.ok(chunks.length > 100);
  });

  it("cuts Chinese behind its full stops, and leaves no character out", () => {
    const text = "员工每年可以休假十二天。".repeat(40);
    const chunks = chunk(documentOf([{ kind: "paragraph", text }]));
    assert.ok(chunks.length > 1);
    const pieces = chunks.map(({ start, end }) => text.slice(start, end));
    assert.equal(pieces.join(""), text);
    for (const piece of pieces) {
      assert.ok(piece.endsWith("。"));
      assert.ok(countTokens(piece) <= SETTINGS.maxTokens);
    }
  });
});

const ALPHABETS: readonly (readonly string[])[] = [
  ["leave", "parents", "weeks.", "twelve;", "a", "e\u0301te\u0301", "—"],
  ["员工", "休假。", "每年", "天，"],
  ["🧑‍🚀", "😀!", "𠮷野家", "x"],
  ["x".repeat(60), "y".repeat(500)],
];
const KINDS: readonly BlockKind[] = ["paragraph", "list-item", "quote", "code", "caption"];

function randomText(random: Random): string {
  const alphabet = ALPHABETS[random.below(ALPHABETS.length)] ?? [];
  const blanks = [" ", "  ", "\n", "\r\n"];
  return Array.from({ length: 1 + random.below(120) }, () => {
    return `${alphabet[random.below(alphabet.length)]}${blanks[random.below(blanks.length)]}`;
  })
    .join("")
    .trim();
}

function randomDocument(random: Random): { text: string; blocks: Block[] } {
  return documentOf(
    Array.from({ length: random.below(12) }, () => {
      const dice = random.below(10);
      if (dice === 0) return { kind: "heading" as const, level: 1 + random.below(4), text: "Top" };
      if (dice === 1) return { kind: "paragraph" as const, boilerplate: true, text: "page 1" };
      if (dice === 2)
        return {
          kind: "table" as const,
          headerRows: random.below(2),
          text: Array.from({ length: 1 + random.below(20) }, (_, i) => words(3, `r${i}c`)).join(
            "\n",
          ),
        };
      return { kind: KINDS[random.below(KINDS.length)] ?? "paragraph", text: randomText(random) };
    }),
  );
}

/** Indexed characters: those of the blocks, white space and the gaps between rows aside. */
function solidOffsets(text: string, blocks: readonly Block[]): readonly number[] {
  return blocks
    .flatMap((block): readonly Span[] => block.rows ?? [block])
    .flatMap(({ start, end }) =>
      Array.from({ length: end - start }, (_, i) => start + i).filter((at) =>
        /\S/.test(text[at] ?? ""),
      ),
    );
}

describe("chunkDocument over random documents", () => {
  it("keeps its order, its words, its rows and its sizes", () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = createRandom(`chunk/${seed}`);
      const document = randomDocument(random);
      const { text, blocks } = document;
      const settings = { maxTokens: 30 + random.below(100), minTokens: random.below(30) };
      const chunks = chunk(document, settings);
      let end = 0;
      for (const [index, each] of chunks.entries()) {
        const slice = text.slice(each.start, each.end);
        assert.equal(each.sequence, index);
        assert.ok(each.start >= end && each.end > each.start && each.end <= text.length);
        assert.equal(slice, slice.trim());
        assert.ok(slice.isWellFormed(), "a character was cut in two");
        assert.equal(each.headings[0], TITLE);
        end = each.end;
      }
      const indexed = blocks.filter(({ kind, boilerplate }) => kind !== "heading" && !boilerplate);
      const wanted = indexed.length > 0 ? indexed : blocks.filter((block) => !block.boilerplate);
      const covered = new Uint8Array(text.length);
      for (const { start, end: last } of chunks) covered.fill(1, start, last);
      for (const at of solidOffsets(text, wanted))
        assert.ok(covered[at], `seed ${seed}: character ${at} is in no chunk`);
      for (const row of blocks.flatMap(({ rows = [] }) => rows))
        assert.ok(
          chunks.some((each) => each.start <= row.start && row.end <= each.end),
          "a row was cut",
        );
      for (const { start, end: last } of chunks) {
        const inside = blocks
          .filter((block) => block.start < last && block.end > start && !block.boilerplate)
          .map((block) => text.slice(Math.max(start, block.start), Math.min(last, block.end)))
          .reduce((sum, part) => sum + countTokens(part), 0);
        assert.ok(inside <= Math.ceil((settings.maxTokens * 4) / 3), `${inside} tokens`);
      }
    }
  });
});

describe("splitLong", () => {
  it("gives pieces within the limit, in order, that leave out only white space", () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = createRandom(`split/${seed}`);
      const text = randomText(random);
      const limit = 5 + random.below(60);
      const pieces = splitLong(text, { start: 0, end: text.length }, limit);
      const slices = pieces.map(({ start, end }) => text.slice(start, end));
      assert.equal(slices.join("").replaceAll(/\s/g, ""), text.replaceAll(/\s/g, ""));
      for (const slice of slices) {
        assert.ok(countTokens(slice) <= limit, `${countTokens(slice)} of ${limit}`);
        assert.ok(slice.isWellFormed());
      }
    }
  });
});
