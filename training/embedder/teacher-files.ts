/** @module What teacher.py wrote: its vocabulary, and vectors of pieces and texts. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";

export const TEACHER_DIMENSIONS = 384;

/** Whole rows only: the teacher may be writing the next. */
function readRows(path: string, most: number): Float32Array {
  const file = openSync(path, "r");
  try {
    const bytes = TEACHER_DIMENSIONS * 4;
    const rows = Math.min(most, Math.floor(fstatSync(file).size / bytes));
    const values = new Float32Array(rows * TEACHER_DIMENSIONS);
    const target = new Uint8Array(values.buffer);
    for (let at = 0; at < target.length;)
      at += readSync(file, target, at, Math.min(2 ** 26, target.length - at), at);
    return values;
  } finally {
    closeSync(file);
  }
}

export function readVocabulary(folder: string): readonly string[] {
  return readFileSync(join(folder, "vocabulary.txt"), "utf8").split("\n").slice(0, -1);
}

/** A row for each piece of the vocabulary. */
export const readTokenVectors = (folder: string): Float32Array =>
  readRows(join(folder, "tokens.f32"), Infinity);

/** A unit vector for each of the first texts, as many as the teacher has read, at most `most`. */
export const readTextVectors = (folder: string, most: number): Float32Array =>
  readRows(join(folder, "texts.f32"), most);
