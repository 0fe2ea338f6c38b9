import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { corruptStaticTable, staticDimensions } from "./errors.ts";
import { createStaticEmbedding, MOST_PIECES_A_TEXT } from "./static.ts";
import { quantizeRows, type StaticTable } from "./static-table.ts";
import { decodeStaticTable, encodeStaticTable } from "./table-file.ts";

/** Rows along the axes, those of `sea` and `##weed` at an angle. */
const ROWS = Float32Array.from(
  [
    [1, 0, 0, 0],
    [0, 2, 0, 0],
    [3, 4, 0, 0],
    [0, 0, 0, 0.5],
    [0, 0, 0, 0],
  ].flat(),
);
const toyTable = (): StaticTable => ({
  name: "toy-1",
  vocabulary: ["kelp", "granite", "sea", "##weed", "."],
  dimensions: 4,
  hash: "",
  ...quantizeRows(ROWS, 4),
});

const assertNear = (found: Float32Array, expected: readonly number[]): void => {
  assert.equal(found.length, expected.length);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs((found[i] ?? Number.NaN) - value) < 0.005, [...found].join(" "));
};

describe("quantized rows", () => {
  it("reach 127 where a row is largest, and are half a step off at most", () => {
    const { scales, codes } = quantizeRows(ROWS, 4);
    assert.deepEqual([...codes.subarray(8, 12)], [95, 127, 0, 0]);
    assert.ok(Math.abs((scales[2] ?? 0) - 4 / 127) < 1e-7);
    assert.equal(scales[4], 0, "a row of zeros has no scale");
    for (const [i, value] of ROWS.entries()) {
      const scale = scales[Math.floor(i / 4)] ?? 0;
      assert.ok(Math.abs((codes[i] ?? 0) * scale - value) <= scale / 2 + 1e-7);
    }
  });
});

describe("static embedding", () => {
  const embed = createStaticEmbedding(toyTable());

  it("is the direction of the sum of the rows, repeated pieces counted as often", () => {
    assertNear(embed("kelp"), [1, 0, 0, 0]);
    assertNear(embed("Kelp GRANITE"), [1 / Math.sqrt(5), 2 / Math.sqrt(5), 0, 0]);
    assertNear(embed("kelp kelp granite"), [Math.SQRT1_2, Math.SQRT1_2, 0, 0]);
    const length = Math.hypot(3, 4, 0.5);
    assertNear(embed("seaweed"), [3 / length, 4 / length, 0, 0.5 / length]);
  });

  it("is zeros where the vocabulary knows nothing, or nothing that counts", () => {
    for (const text of ["", "zebra", "中文", "."]) assert.deepEqual([...embed(text)], [0, 0, 0, 0]);
  });

  it("leaves out what stands behind the first pieces", () => {
    const long = "kelp ".repeat(MOST_PIECES_A_TEXT);
    assert.deepEqual(embed(`${long} granite`), embed("kelp"));
    assert.notDeepEqual(embed(`${"kelp ".repeat(MOST_PIECES_A_TEXT - 1)} granite`), embed("kelp"));
  });

  it("keeps the first dimensions alone when asked, at length 1", () => {
    assertNear(createStaticEmbedding(toyTable(), 2)("seaweed"), [0.6, 0.8]);
    assert.throws(() => createStaticEmbedding(toyTable(), 5), staticDimensions.is);
  });
});

describe("table file", () => {
  const bytes = encodeStaticTable(toyTable());

  it("gives back what was written, and its hash", () => {
    const table = decodeStaticTable(bytes);
    assert.deepEqual({ ...table, hash: "" }, toyTable());
    assert.match(table.hash, /^[0-9a-f]{64}$/);
    assert.deepEqual(encodeStaticTable(table), bytes);
  });

  it("is read from the middle of other bytes", () => {
    const around = new Uint8Array(bytes.length + 7);
    around.set(bytes, 3);
    assert.deepEqual(
      decodeStaticTable(around.subarray(3, 3 + bytes.length)).codes,
      toyTable().codes,
    );
  });

  it("is refused whole when any one byte differs", () => {
    for (let i = 0; i < bytes.length; i++) {
      const damaged = Uint8Array.from(bytes);
      damaged[i] = (damaged[i] ?? 0) ^ 0x10;
      assert.throws(() => decodeStaticTable(damaged), corruptStaticTable.is, `byte ${i}`);
    }
  });

  it("is refused when it is cut, longer, empty or something else", () => {
    for (const length of [0, 7, 40, bytes.length - 1])
      assert.throws(() => decodeStaticTable(bytes.subarray(0, length)), corruptStaticTable.is);
    assert.throws(() => decodeStaticTable(Buffer.concat([bytes, bytes])), corruptStaticTable.is);
    assert.throws(() => decodeStaticTable(Buffer.alloc(4096, "x")), corruptStaticTable.is);
  });

  it("is refused when vocabulary and rows differ in number", () => {
    const odd = { ...toyTable(), vocabulary: ["kelp"] };
    assert.throws(() => decodeStaticTable(encodeStaticTable(odd)), corruptStaticTable.is);
  });
});
