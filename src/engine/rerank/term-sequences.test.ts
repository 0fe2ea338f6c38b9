import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { toTermKey } from "../analysis/index.ts";
import { TermSequences, type RerankChunk } from "./term-sequences.ts";

const chunkOf = (given: Partial<RerankChunk> = {}): RerankChunk => ({
  id: "chk_1",
  start: 0,
  end: 10,
  analyzer: "und-1",
  headings: ["Leave"],
  text: "five days",
  ...given,
});

/** The keys without their lowest bits, headings and text apart. */
function readKeys(sequences: TermSequences, chunk: RerankChunk) {
  const { keys, start, body, end } = sequences.read(chunk);
  const plain = [...keys.subarray(start, end)].map((key) => key & ~1);
  return { headings: plain.slice(0, body - start), text: plain.slice(body - start) };
}

const keysOf = (...terms: readonly string[]): readonly number[] => terms.map(toTermKey);

describe("TermSequences", () => {
  it("reads headings first, then the text", () => {
    assert.deepEqual(readKeys(new TermSequences(), chunkOf()), {
      headings: keysOf("leave"),
      text: keysOf("five", "days"),
    });
  });

  it("analyzes a chunk once", () => {
    const sequences = new TermSequences();
    const before = readKeys(sequences, chunkOf());
    // The text is what its id and span say it is, so a kept chunk is not looked at again.
    assert.deepEqual(readKeys(sequences, chunkOf({ text: "not read" })), before);
  });

  it("reads again what has changed under the same id", () => {
    const sequences = new TermSequences();
    readKeys(sequences, chunkOf());
    const changes = [
      { headings: ["Sick leave"] },
      { end: 9, text: "five" },
      { start: 5, text: "days" },
      { analyzer: "en-1", headings: ["Running"] },
    ];
    for (const change of changes) {
      const chunk = chunkOf(change);
      assert.deepEqual(readKeys(sequences, chunk), readKeys(new TermSequences(), chunk));
      assert.deepEqual(readKeys(sequences, chunk), readKeys(new TermSequences(), chunk));
    }
  });

  it("gives the same keys however little it can keep", () => {
    const random = createRandom("rerank/term-sequences");
    const chunks = Array.from({ length: 60 }, (_, i) => {
      const words = Array.from({ length: random.below(12) }, () => `word${random.below(50)}`);
      const headings = random.below(3) === 0 ? [] : [`heading${i}`];
      return chunkOf({ id: `chk_${i}`, headings, text: words.join(" ") });
    });
    const expected = chunks.map((chunk) => readKeys(new TermSequences(64), chunk));
    for (const capacity of [0, 1, 64, 400, 600, 5000]) {
      const sequences = new TermSequences(capacity);
      for (let round = 0; round < 400; round++) {
        const at = random.below(chunks.length);
        const chunk = chunks[at] ?? chunkOf();
        assert.deepEqual(readKeys(sequences, chunk), expected[at], `${capacity}, round ${round}`);
      }
    }
  });
});
