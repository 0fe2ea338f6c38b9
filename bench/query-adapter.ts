/**
 * What a query adapter gains over an embedder's vectors, on the open sets:
 * `node bench/query-adapter.ts --sets FOLDER --cache FOLDER [--only scifact,cuad] [--model FOLDER]
 * [--alpha .6] [--seeds one,two] [--json FILE]`. Whole rows of the corpus, fused with BM25 and not
 * reranked; every question is judged by an adapter that saw neither it nor what shares a document or
 * a wording with it. With `--model` the vectors are an encoder's, which
 * `training/embedder/measure-encoder.ts` keeps in the cache; otherwise the package's table's.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { staticEmbedder } from "../src/adapters/embedders/static.ts";
import { transformersEmbedder } from "../src/adapters/embedders/transformers.ts";
import { computeNdcg } from "../src/evaluate/index.ts";
import { hashJson } from "../src/foundation/hash.ts";
import { dot } from "../src/foundation/vectors.ts";
import type { AdapterContext } from "../src/ports/adapter.ts";
import type { Embedder } from "../src/ports/embedder.ts";
import { tuneAdapter, type AdapterCase } from "../src/tune/index.ts";
import { readMeasuredSet, type MeasuredSet } from "../training/embedder/read-set.ts";
import { findSets } from "./sets.ts";

const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    cache: { type: "string" },
    only: { type: "string", default: "scifact,handbook-hr,mtrag-un" },
    model: { type: "string" },
    alpha: { type: "string" },
    seeds: { type: "string", default: "plumbline" },
    json: { type: "string" },
  },
});

const CANDIDATES = 100;
/** Ranks that wrong passages are taken from: the first may be right and unjudged. */
const [FROM, TO] = [10, 100];
const BATCH = 64;

/** Vectors that `measure-encoder.ts` keeps, or else made here. */
async function embed(
  embedder: Embedder,
  role: "query" | "document",
  texts: readonly string[],
  cache: string,
): Promise<readonly Float32Array[]> {
  const { dimensions } = embedder;
  const key = hashJson([embedder.fingerprint, role, texts]).slice(0, 16);
  const path = join(cache, `encoder-${key}.f32`);
  if (existsSync(path)) {
    const file = readFileSync(path);
    const rows = new Float32Array(file.buffer, file.byteOffset, texts.length * dimensions);
    return texts.map((_, at) => rows.slice(at * dimensions, (at + 1) * dimensions));
  }
  const vectors: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += BATCH)
    vectors.push(...(await embedder.embed({ texts: texts.slice(from, from + BATCH), role })));
  return vectors;
}

/** Numbers of the largest, the earlier first where they are equal. */
function takeBest(scores: ArrayLike<number>, count: number): readonly number[] {
  const sorted = Float64Array.from(scores).sort();
  const least = sorted[Math.max(0, sorted.length - count)] ?? 0;
  const numbers: number[] = [];
  for (let at = 0; at < scores.length; at++) if ((scores[at] ?? 0) >= least) numbers.push(at);
  return numbers.toSorted((x, y) => (scores[y] ?? 0) - (scores[x] ?? 0) || x - y).slice(0, count);
}

interface World {
  readonly cases: readonly AdapterCase[];
  readonly score: (index: number, vector: Float32Array | undefined) => Promise<number>;
}

