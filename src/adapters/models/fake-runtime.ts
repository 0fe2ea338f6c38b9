/** @module An encoder for tests that knows letters, and shows in its states what it was given. */
import type { EncoderRuntime, OpenedEncoder } from "./runtime.ts";

const [FIRST, LAST] = [1, 2];

export interface FakeRuntime extends EncoderRuntime {
  /** What every model opens as. */
  readonly encoder: OpenedEncoder;
  /** Lengths of the rows of each batch, in order. */
  readonly batches: readonly (readonly number[])[];
}

/**
 * A piece's state is its number's cosines, moved by the mean over its row: as in a real encoder it
 * depends on the row, and on nothing beside it. A padded piece's state is nothing to go by.
 */
export function createFakeRuntime(dimensions: number): FakeRuntime {
  const batches: number[][] = [];
  const encoder: OpenedEncoder = {
    tokenize: (text) => [
      FIRST,
      ...[...text].map((letter) => 3 + (letter.codePointAt(0) ?? 0)),
      LAST,
    ],
    async run(rows) {
      batches.push(rows.map((row) => row.length));
      const length = Math.max(...rows.map((row) => row.length));
      const values = new Float32Array(rows.length * length * dimensions).fill(1e6);
      for (const [at, row] of rows.entries()) {
        const mean = row.reduce((sum, id) => sum + id, 0) / row.length;
        for (const [i, id] of row.entries())
          for (let d = 0; d < dimensions; d++)
            values[(at * length + i) * dimensions + d] =
              Math.cos((d + 1) * id) + Math.sin(mean + d);
      }
      return { values, rows: rows.length, length, dimensions };
    },
  };
  return { encoder, batches, assertInstalled: () => undefined, open: async () => encoder };
}
