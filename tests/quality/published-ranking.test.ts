/** BM25 under Lucene's analysis on SciFact comes to what Anserini publishes for it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { getAnalyzer } from "../../src/engine/analysis/index.ts";
import {
  collectStatistics,
  encodeSegment,
  openSegment,
  readBlocks,
  searchBm25,
} from "../../src/engine/lexical/index.ts";
import {
  orderByScore,
  parseQrels,
  parseRankingMeasure,
  scoreRankings,
  totalScores,
} from "../../src/evaluate/index.ts";
import { toQuestionTerms } from "../../src/retrieve/index.ts";

const folder = join(process.env["PLUMBLINE_DATA_SETS"] ?? "", "scifact");
const skip = existsSync(join(folder, "corpus.jsonl"))
  ? false
  : "the set scifact is not here: set PLUMBLINE_DATA_SETS to its folder";

/** As BEIR's baselines index: title and text as one, Lucene's plain English analysis. */
const ANALYZER = "en-parity-1";
const OPTIONS = { k1: 0.9, b: 0.4, k: 100 };

/** Anserini, flat BM25 on BEIR's SciFact. */
const PUBLISHED = { "nDCG@10": 0.679, "R@100": 0.925 };

interface Row {
  readonly id: string;
  readonly title?: string;
  readonly text: string;
}

// Rows as the set's provenance says.
const read = (file: string): readonly Row[] =>
  readFileSync(join(folder, file), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);

it("BM25 on SciFact is within .002 of the published figures", { skip }, () => {
  const documents = read("corpus.jsonl");
  const { count } = getAnalyzer(ANALYZER);
  const blocks = encodeSegment(
    documents.map(({ title, text }) => count(`${title ?? ""}\n${text}`)),
  );
  const segment = openSegment(readBlocks(blocks), documents.length);
  const rankings = new Map(
    read("queries.jsonl").map(({ id, text }) => {
      const terms = toQuestionTerms(text, ANALYZER);
      const parts = [{ segment, terms, allowed: undefined, wanted: undefined }];
      const hits = searchBm25(parts, collectStatistics(parts), OPTIONS);
      const scored = hits.map(({ ordinal, score }) => ({
        document: documents[ordinal]?.id ?? "",
        score,
      }));
      return [id, orderByScore(scored)];
    }),
  );
  const qrels = parseQrels(readFileSync(join(folder, "qrels.tsv"), "utf8"), { path: "qrels.tsv" });
  const measures = Object.keys(PUBLISHED).map(parseRankingMeasure);
  const { scores, counts } = scoreRankings(measures, qrels, rankings);
  assert.deepEqual([counts.queries, counts.missing, counts.foreign], [300, 0, 0]);
  for (const [index, [name, published]] of Object.entries(PUBLISHED).entries()) {
    const measure = measures[index];
    assert.ok(measure);
    const ours = totalScores(measure, scores.get(name) ?? new Map()) ?? 0;
    assert.ok(Math.abs(ours - published) <= 0.002, `${name} ${ours.toFixed(4)}, not ${published}`);
  }
});
