import assert from "node:assert/strict";
import { after, it } from "node:test";
import { describeParser } from "../../testing/parser-contract.ts";
import {
  bookPage,
  drawnShape,
  drawnText,
  makeEpub,
  makeOpenDocument,
  makePptx,
  slidePart,
  slideTitle,
} from "../../testing/sample-office.ts";
import { makeWorkbook } from "../../testing/sample-workbook.ts";
import type { Parser } from "../../ports/parser.ts";
import { FORMATS } from "./formats.ts";
import { createParsers, PARSER_LIMITS } from "./index.ts";
import { runFormat } from "./run-format.ts";

const parsers = createParsers();
after(() => parsers[Symbol.asyncDispose]());

/** The parser of a format in this process: the contract is about what it reads, not where. */
function open(extension: string): Parser {
  const traits = FORMATS.find(({ extensions }) => extensions.includes(extension));
  assert.ok(traits);
  return {
    ...traits,
    async parse({ bytes, name, signal }) {
      signal?.throwIfAborted();
      return await runFormat(traits.format, { bytes, name, limits: PARSER_LIMITS });
    },
  };
}

const slide = slidePart(slideTitle("Leave") + drawnShape({ text: drawnText("Ten days.") }));
const drawn = "<draw:page><draw:rect><text:p>Ten days.</text:p></draw:rect></draw:page>";

interface Sample {
  readonly valid: Uint8Array;
  readonly empty: Uint8Array;
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  pptx: { valid: makePptx([slide, slide]), empty: makePptx([slidePart("")]) },
  xlsx: { valid: makeWorkbook("xlsx", ["Name"], ["Ten days."]), empty: makeWorkbook("xlsx", []) },
  xlsb: { valid: makeWorkbook("xlsb", ["Name"], ["Ten days."]), empty: makeWorkbook("xlsb", []) },
  xls: { valid: makeWorkbook("biff8", ["Name"], ["Ten days."]), empty: makeWorkbook("biff8", []) },
  ods: { valid: makeWorkbook("ods", ["Name"], ["Ten days."]), empty: makeWorkbook("ods", []) },
  odt: {
    valid: makeOpenDocument({ kind: "text", body: "<text:p>Ten days.</text:p>" }),
    empty: makeOpenDocument({ kind: "text", body: "" }),
  },
  odp: {
    valid: makeOpenDocument({ kind: "presentation", body: drawn }),
    empty: makeOpenDocument({ kind: "presentation", body: "<draw:page/>" }),
  },
  epub: { valid: makeEpub([bookPage("<p>Ten days.</p>")]), empty: makeEpub([bookPage("")]) },
};

for (const [extension, { valid, empty }] of Object.entries(SAMPLES)) {
  const name = `a.${extension}`;
  describeParser(extension, () => open(extension), {
    valid: [{ name, bytes: valid, says: "Ten days." }],
    refused: [{ name, bytes: empty, code: "parsers.empty" }],
  });
}

it("reads office files and books in a child process each", async () => {
  for (const [extension, { valid }] of Object.entries(SAMPLES)) {
    const name = `a.${extension}`;
    assert.equal(parsers.parserFor(name)?.isolated, true);
    const { text } = await parsers.parse({ name, bytes: valid });
    assert.ok(text.includes("Ten days."));
  }
});
