/**
 * Measures a sentence encoder on the open sets, through the adapter `transformers`:
 * `node training/embedder/measure-encoder.ts --model FOLDER --sets FOLDER --cache FOLDER
 * [--only scifact,cuad] [--alpha .7] [--beta 0] [--weights q8] [--threads 1] [--json FILE]`.
 * Documents are whole rows of the corpus, cut by the model; nDCG@10 of BM25 alone, the encoder alone,
 * and both, fused and not reranked. Vectors are kept in the cache, and going on is calling it again.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findSets } from "../../bench/sets.ts";
import { transformersEmbedder } from "../../src/adapters/embedders/transformers.ts";
import { hashJson } from "../../src/foundation/hash.ts";
import { estimateMean } from "../../src/foundation/statistics/intervals/mean.ts";
import { toSample } from "../../src/foundation/statistics/intervals/sample.ts";
import type { AdapterContext } from "../../src/ports/adapter.ts";
import type { Embedder } from "../../src/ports/embedder.ts";
import { measureSet } from "./measure-set.ts";
import { readMeasuredSet } from "./read-set.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string" },
    sets: { type: "string" },
    cache: { type: "string" },
    only: { type: "string", default: "scifact,handbook-hr,cuad,covidqa,mtrag-un,squad2" },
    alpha: { type: "string", default: "0.7" },
    beta: { type: "string", default: "0" },
    weights: { type: "string" },
    threads: { type: "string" },
    json: { type: "string" },
  },
});

/** Texts that a stop loses at most. */
const BLOCK = 64;
/** Questions that are timed one by one, after as many that are not. */
const TIMED = 50;

/** In the order of the texts; rows that are there are not made again. */
async function embedCached(
  embedder: Embedder,
  role: "query" | "document",
  texts: readonly string[],
  cache: string,
): Promise<ReadonlyMap<string, Float32Array>> {
  const bytes = embedder.dimensions * Float32Array.BYTES_PER_ELEMENT;
  const key = hashJson([embedder.fingerprint, role, texts]).slice(0, 16);
  const path = join(cache, `encoder-${key}.f32`);
  mkdirSync(cache, { recursive: true });
  let done = existsSync(path) ? Math.floor(statSync(path).size / bytes) : 0;
  if (done > 0) truncateSync(path, done * bytes);
  while (done < texts.length) {
    const block = texts.slice(done, done + BLOCK);
    for (const vector of await embedder.embed({ texts: block, role }))
      appendFileSync(path, new Uint8Array(vector.buffer));
    done += block.length;
  }
  const file = readFileSync(path);
  const { dimensions } = embedder;
  const rows = new Float32Array(file.buffer, file.byteOffset, texts.length * dimensions);
  return new Map(
    texts.map((text, at) => [text, rows.subarray(at * dimensions, (at + 1) * dimensions)]),
  );
}

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;

/** A question alone, and documents by the block: milliseconds of the middle one, texts a second. */
async function time(
  embedder: Embedder,
  questions: readonly string[],
  documents: readonly string[],
): Promise<{ readonly queryMs: number; readonly textsPerSecond: number }> {
  const took: number[] = [];
  for (const text of questions.slice(0, 2 * TIMED)) {
    const started = performance.now();
    await embedder.embed({ texts: [text], role: "query" });
    took.push(performance.now() - started);
  }
  const block = documents.slice(0, BLOCK);
  const started = performance.now();
  await embedder.embed({ texts: block, role: "document" });
  const textsPerSecond = (1000 * block.length) / (performance.now() - started);
  return { queryMs: median(took.slice(TIMED).toSorted((a, b) => a - b)), textsPerSecond };
}

const points = (value: number): string => value.toFixed(4).replace(/^(-?)0/, "$1");

async function main(): Promise<void> {
  const { model, cache, weights, threads, json } = values;
  if (model === undefined || cache === undefined)
    throw new Error("give --model FOLDER and --cache FOLDER");
  const options = transformersEmbedder.options.parse({
    model: resolve(model),
    maxBatch: BLOCK,
    ...(weights === undefined ? {} : { weights }),
    ...(threads === undefined ? {} : { threads: Number(threads) }),
  });
  // It reads a folder, and asks for nothing else of what adapters are lent.
  const context = { baseDirectory: ".", modelsDirectory: "models" } as AdapterContext;
  const embedder = await transformersEmbedder.create(options, context);
  const mixing = { alpha: Number(values.alpha), beta: Number(values.beta) };
  process.stdout.write(
    `set\tBM25\talone\thybrid\tgain\t95 %\tquery ms\ttexts/s\t(${embedder.fingerprint})\n`,
  );
  const rows: unknown[] = [];
  for (const name of values.only.split(",")) {
    const set = readMeasuredSet(findSets(values.sets), name, cache);
    const questions = set.questions.map(({ text }) => text);
    const titles = mixing.beta > 0 ? set.documents.map(({ title }) => title).filter(Boolean) : [];
    const documents = [...new Set([...set.documents.map(({ text }) => text), ...titles])];
    const asked = await embedCached(embedder, "query", questions, cache);
    const told = await embedCached(embedder, "document", documents, cache);
    const embed = (text: string): Float32Array => {
      const vector = told.get(text) ?? asked.get(text);
      if (!vector) throw new Error(`no vector of ${text.slice(0, 40)}`);
      return vector;
    };
    const scores = measureSet(set, embed, mixing);
    const gains = scores.hybrid.map((score, at) => score - (scores.bm25[at] ?? 0));
    const sample = toSample(
      gains,
      gains.map((_, at) => String(at)),
    );
    const { low, high } = estimateMean(sample, { seed: `encoder/${name}` }).at(0.95);
    const mean = (list: readonly number[]): number =>
      list.reduce((sum, score) => sum + score, 0) / list.length;
    const speed = await time(embedder, questions, documents);
    const [bm25, alone, hybrid] = [scores.bm25, scores.alone, scores.hybrid].map(mean);
    const row = { set: name, bm25, alone, hybrid, gain: sample.mean, low, high, ...speed };
    rows.push(row);
    const cells = [bm25 ?? 0, alone ?? 0, hybrid ?? 0, sample.mean].map(points);
    process.stdout.write(
      `${[name, ...cells, `[${points(low)}, ${points(high)}]`, speed.queryMs.toFixed(1), speed.textsPerSecond.toFixed(1)].join("\t")}\n`,
    );
  }
  if (json === undefined) return;
  const result = { fingerprint: embedder.fingerprint, ...mixing, measure: "nDCG@10", rows };
  writeFileSync(json, `${JSON.stringify(result, undefined, 2)}\n`);
}

await main();