async function openWorld(
  set: MeasuredSet,
  embedder: Embedder,
  alpha: number,
  cache: string,
): Promise<World> {
  const texts = [...new Set(set.documents.map(({ text }) => text))];
  const vectors = await embed(embedder, "document", texts, cache);
  const byText = new Map(texts.map((text, at) => [text, vectors[at]]));
  const documents = set.documents.map(({ text }) => byText.get(text) ?? new Float32Array());
  const asked = set.questions.map(({ text }) => text);
  const queries = await embed(embedder, "query", asked, cache);
  const lexicalOf = (q: number): Float32Array =>
    set.bm25.subarray(q * documents.length, (q + 1) * documents.length);
  const rank = (q: number, vector: Float32Array, count: number): readonly number[] => {
    const lexical = lexicalOf(q);
    const dense = Float32Array.from(documents, (document) => dot(document, vector));
    const [first, near] = [takeBest(lexical, CANDIDATES), takeBest(dense, CANDIDATES)];
    const most = lexical[first[0] ?? 0] ?? 0;
    const nearest = dense[near[0] ?? 0] ?? 0;
    const union = [...new Set([...first, ...near])];
    const fused = union.map(
      (at) =>
        (alpha * ((dense[at] ?? 0) + 1)) / (nearest + 1) +
        (most > 0 ? ((1 - alpha) * (lexical[at] ?? 0)) / most : 0),
    );
    return takeBest(fused, count).map((place) => union[place] ?? 0);
  };
  const cases = set.questions.map(({ text, grades }, q): AdapterCase => {
    const vector = queries[q] ?? new Float32Array();
    const right = [...grades].filter(([, grade]) => grade > 0).map(([id]) => id);
    const ranked = rank(q, vector, TO);
    const ids = ranked.map((at) => set.documents[at]?.id ?? "");
    const found = ranked[ids.findIndex((id) => right.includes(id))];
    const first = found ?? set.documents.findIndex(({ id }) => right.includes(id));
    const positive = documents[first];
    const negatives = ranked
      .slice(FROM)
      .filter((at) => !right.includes(set.documents[at]?.id ?? ""))
      .flatMap((at) => documents[at] ?? []);
    const pair = positive && { query: vector, positive, negatives, documents: right };
    return { id: `${q}`, text, group: `${q}`, documents: right, vector, pair };
  });
  return {
    cases,
    async score(index, vector) {
      if (!vector) return 0;
      const best = rank(index, vector, 10).map((at) => set.documents[at]?.id ?? "");
      return computeNdcg(10, set.questions[index]?.grades ?? new Map(), best);
    },
  };
}

async function main(): Promise<void> {
  const { cache, model, json } = values;
  if (cache === undefined) throw new Error("give --cache FOLDER");
  // They read files of their own, and ask for nothing else of what adapters are lent.
  const context = { baseDirectory: ".", modelsDirectory: "models" } as AdapterContext;
  const embedder =
    model === undefined
      ? await staticEmbedder.create(staticEmbedder.options.parse({}), context)
      : await transformersEmbedder.create(
          transformersEmbedder.options.parse({ model: resolve(model), maxBatch: BATCH }),
          context,
        );
  const alpha = Number(values.alpha ?? embedder.defaultAlpha);
  const rows: unknown[] = [];
  for (const name of values.only.split(",")) {
    const world = await openWorld(
      readMeasuredSet(findSets(values.sets), name, cache),
      embedder,
      alpha,
      cache,
    );
    for (const seed of values.seeds.split(",")) {
      const started = performance.now();
      const { cases, score } = world;
      const { verdict, comparisons, found, folds } = await tuneAdapter(cases, { seed, score });
      const [comparison] = comparisons;
      const seconds = (performance.now() - started) / 1000;
      rows.push({ set: name, seed, verdict, found, folds, seconds, ...comparison });
      const points = (value = 0): string => (100 * value).toFixed(2);
      const { baseline, difference, interval } = comparison ?? {};
      process.stdout.write(
        `${[name, seed, points(baseline), points(difference), `[${points(interval?.low)}, ${points(interval?.high)}]`, verdict, `${found}/${folds}`, `${seconds.toFixed(0)} s`].join("\t")}\n`,
      );
    }
  }
  if (json === undefined) return;
  const result = { fingerprint: embedder.fingerprint, alpha, measure: "nDCG@10", rows };
  writeFileSync(json, `${JSON.stringify(result, undefined, 2)}\n`);
}

await main();
