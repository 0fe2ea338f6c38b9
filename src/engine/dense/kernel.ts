/** @module The SIMD kernel and its memory: rows kept inside are scanned in place. */
import { KERNEL_BASE64 } from "./kernel-bytes.ts";
import { vectorMismatch } from "./errors.ts";
import { createPlainProducts, ROWS_PER_CALL, type RowProducts } from "./row-products.ts";
import { createSlots } from "./slots.ts";

interface KernelMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

interface KernelExports {
  scan(
    stride: number,
    query: number,
    queryEnd: number,
    rowA: number,
    rowB: number,
    outA: number,
    outB: number,
    outEndA: number,
  ): void;
}

/** The part of the standard interface used here; Node's types leave it out. */
interface WebAssemblyHost {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => KernelMemory;
  readonly Instance: new (
    module: object,
    imports: { host: { memory: KernelMemory } },
  ) => { readonly exports: KernelExports };
}

/** Absent where Node runs without its compilers (`--jitless`). */
declare const WebAssembly: WebAssemblyHost | undefined;

const PAGE = 65_536;
/** As in kernel.wat: 1 GiB. What does not fit is scanned through the scratch space. */
const MAXIMUM_PAGES = 16_384;
/** The kernel reads the query in steps of this many values, and rows as far. */
const STEP = 32;
/** More than any model has, and less than the 133,144 up to which sums are exact. */
const MAXIMUM_DIMENSIONS = 65_536;

/** Addresses: products, query as i16, scratch space for rows from outside (fits a core's cache). */
const OUT = 0;
const QUERY = OUT + ROWS_PER_CALL * 4;
const SCRATCH = QUERY + MAXIMUM_DIMENSIONS * 2;
const SCRATCH_BYTES = 4 * PAGE;
const SLOTS = SCRATCH + SCRATCH_BYTES;

/** Rows that live in the kernel's memory, and where. */
function createHeldRows(memory: KernelMemory) {
  const slots = createSlots(SLOTS);
  const addresses = new WeakMap<Int8Array, number>();
  return {
    addressOf: (rows: Int8Array): number | undefined => addresses.get(rows),
    hold(rows: Int8Array): Int8Array {
      if (rows.length === 0) return rows;
      const address = slots.take(rows.length);
      const missing = slots.end + STEP - memory.buffer.byteLength;
      try {
        if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      } catch {
        slots.give(address, rows.length);
        return rows;
      }
      const held = new Int8Array(memory.buffer, address, rows.length);
      held.set(rows);
      addresses.set(held, address);
      return held;
    },
    release(rows: Int8Array): void {
      if (addresses.delete(rows)) slots.give(rows.byteOffset, rows.length);
    },
  };
}

/**
 * A kernel with a memory of its own, which grows with what is held and is freed with the kernel.
 * The memory is shared so that growing it leaves the arrays that look into it valid.
 */
function createKernel(host: WebAssemblyHost): RowProducts {
  const module = new host.Module(Buffer.from(KERNEL_BASE64, "base64"));
  const initial = Math.ceil((SLOTS + STEP) / PAGE);
  const memory = new host.Memory({ initial, maximum: MAXIMUM_PAGES, shared: true });
  const { scan } = new host.Instance(module, { host: { memory } }).exports;
  const held = createHeldRows(memory);
  const out = new Int32Array(memory.buffer, OUT, ROWS_PER_CALL);
  const scratch = new Int8Array(memory.buffer, SCRATCH, SCRATCH_BYTES);
  let dimensions = 0;
  let queryEnd = QUERY;

  /** Two streams of half the rows; with an odd count they share one row, which does no harm. */
  const run = (address: number, count: number, outAt: number): void => {
    const half = Math.ceil(count / 2);
    const second = count - half;
    const rowB = address + second * dimensions;
    const outA = OUT + outAt * 4;
    scan(dimensions, QUERY, queryEnd, address, rowB, outA, outA + second * 4, outA + half * 4);
  };

  const runOutside = (rows: Int8Array, first: number, count: number): void => {
    const chunk = Math.floor((SCRATCH_BYTES - STEP) / dimensions);
    for (let done = 0; done < count; done += chunk) {
      const part = Math.min(chunk, count - done);
      const from = (first + done) * dimensions;
      scratch.set(rows.subarray(from, from + part * dimensions));
      run(SCRATCH, part, done);
    }
  };

  return {
    kind: "simd",
    hold: held.hold,
    release: held.release,
    useQuery(query) {
      dimensions = query.length;
      if (dimensions > MAXIMUM_DIMENSIONS)
        throw vectorMismatch({ expected: MAXIMUM_DIMENSIONS, found: dimensions });
      const padded = Math.ceil(dimensions / STEP) * STEP;
      queryEnd = QUERY + padded * 2;
      const values = new Int16Array(memory.buffer, QUERY, padded);
      values.set(query);
      values.fill(0, dimensions);
    },
    compute(rows, first, count) {
      if (count === 0 || dimensions === 0) return out.fill(0, 0, count);
      const address = held.addressOf(rows);
      if (address === undefined) runOutside(rows, first, count);
      else run(address + first * dimensions, count, 0);
      return out;
    },
  };
}

/** The kernel where the machine runs it, else plain TypeScript with equal results. */
export function createRowProducts(): RowProducts {
  if (typeof WebAssembly === "undefined") return createPlainProducts();
  try {
    return createKernel(WebAssembly);
  } catch {
    return createPlainProducts();
  }
}
