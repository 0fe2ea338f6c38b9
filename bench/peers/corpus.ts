/** @module The same chunks, vectors and questions for every system, read from one folder. */
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { rowOf, type Rows } from "./exact.ts";

export interface BenchChunk {
  /** Its number among all chunks, from 0. */
  readonly row: number;
  readonly title: string;
  readonly text: string;
  /** Length 1, made of title and text. */
  readonly vector: Float32Array;
}

export interface BenchQuestion {
  readonly text: string;
  readonly vector: Float32Array;
}

export interface CorpusFacts {
  readonly chunks: number;
  readonly questions: number;
  readonly dimensions: number;
  /** Share of chunks cut again from text already used. */
  readonly repeated: number;
  readonly embedder: string;
  /** Questions by the set they come from. */
  readonly sets: Readonly<Record<string, number>>;
}

/** What a system without a title field indexes; the vectors are made of the same. */
export const toIndexedText = ({ title, text }: Pick<BenchChunk, "title" | "text">): string =>
  `${title}\n${text}`;

export function readFacts(folder: string): CorpusFacts {
  return JSON.parse(readFileSync(join(folder, "facts.json"), "utf8")) as CorpusFacts; // `layDown`
}

export function readRows(folder: string, name: "chunks" | "questions"): Rows {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, `${name}.f32`));
  const values = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  return { values, dimensions: readFacts(folder).dimensions };
}

export function readQuestions(folder: string): readonly BenchQuestion[] {
  const rows = readRows(folder, "questions");
  const path = join(folder, "questions.json");
  const texts = JSON.parse(readFileSync(path, "utf8")) as readonly string[]; // `layDown`
  return texts.map((text, row) => ({ text, vector: rowOf(rows, row) }));
}

/** All chunks in order, in batches, so that no system holds the texts twice. */
export async function* readChunks(folder: string, batch: number): AsyncGenerator<BenchChunk[]> {
  const rows = readRows(folder, "chunks");
  const lines = createInterface({ input: createReadStream(join(folder, "chunks.jsonl")) });
  let chunks: BenchChunk[] = [];
  for await (const line of lines) {
    const { id, title, text } = JSON.parse(line) as Record<"id" | "title" | "text", string>; // `layDown`
    const row = Number(id);
    chunks.push({ row, title, text, vector: rowOf(rows, row).slice() });
    if (chunks.length < batch) continue;
    yield chunks;
    chunks = [];
  }
  if (chunks.length > 0) yield chunks;
}
