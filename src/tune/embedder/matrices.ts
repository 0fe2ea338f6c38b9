/** @module Products of matrices of 32-bit floats: the same bits with the kernel and without. */
import { KERNEL_BASE64 } from "./kernel-bytes.ts";

/** Rows of `columns` values, one after the other. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Rows of the left matrix and columns of the right one that are computed at once. */
const ROWS_AT_ONCE = 4;
const COLUMNS_AT_ONCE = 8;
const DEPTH_AT_ONCE = 2;

export interface MatrixProducts {
  readonly kind: "simd" | "plain";
  /** A matrix of zeros. Those made here are multiplied in place, others are copied first. */
  create(rows: number, columns: number): Matrix;
  /**
   * target = left · right, or left · rightᵀ. Rows of `left` are a multiple of 4, columns of
   * `target` of 8, columns of `left` of 2. Each value is summed in the order of the depth and
   * rounded to 32 bits after each product and each sum.
   */
  multiply(left: Matrix, right: Matrix, target: Matrix, options?: { transposed: boolean }): void;
}

interface Host {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => KernelMemory;
  readonly Instance: new (
    module: object,
    imports: { host: { memory: KernelMemory } },
  ) => { readonly exports: { readonly multiply: (...numbers: number[]) => void } };
}
interface KernelMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** Absent where Node runs without its compilers (`--jitless`). */
declare const WebAssembly: Host | undefined;

const PAGE = 65_536;
/** As in kernel.wat: 1 GiB. */
const MAXIMUM_PAGES = 16_384;

function assertFitting(left: Matrix, right: Matrix, target: Matrix, transposed: boolean): void {
  const [depth, columns] = transposed ? [right.columns, right.rows] : [right.rows, right.columns];
  if (left.columns !== depth || target.rows !== left.rows || target.columns !== columns)
    throw new RangeError("the matrices do not fit each other");
  if (left.rows % ROWS_AT_ONCE || columns % COLUMNS_AT_ONCE || depth % DEPTH_AT_ONCE)
    throw new RangeError("rows must be a multiple of 4, columns of 8, the depth of 2");
}

/** Eight columns of the right matrix side by side, so that the kernel reads on without a jump. */
function pack(right: Matrix, first: number, transposed: boolean, panel: Float32Array): void {
  const { rows, columns, values } = right;
  const depth = transposed ? columns : rows;
  for (let j = 0; j < COLUMNS_AT_ONCE; j++) {
    let from = transposed ? (first + j) * columns : first + j;
    const step = transposed ? 1 : columns;
    for (let k = 0; k < depth; k++, from += step)
      panel[k * COLUMNS_AT_ONCE + j] = values[from] ?? 0;
  }
}

function createPlainProducts(): MatrixProducts {
  return {
    kind: "plain",
    create: (rows, columns) => ({ rows, columns, values: new Float32Array(rows * columns) }),
    multiply(left, right, target, { transposed } = { transposed: false }) {
      assertFitting(left, right, target, transposed);
      const panel = new Float32Array(left.columns * COLUMNS_AT_ONCE);
      for (let first = 0; first < target.columns; first += COLUMNS_AT_ONCE) {
        pack(right, first, transposed, panel);
        for (let i = 0; i < left.rows; i++)
          for (let j = 0; j < COLUMNS_AT_ONCE; j++) {
            let sum = 0;
            for (let k = 0; k < left.columns; k++) {
              const product = (left.values[i * left.columns + k] ?? 0) * (panel[k * 8 + j] ?? 0);
              sum = Math.fround(sum + Math.fround(product));
            }
            target.values[i * target.columns + first + j] = sum;
          }
      }
    },
  };
}

function createKernelProducts(host: Host): MatrixProducts {
  const module = new host.Module(Buffer.from(KERNEL_BASE64, "base64"));
  const memory = new host.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared: true });
  const { multiply } = new host.Instance(module, { host: { memory } }).exports;
  const held = new WeakSet<Float32Array>();
  let used = 0;
  const allocate = (count: number): Float32Array => {
    const missing = used + count * 4 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    const values = new Float32Array(memory.buffer, used, count);
    held.add(values);
    // Each begins at a vector's border.
    used += Math.ceil(count / 4) * 16;
    return values;
  };
  let panel = allocate(COLUMNS_AT_ONCE * 512);

  return {
    kind: "simd",
    create: (rows, columns) => ({ rows, columns, values: allocate(rows * columns) }),
    multiply(left, right, target, { transposed } = { transposed: false }) {
      assertFitting(left, right, target, transposed);
      if (!held.has(left.values) || !held.has(target.values))
        throw new RangeError("left and target must be matrices of these products");
      const depth = left.columns;
      if (panel.length < depth * COLUMNS_AT_ONCE) panel = allocate(depth * COLUMNS_AT_ONCE);
      const start = left.values.byteOffset;
      const end = start + left.values.byteLength;
      for (let first = 0; first < target.columns; first += COLUMNS_AT_ONCE) {
        pack(right, first, transposed, panel);
        const at = target.values.byteOffset + first * 4;
        multiply(start, end, depth * 4, depth * 4, panel.byteOffset, at, target.columns * 4);
      }
    },
  };
}

/** The kernel where the machine runs it, else plain TypeScript with the same bits. */
export function createMatrixProducts(wanted: "any" | "plain" = "any"): MatrixProducts {
  if (wanted === "plain" || typeof WebAssembly === "undefined") return createPlainProducts();
  try {
    return createKernelProducts(WebAssembly);
  } catch {
    return createPlainProducts();
  }
}
