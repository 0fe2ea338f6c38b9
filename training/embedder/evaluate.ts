/**
 * What each step of the training gains, and what the table is worth on documents it never saw:
 * `node training/embedder/evaluate.ts --sets FOLDER --texts FILE.jsonl --teacher FOLDER
 * --cache FOLDER --out FILE.json [--groups scifact+squad2,cuad] [--tables FOLDER]`.
 *
 * Trains once on all sets and measures after each step on all of them; then, for each group of sets,
 * once without their text, and measures on them. nDCG@10 of the table alone and of the hybrid
 * (TM2, alpha .6, titles at .35, no reranker). The tables stay in the folder of `--tables`, where
 * `bench:quality` measures the whole product with them. Settings are chosen by the second figures: larger groups take
 * fewer trainings, and are harder on the table.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findSets } from "../../bench/sets.ts";
import { createStaticEmbedding, encodeStaticTable } from "../../src/engine/static/index.ts";
import { comparePaired } from "../../src/evaluate/index.ts";
import { measureSet, type SetScores } from "./measure-set.ts";
import { readMeasuredSet } from "./read-set.ts";
import { listUnseen } from "./training-text.ts";
import { readInputs, STEPS, trainTable } from "./train-table.ts";

const MIXING = { alpha: 0.6, beta: 0.35 };
const GROUPS = "scifact,handbook-hr,cuad,covidqa,mtrag-un,squad2";

const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    texts: { type: "string" },
    teacher: { type: "string" },
    cache: { type: "string" },
    out: { type: "string" },
    groups: { type: "string", default: GROUPS },
    tables: { type: "string" },
  },
});

interface Row {
  /** The sets that were left out, joined by `+`; empty where none was. */
  readonly without: string;
  readonly step: string;
  readonly set: string;
  readonly bm25: number;
  readonly alone: number;
  readonly hybrid: number;
  /** Of the hybrid against BM25, with its 95 % interval, in points. */
  readonly gain: readonly [number, number, number];
}

const mean = (scores: readonly number[]): number =>
  scores.reduce((sum, score) => sum + score, 0) / scores.length;

function toRow(without: string, step: string, set: string, scores: SetScores): Row {
  const pairs = scores.hybrid.map((score, i) => ({
    caseId: String(i),
    scores: [score],
    baseline: [scores.bm25[i] ?? 0],
  }));
  const found = comparePaired(pairs, { measure: "nDCG@10", seed: `embedder/${set}` });
  const points = [found?.difference, found?.interval.low, found?.interval.high].map(
    (value) => 100 * (value ?? Number.NaN),
  );
  const [difference = Number.NaN, low = Number.NaN, high = Number.NaN] = points;
  return {
    without,
    step,
    set,
    bm25: mean(scores.bm25),
    alone: mean(scores.alone),
    hybrid: mean(scores.hybrid),
    gain: [difference, low, high],
  };
}

function readArguments() {
  const { texts, teacher, cache, out } = values;
  if (!texts || !teacher || !cache || !out)
    throw new Error("give --texts FILE, --teacher FOLDER, --cache FOLDER and --out FILE");
  return { sets: findSets(values.sets), texts, teacher, cache, out };
}

async function main(): Promise<void> {
  const { cache, out, ...paths } = readArguments();
  const groups = values.groups.split(",");
  // Written after each training, so that a run that was stopped goes on.
  const rows: Row[] = existsSync(out) ? (JSON.parse(readFileSync(out, "utf8")) as Row[]) : [];
  for (const without of ["", ...groups]) {
    if (rows.some((row) => row.without === without)) continue;
    const leftOut = without.split("+").filter(Boolean);
    const inputs = readInputs(paths, listUnseen(leftOut));
    const measured = without === "" ? groups.flatMap((group) => group.split("+")) : leftOut;
    const fresh: Row[] = [];
    for await (const { step, table } of trainTable(inputs, `without ${without}`, console.log)) {
      if (values.tables && step === STEPS.at(-1))
        writeFileSync(join(values.tables, `without-${without}.table`), encodeStaticTable(table));
      const embed = createStaticEmbedding(table);
      for (const name of measured) {
        const set = readMeasuredSet(paths.sets, name, cache);
        fresh.push(toRow(without, step, name, measureSet(set, embed, MIXING)));
        console.log(JSON.stringify(fresh.at(-1)));
      }
    }
    rows.push(...fresh);
    writeFileSync(out, `${JSON.stringify(rows, null, 1)}\n`);
  }
  for (const step of STEPS)
    for (const leftOut of [false, true]) {
      const of = rows.filter((row) => row.step === step && (row.without !== "") === leftOut);
      const cells = of.map(
        ({ set, alone, hybrid }) => `${set} ${alone.toFixed(3)} ${hybrid.toFixed(3)}`,
      );
      console.log(`${step}${leftOut ? ", set left out" : ""}: ${cells.join(", ")}`);
    }
}

await main();
