/** @module The dense leg's engine: int8 blocks of vectors, their bytes, and the exact scan. */
export { corruptDenseBlock, vectorMismatch, vectorNotFinite } from "./errors.ts";
export { quantize, type DenseBlock } from "./quantize.ts";
export { decodeDenseBlock, encodeDenseBlock, mergeDenseBlocks, type BlockPart } from "./block.ts";
export {
  createDenseScanner,
  rescore,
  type DenseHit,
  type DenseScanner,
  type ScanBlock,
  type ScanRequest,
} from "./scan.ts";
export { createRowProducts } from "./kernel.ts";
export { createPlainProducts, ROWS_PER_CALL, type RowProducts } from "./row-products.ts";
