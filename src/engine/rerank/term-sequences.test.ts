import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toTermKey } from "../analysis/index.ts";
import { readTermSequence } from "./term-sequences.ts";

const keysOf = (...terms: readonly string[]): readonly number[] => terms.map(toTermKey);

describe("readTermSequence", () => {
  const read = (analyzer: string, headings: readonly string[], text: string) => {
    const { keys, body } = readTermSequence({ analyzer, headings, text });
    const plain = [...keys].map((key) => key & ~1);
    return { headings: plain.slice(0, body), text: plain.slice(body) };
  };

  it("reads headings first, then the text", () => {
    assert.deepEqual(read("und-1", ["Leave", "Sick days"], "five days"), {
      headings: keysOf("leave", "sick", "days"),
      text: keysOf("five", "days"),
    });
  });

  it("reads under the chunk's own analyzer", () => {
    assert.deepEqual(read("en-1", [], "running").text, keysOf("run"));
    assert.deepEqual(read("und-1", [], "running").text, keysOf("running"));
  });

  it("gives no keys for no text", () => {
    assert.deepEqual(read("und-1", [], ""), { headings: [], text: [] });
  });
});
