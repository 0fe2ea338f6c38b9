/** @module Merging neighbouring segments, so that reading touches few and dead chunks go. */
import type { Faults } from "../../../foundation/effects.ts";
import {
  decodeDenseBlock,
  mergeDenseBlocks,
  type DenseBlock,
} from "../../../engine/dense/index.ts";
import { mergeSegments, type BlockReader } from "../../../engine/lexical/index.ts";
import { emptyBlock } from "./attach-vectors.ts";
import { sql, type Connection } from "./connection.ts";
import { raiseGeneration } from "./document-row.ts";
import {
  countBlocks,
  DENSE_ROWS,
  insertSegment,
  readBlock,
  removeSegment,
  SEGMENT_LIMIT,
  toUint32,
  type DenseContent,
} from "./segment-blocks.ts";
import { BLOCK } from "./tables.ts";

interface SegmentRow {
  readonly id: number;
  readonly first: number;
  readonly count: number;
}

/** Neighbours of one size class that are merged together: each chunk is rewritten log8(n) times. */
const FAN_IN = 8;
const SMALLEST_CLASS = 64;

const sizeClass = (count: number): number =>
  Math.max(0, Math.floor(Math.log(count / SMALLEST_CLASS) / Math.log(FAN_IN)));

/**
 * Chooses neighbours to merge, or nothing. Segments of one class are merged when there are
 * `FAN_IN` of them in a row at the end and the result still fits a segment.
 */
export function chooseMerge(segments: readonly SegmentRow[]): readonly SegmentRow[] {
  const ordered = segments.toSorted((a, b) => a.first - b.first);
  for (let end = ordered.length; end >= FAN_IN; end--) {
    const run = ordered.slice(end - FAN_IN, end);
    const classes = new Set(run.map(({ count }) => sizeClass(count)));
    const total = run.reduce((sum, { count }) => sum + count, 0);
    if (classes.size === 1 && total <= SEGMENT_LIMIT) return run;
  }
  return [];
}

/** As few segments as fit, in order. */
export function chooseWholeMerge(segments: readonly SegmentRow[]): readonly SegmentRow[] {
  const ordered = segments.toSorted((a, b) => a.first - b.first);
  for (let start = 0; start < ordered.length; start++) {
    let total = 0;
    let end = start;
    while (end < ordered.length && total + (ordered[end]?.count ?? 0) <= SEGMENT_LIMIT)
      total += ordered[end++]?.count ?? 0;
    if (end - start > 1) return ordered.slice(start, end);
  }
  return [];
}

/** Merges until `choose` has nothing left, each merge a transaction of its own. */
export function compact(
  writer: Connection,
  choose: (segments: readonly SegmentRow[]) => readonly SegmentRow[],
  faults: Faults,
): void {
  for (const { id: shard } of writer.all(sql.selectFrom("shard").select("id"))) {
    for (;;) {
      const rows = writer.all(
        sql.selectFrom("segment").select(["id", "first", "count"]).where("shard", "=", shard),
      );
      const chosen = choose(rows);
      if (chosen.length < 2) break;
      faults.hit("index:before-merge");
      writer.transaction("IMMEDIATE", () => {
        const generation = raiseGeneration(writer);
        const merged = mergeRun(writer, chosen);
        for (const { id } of chosen) removeSegment(writer, id);
        faults.hit("index:mid-merge");
        insertSegment(writer, shard, chosen[0]?.first ?? 0, generation, merged);
      });
      faults.hit("index:after-merge");
    }
  }
}

function mergeRun(writer: Connection, run: readonly SegmentRow[]) {
  const read = (segment: number, kind: number, sequence = 0, embedder = 0): Uint8Array =>
    readBlock(writer, { segment, kind, sequence, embedder });
  const access = concat(run.map(({ id }) => toUint32(read(id, BLOCK.access))));
  const documents = concat(run.map(({ id }) => toUint32(read(id, BLOCK.documents))));
  let offset = 0;
  const parts = run.map(({ id, count }) => {
    const from = offset;
    offset += count;
    const reader: BlockReader = {
      directory: () => read(id, BLOCK.directory),
      dictionary: (block) => read(id, BLOCK.dictionary, block),
      lengths: () => read(id, BLOCK.lengths),
    };
    return { reader, count, live: (local: number) => access[from + local] !== 0 };
  });
  return {
    count: offset,
    lexical: mergeSegments(parts),
    access,
    documents,
    dense: mergeDense(writer, run, access),
  };
}

function concat(arrays: readonly Uint32Array[]): Uint32Array {
  const joined = new Uint32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}

function mergeDense(
  writer: Connection,
  run: readonly SegmentRow[],
  access: Uint32Array,
): ReadonlyMap<number, DenseContent> {
  const content = new Map<number, DenseContent>();
  for (const { id: embedder, dimensions } of writer.all(sql.selectFrom("embedder").selectAll())) {
    let held = false;
    const parts = run.map(({ id, count }) => {
      const blocks = countBlocks(writer, id, BLOCK.dense, embedder);
      held ||= blocks > 0;
      const read = (kind: number, sequence: number): Uint8Array =>
        readBlock(writer, { segment: id, kind, sequence, embedder });
      return {
        embeddings: blocks ? toUint32(read(BLOCK.embeddings, 0)) : new Uint32Array(count),
        blocks: blocks
          ? Array.from({ length: blocks }, (_, i) => decodeDenseBlock(read(BLOCK.dense, i)))
          : [emptyBlock(count, dimensions)],
      };
    });
    if (!held) continue;
    const embeddings = concat(parts.map((part) => part.embeddings));
    for (const [ordinal, list] of access.entries()) if (list === 0) embeddings[ordinal] = 0;
    const live = Uint8Array.from(access, (list) => (list === 0 ? 0 : 1));
    const whole = joinDense(
      parts.flatMap((part) => part.blocks),
      dimensions,
      live,
    );
    content.set(embedder, { embeddings, blocks: cutDense(whole) });
  }
  return content;
}

function joinDense(
  blocks: readonly DenseBlock[],
  dimensions: number,
  live: Uint8Array,
): DenseBlock {
  let at = 0;
  const parts = blocks.map((block) => {
    const part = { block, live: live.subarray(at, at + block.count) };
    at += block.count;
    return part;
  });
  return mergeDenseBlocks(parts, dimensions);
}

function cutDense({ rows, scales, count, dimensions }: DenseBlock): readonly DenseBlock[] {
  const blocks: DenseBlock[] = [];
  for (let from = 0; from < count; from += DENSE_ROWS) {
    const end = Math.min(count, from + DENSE_ROWS);
    blocks.push({
      rows: rows.subarray(from * dimensions, end * dimensions),
      scales: scales.subarray(from, end),
      count: end - from,
      dimensions,
    });
  }
  return blocks;
}
