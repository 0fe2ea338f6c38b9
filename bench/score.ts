/**
 * @module Scores what the batch commands wrote.
 *
 * `node bench/score.ts --run out.trec --qrels qrels.tsv`: nDCG@10 and R@100 over all judged queries.
 * `node bench/score.ts --answers out.jsonl --queries queries.jsonl [--corpus corpus.jsonl]`:
 * coverage, answers that hold a reference, false answers, conflicts, and, with the corpus, whether
 * each quote stands at its span.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  computeNdcg,
  computeRecall,
  containsAnswer,
  parseQrels,
  parseRun,
} from "../src/evaluate/index.ts";

const { values } = parseArgs({
  options: {
    run: { type: "string" },
    qrels: { type: "string" },
    answers: { type: "string" },
    queries: { type: "string" },
    corpus: { type: "string" },
  },
});

const readLines = (path: string): readonly unknown[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));

const share = (part: number, whole: number): string =>
  whole === 0 ? "none" : `${part}/${whole} = ${(part / whole).toFixed(4)}`;

function scoreRun(runPath: string, qrelsPath: string): void {
  const qrels = parseQrels(readFileSync(qrelsPath, "utf8"), { path: qrelsPath, idsOfRuns: true });
  const run = parseRun(readFileSync(runPath, "utf8"), { path: runPath });
  const ids = [...qrels.keys()].filter((id) =>
    [...(qrels.get(id)?.values() ?? [])].some((g) => g > 0),
  );
  const mean = (of: (id: string) => number): string =>
    (ids.reduce((sum, id) => sum + of(id), 0) / Math.max(1, ids.length)).toFixed(4);
  console.log(
    `nDCG@10 ${mean((id) => computeNdcg(10, qrels.get(id), run.get(id)?.documents))}  ` +
      `R@100 ${mean((id) => computeRecall(100, qrels.get(id), run.get(id)?.documents))}  ` +
      `(${ids.length} queries)`,
  );
}

interface AnswerLine {
  readonly id: string;
  readonly answer: string;
  readonly abstained: boolean;
  readonly conflict: boolean;
  readonly citations: readonly { documentId: string; start: number; end: number; quote: string }[];
}
interface CorpusLine {
  readonly id?: string;
  readonly _id?: string;
  readonly text: string;
}
interface QueryLine {
  readonly id?: string;
  readonly _id?: string;
  readonly answers?: readonly string[];
  readonly unanswerable?: boolean;
}

function scoreAnswers(answersPath: string, queriesPath: string, corpusPath?: string): void {
  const answers = readLines(answersPath) as readonly AnswerLine[];
  const queries = new Map(
    (readLines(queriesPath) as readonly QueryLine[]).map((q) => [q._id ?? q.id ?? "", q]),
  );
  const answerable = answers.filter(({ id }) => !queries.get(id)?.unanswerable);
  const others = answers.filter(({ id }) => queries.get(id)?.unanswerable);
  const answered = answerable.filter(({ abstained }) => !abstained);
  const contained = answered.filter(({ id, answer }) =>
    containsAnswer(answer, queries.get(id)?.answers ?? []),
  );
  const given = answers.filter(({ abstained }) => !abstained);
  console.log(`answered of answerable      ${share(answered.length, answerable.length)}`);
  console.log(`reference answer contained  ${share(contained.length, answerable.length)}`);
  console.log(
    `answered of unanswerable    ${share(others.filter((a) => !a.abstained).length, others.length)}`,
  );
  console.log(
    `abstained of all            ${share(answers.length - given.length, answers.length)}`,
  );
  console.log(
    `conflicts of answers        ${share(given.filter((a) => a.conflict).length, given.length)}`,
  );
  const citations = answers.flatMap((answer) => answer.citations);
  console.log(`citations                   ${citations.length}`);
  if (corpusPath === undefined) return;
  const texts = new Map(
    (readLines(corpusPath) as readonly CorpusLine[]).map((d) => [d._id ?? d.id ?? "", d.text]),
  );
  const exact = citations.filter(
    ({ documentId, start, end, quote }) => texts.get(documentId)?.slice(start, end) === quote,
  );
  console.log(`verbatim at their span      ${share(exact.length, citations.length)}`);
}

if (values.run && values.qrels) scoreRun(values.run, values.qrels);
else if (values.answers && values.queries)
  scoreAnswers(values.answers, values.queries, values.corpus);
else throw new Error("usage: --run R --qrels Q, or --answers A --queries Q [--corpus C]");
