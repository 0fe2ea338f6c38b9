/**
 * Times the trained table on one core: `node bench/embedder.ts --sets FOLDER`. Questions of the
 * open sets are the short texts, chunks of 200 words the long ones. On a machine with other work,
 * the processor's time says more about the code than the clock's.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createStaticEmbedding, decodeStaticTable } from "../src/engine/static/index.ts";
import { cutChunks, findSets, pickQuestions } from "./sets.ts";

const TABLE = new URL("../assets/embedder-en-1.table", import.meta.url);
const TEXTS = 5000;
const ROUNDS = 7;

const { values } = parseArgs({ options: { sets: { type: "string" } } });
const folder = findSets(values.sets);

const before = performance.now();
const table = decodeStaticTable(readFileSync(TABLE));
createStaticEmbedding(table)("warm");
console.log(`ready after ${(performance.now() - before).toFixed(0)} ms`);

function time(name: string, texts: readonly string[], dimensions: number): void {
  const embed = createStaticEmbedding(table, dimensions);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = process.cpuUsage().user;
    for (const text of texts) embed(text);
    rates.push(texts.length / ((process.cpuUsage().user - from) / 1e6));
  }
  rates.sort((a, b) => b - a);
  const [best = 0, median = 0] = [rates[0], rates[Math.floor(ROUNDS / 2)]];
  const told = [best, median].map((rate) => Math.round(rate).toLocaleString("en-US"));
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0) / texts.length;
  console.log(
    `${texts.length} ${name} of ${words.toFixed(0)} words, ${dimensions} dimensions: ` +
      `${told[0]} a second of processor time at best, median ${told[1]}`,
  );
}

for (const dimensions of [256, 128, 64]) {
  time(
    "questions",
    pickQuestions(folder, TEXTS).map(({ text }) => text),
    dimensions,
  );
  time(
    "chunks",
    cutChunks(folder, TEXTS).chunks.map(({ text }) => text),
    dimensions,
  );
}
