/**
 * Measures a table on the open sets:
 * `node training/embedder/measure.ts --table FILE --sets FOLDER --cache FOLDER [--only scifact,cuad]
 * [--alpha .6] [--beta .35] [--dimensions 128]`. Documents are whole rows of the corpus, 512 pieces
 * of them; nDCG@10 of BM25 alone, the table alone, and both.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { findSets } from "../../bench/sets.ts";
import { createStaticEmbedding, decodeStaticTable } from "../../src/engine/static/index.ts";
import { measureSet } from "./measure-set.ts";
import { readMeasuredSet } from "./read-set.ts";

const { values } = parseArgs({
  options: {
    table: { type: "string" },
    sets: { type: "string" },
    cache: { type: "string" },
    only: { type: "string", default: "scifact,handbook-hr,cuad,covidqa,mtrag-un,squad2" },
    alpha: { type: "string", default: "0.6" },
    beta: { type: "string", default: "0.35" },
    dimensions: { type: "string" },
  },
});

const mean = (scores: readonly number[]): string =>
  (scores.reduce((sum, score) => sum + score, 0) / scores.length).toFixed(4).replace(/^0/, "");

function main(): void {
  const { table: path, cache } = values;
  if (path === undefined || cache === undefined)
    throw new Error("give --table FILE and --cache FOLDER");
  const table = decodeStaticTable(readFileSync(path));
  const embed = createStaticEmbedding(table, Number(values.dimensions ?? table.dimensions));
  const mixing = { alpha: Number(values.alpha), beta: Number(values.beta) };
  process.stdout.write(`set\tBM25\talone\thybrid\t(${table.name})\n`);
  for (const name of values.only.split(",")) {
    const set = readMeasuredSet(findSets(values.sets), name, cache);
    const { bm25, alone, hybrid } = measureSet(set, embed, mixing);
    process.stdout.write([name, mean(bm25), mean(alone), mean(hybrid)].join("\t") + "\n");
  }
}

main();
