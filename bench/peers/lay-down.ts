/** @module Cuts the chunks, embeds them once, and writes what every system's process reads. */
import { createWriteStream, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { loadConfig } from "../../src/app/index.ts";
import { assemble } from "../../src/app/assembly.ts";
import { systemClock, systemEntropy } from "../../src/app/effects.ts";
import { OPERATOR } from "../../src/app/spend/lend-retrieval.ts";
import { createMemoryLedger } from "../../src/app/spend/memory-ledger.ts";
import type { Embedder } from "../../src/ports/embedder.ts";
import { cutChunks, pickQuestions } from "../sets.ts";
import { toIndexedText, type CorpusFacts } from "./corpus.ts";

/** Writes everything that the processes of the systems read. */
export async function layDown(options: {
  readonly folder: string;
  readonly sets: string;
  readonly chunks: number;
  readonly questions: number;
}): Promise<CorpusFacts> {
  const { folder } = options;
  const embedder = await createDefaultEmbedder(folder);
  const cut = cutChunks(options.sets, options.chunks);
  const chunks = cut.chunks.map(({ title, text }) => ({
    // As the write path spells titles; a document needs one.
    title: title.replaceAll(/\s+/g, " ").trim() || "Untitled",
    text,
  }));
  const lines = createWriteStream(join(folder, "chunks.jsonl"));
  for (const [row, chunk] of chunks.entries())
    if (!lines.write(`${JSON.stringify({ id: String(row), ...chunk })}\n`))
      await once(lines, "drain");
  lines.end();
  await once(lines, "finish");
  const questions = pickQuestions(options.sets, options.questions);
  const texts = questions.map(({ text }) => text);
  writeFileSync(join(folder, "questions.json"), JSON.stringify(texts));
  await writeVectors(join(folder, "chunks.f32"), embedder, "document", chunks.map(toIndexedText));
  await writeVectors(join(folder, "questions.f32"), embedder, "query", texts);
  const sets: Record<string, number> = {};
  for (const { set } of questions) sets[set] = (sets[set] ?? 0) + 1;
  const facts: CorpusFacts = {
    chunks: chunks.length,
    questions: questions.length,
    dimensions: embedder.dimensions,
    repeated: cut.repeated,
    embedder: embedder.fingerprint,
    sets,
  };
  writeFileSync(join(folder, "facts.json"), JSON.stringify(facts));
  return facts;
}

/** The embedder that serves when nothing is configured. */
export async function createDefaultEmbedder(folder: string): Promise<Embedder> {
  const { embedder, spend } = await assemble({
    loaded: await loadConfig({ workingDirectory: folder, environment: {} }),
    workingDirectory: folder,
    clock: systemClock,
    entropy: systemEntropy,
    log: () => undefined,
  });
  return embedder.paidBy(spend.purseOf(createMemoryLedger(), OPERATOR));
}

async function writeVectors(
  path: string,
  embedder: Embedder,
  role: "query" | "document",
  texts: readonly string[],
): Promise<void> {
  const { dimensions, maxBatch } = embedder;
  const values = new Float32Array(texts.length * dimensions);
  for (let from = 0; from < texts.length; from += maxBatch) {
    const vectors = await embedder.embed({ texts: texts.slice(from, from + maxBatch), role });
    for (const [index, vector] of vectors.entries())
      values.set(vector, (from + index) * dimensions);
  }
  writeFileSync(path, new Uint8Array(values.buffer));
}
