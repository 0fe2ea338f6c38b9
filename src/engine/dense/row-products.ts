/** @module Products of int8 rows with one query, exact: what a scan is made of. */

/** The most rows of one call of `compute`. */
export const ROWS_PER_CALL = 4096;

export interface RowProducts {
  readonly kind: "simd" | "plain";
  /** Sets the query, values in [-127, 127]; it stays until the next call. */
  useQuery(query: Int8Array): void;
  /**
   * @param rows whole rows, each as long as the query.
   * @param count at most `ROWS_PER_CALL`.
   * @returns the products of rows `first` to `first + count`, in order, at the start of an array
   *   that the next call overwrites.
   */
  compute(rows: Int8Array, first: number, count: number): Int32Array;
  /**
   * @returns the same values where `compute` reads them fastest, or `rows` itself when there is
   *   no better place. The caller need not keep `rows`.
   */
  hold(rows: Int8Array): Int8Array;
  /** Frees what `hold` returned; its values are gone. Anything else is left alone. */
  release(rows: Int8Array): void;
}

/** Two sums, so that one addition need not wait for the other. */
function multiply(row: Int8Array, query: Int32Array): number {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < row.length; i += 2) {
    even = (even + Math.imul(row[i] ?? 0, query[i] ?? 0)) | 0;
    odd = (odd + Math.imul(row[i + 1] ?? 0, query[i + 1] ?? 0)) | 0;
  }
  return even + odd;
}

/** Needs nothing but the language; about ten times slower than the kernel. */
export function createPlainProducts(): RowProducts {
  const out = new Int32Array(ROWS_PER_CALL);
  let query = new Int32Array(0);
  return {
    kind: "plain",
    useQuery(values) {
      query = Int32Array.from(values);
    },
    compute(rows, first, count) {
      const length = query.length;
      for (let i = 0; i < count; i++) {
        const start = (first + i) * length;
        out[i] = multiply(rows.subarray(start, start + length), query);
      }
      return out;
    },
    hold: (rows) => rows,
    release: () => undefined,
  };
}
