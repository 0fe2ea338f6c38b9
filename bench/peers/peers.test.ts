import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { createRandom } from "../../src/foundation/random.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";
import { cutChunks, findSets, pickQuestions } from "../sets.ts";
import { percentile } from "../statistics.ts";
import { findNearest, recallAgainst, scoreRow } from "./exact.ts";
import { compareTimes, judgeFigures } from "./figures.ts";
import type { Measured } from "./alternate.ts";
import { renderReport } from "./report.ts";
import { runBench, type BenchResult } from "./run-bench.ts";
import { SYSTEM_NAMES } from "./system.ts";

const random = createRandom("bench/peers.test");
const WORDS = Array.from({ length: 900 }, (_, index) => `w${index.toString(36)}ord`);
/** Common words are drawn often, as in any language. */
const drawWord = (): string => WORDS[Math.floor(WORDS.length * random.uniform() ** 2)] ?? "";
const drawText = (words: number): string => Array.from({ length: words }, drawWord).join(" ");

function writeSet(folder: string): void {
  const set = join(folder, "invented");
  mkdirSync(set, { recursive: true });
  const toLines = (values: readonly object[]): string =>
    values.map((value) => `${JSON.stringify(value)}\n`).join("");
  const documents = Array.from({ length: 260 }, (_, index) => ({
    id: `d${index}`,
    title: index % 9 === 0 ? "" : `Title ${index}`,
    text: drawText(430),
  }));
  const questions = Array.from({ length: 40 }, (_, index) => ({
    id: `q${index}`,
    text: `what is the ${drawText(5)} of it?`,
  }));
  writeFileSync(join(set, "corpus.jsonl"), toLines(documents));
  writeFileSync(join(set, "queries.jsonl"), toLines(questions));
}

describe("the bench of peers, on 500 chunks", () => {
  let result: BenchResult;
  const notes: string[] = [];
  before(async () => {
    using directory = makeTemporaryDirectory();
    const sets = join(directory.path, "sets");
    writeSet(sets);
    result = await runBench({
      sets,
      folder: join(directory.path, "work"),
      chunks: 500,
      questions: 20,
      warmUp: 5,
      systems: SYSTEM_NAMES,
      budgetSeconds: 60,
      note: (line) => notes.push(line),
    });
  });

  it("asks every way of every system every question", () => {
    assert.deepEqual(
      new Set(result.rankings.map(({ system }) => system)),
      new Set<string>(SYSTEM_NAMES),
    );
    for (const { system, name, times, hits } of result.rankings) {
      assert.equal(times.length, 20, `${system}, ${name}`);
      assert.ok(
        times.every((time) => time > 0),
        `${system}, ${name}`,
      );
      assert.ok(hits >= 8, `${system}, ${name}: ${hits} hits`);
    }
  });

  it("finds that exact scans miss nothing, and that a rough one does", () => {
    const recalls = new Map(
      result.rankings
        .filter(({ leg }) => leg === "dense")
        .map(({ system, name, recall }) => [`${system}, ${name}`, recall]),
    );
    for (const exact of ["plumbline, dense", "sqlite, dense", "orama, dense"])
      assert.equal(recalls.get(exact), 1, exact);
    assert.ok((recalls.get("sqlite, dense, int8") ?? 1) < 1);
    assert.ok((recalls.get("lancedb, dense") ?? 0) >= 0.98);
  });

  it("sees a new document in every system, and memory and disk in those that have them", () => {
    for (const { name, freshness, residentBytes, diskBytes, buildMs } of result.systems) {
      assert.ok(freshness.foundP50Ms >= freshness.addedP50Ms, name);
      assert.ok(residentBytes > 0 && buildMs > 0, name);
      assert.ok(diskBytes === undefined || diskBytes > 500 * 256, name);
    }
  });

  it("says in its report what was timed, set and installed", () => {
    const machine = {
      measuredAt: "2026-01-02T00:00:00.000Z",
      cpu: "one",
      cores: 2,
      memoryGib: 4,
      system: "Linux",
      node: "24.0.0",
      sqlite: "3.0.0",
      commit: "abc1234",
      changed: true,
    };
    const report = renderReport(machine, result);
    for (const part of [
      "commit abc1234 with local changes",
      "500 chunks of 200 words",
      "porter unicode61",
      "Index.fts()",
      "minisearch 7",
      "No access control",
    ])
      assert.ok(report.includes(part), part);
    assert.ok(!report.includes("undefined") && !report.includes("NaN"));
  });
});

