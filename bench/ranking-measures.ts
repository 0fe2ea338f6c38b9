/**
 * Times ranking measures over 1,000 queries of 100 documents, 8 measures: `node
 * bench/ranking-measures.ts`.
 */
import { createRandom } from "../src/foundation/random.ts";
import { parseRankingMeasure, scoreRankings, splitMeasureNames } from "../src/evaluate/index.ts";
import { percentile } from "./statistics.ts";

const QUERIES = 1000;
const DOCUMENTS = 100;
const JUDGED = 40;
const ROUNDS = 11;

const names = "nDCG@10 R@100 RR@10 Success@5 Judged@10 AP Bpref P(rel=2,judged_only=True)@5";
const measures = splitMeasureNames(names).map(parseRankingMeasure);
const random = createRandom("bench/ranking-measures");
const drawDocument = (): string => `d${random.below(3 * DOCUMENTS)}`;
const queries = Array.from({ length: QUERIES }, (_, index) => `q${index}`);
const qrels = new Map(
  queries.map((query) => [
    query,
    new Map(Array.from({ length: JUDGED }, () => [drawDocument(), random.below(4)])),
  ]),
);
const rankings = new Map(
  queries.map((query) => {
    const documents = new Set<string>();
    while (documents.size < DOCUMENTS) documents.add(drawDocument());
    return [query, { documents: [...documents] }];
  }),
);

const times = Array.from({ length: ROUNDS }, () => {
  const start = performance.now();
  scoreRankings(measures, qrels, rankings);
  return performance.now() - start;
});
const [least, middle] = [0, 0.5].map((share) => percentile(times, share).toFixed(0));
console.log(`${QUERIES} queries x ${DOCUMENTS} documents x ${measures.length} measures`);
console.log(`least ${least} ms, median ${middle} ms of ${ROUNDS} rounds`);