describe("exact search", () => {
  const dimensions = 6;
  const values = Float32Array.from({ length: 50 * dimensions }, () => random.uniform() - 0.5);
  const rows = { values, dimensions };

  it("is what sorting all products gives", () => {
    const query = Float32Array.from({ length: dimensions }, () => random.uniform() - 0.5);
    const product = (row: number): number =>
      query.reduce((sum, each, i) => sum + each * (values[row * dimensions + i] ?? 0), 0);
    const sorted = Array.from({ length: 50 }, (_, row) => row)
      .toSorted((a, b) => product(b) - product(a))
      .slice(0, 7);
    assert.deepEqual(
      findNearest(rows, query, 7).map(({ row }) => row),
      sorted,
    );
    assert.ok(Math.abs(scoreRow(rows, 3, query) - product(3)) < 1e-6);
  });

  it("counts a tie with the last as found, and nothing twice", () => {
    const twins = { values: Float32Array.of(1, 0, 0, 1, 0, 1, -1, 0), dimensions: 2 };
    const query = Float32Array.of(1, 0.5);
    const nearest = findNearest(twins, query, 2);
    assert.deepEqual(
      nearest.map(({ row }) => row),
      [0, 1],
    );
    assert.equal(recallAgainst(twins, query, nearest, [0, 2]), 1);
    assert.equal(recallAgainst(twins, query, nearest, [0, 0]), 0.5);
    assert.equal(recallAgainst(twins, query, nearest, [3, 0]), 0.5);
  });
});

describe("the open sets", () => {
  it("are cut into chunks of equal length, again from another word when they are used up", () => {
    using directory = makeTemporaryDirectory();
    const set = join(directory.path, "a");
    mkdirSync(set);
    const text = Array.from({ length: 450 }, (_, index) => `n${index}`).join(" ");
    writeFileSync(join(set, "corpus.jsonl"), JSON.stringify({ id: "1", title: "T", text }));
    const { chunks, repeated } = cutChunks(directory.path, 4);
    const firsts = chunks.map((chunk) => chunk.text.split(" ")[0]);
    // 450 words are two chunks; the next pass begins at word 67 and holds one, the third at 134.
    assert.deepEqual(firsts, ["n0", "n200", "n67", "n134"]);
    assert.equal(repeated, 0.5);
    assert.ok(chunks.every((chunk) => chunk.text.split(" ").length === 200 && chunk.title === "T"));
  });

  it("give English questions alone, one of each set in turn, always the same", () => {
    using directory = makeTemporaryDirectory();
    for (const set of ["a", "b"]) {
      mkdirSync(join(directory.path, set));
      const lines = [
        { text: `how does the ${set} set begin?` },
        { text: `how does the ${set} set end?` },
        { text: "keywords only" },
        { text: "¿cómo es que empieza esto?", meta: { lang: "es" } },
      ].map((line) => JSON.stringify(line));
      writeFileSync(join(directory.path, set, "queries.jsonl"), lines.join("\n"));
    }
    const picked = pickQuestions(directory.path, 3);
    assert.deepEqual(
      picked.map(({ set }) => set),
      ["a", "b", "a"],
    );
    assert.ok(picked.every(({ text }) => text.startsWith("how does")));
    assert.deepEqual(picked, pickQuestions(directory.path, 3));
    assert.equal(pickQuestions(directory.path, 99).length, 4);
  });

  it("are named as missing, with where to say where they are", () => {
    assert.throws(() => findSets("no-such-folder"), /no-such-folder.*PLUMBLINE_DATA_SETS/);
  });
});

describe("the figures", () => {
  const toMeasured = (
    system: string,
    name: string,
    times: readonly number[],
    more: Partial<Measured> = {},
  ): Measured => ({ system, name, leg: "hybrid", timed: "", times, hits: 50, ...more });

  it("compare on the questions that both answered", () => {
    const ours = toMeasured("plumbline", "hybrid", [1, 1, 9, 9]);
    assert.deepEqual(compareTimes(ours, toMeasured("orama", "hybrid", [20, 20])), {
      p50: 20,
      p95: 20,
    });
  });

  it("are met only when both percentiles are, and the recall with them", () => {
    const judge = (others: readonly Measured[]): readonly boolean[] =>
      judgeFigures([
        toMeasured("plumbline", "hybrid", [10, 10, 10]),
        toMeasured("plumbline", "hybrid, 8 passages", [10, 10, 16]),
        ...others,
      ]).map(({ met }) => met);
    const dense = (recall: number): Measured =>
      toMeasured("lancedb", "dense", [1], { leg: "dense", recall });
    assert.deepEqual(judge([toMeasured("orama", "hybrid", [200, 200, 200])]), [false, true]);
    assert.deepEqual(judge([toMeasured("orama", "hybrid", [90, 90, 200])]), [false, false]);
    const lance = toMeasured("lancedb", "hybrid", [11, 11, 12]);
    assert.deepEqual(judge([lance, dense(0.99)]), [false, true]);
    assert.deepEqual(judge([lance, dense(0.9)]), [false, false]);
  });

  it("take the percentile as the value at that share of the sorted times", () => {
    assert.equal(percentile([3, 1, 2, 4], 0.5), 3);
    assert.equal(percentile([5], 0.95), 5);
    assert.ok(Number.isNaN(percentile([], 0.5)));
  });
});
