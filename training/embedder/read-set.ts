/** @module An open set, its judged questions and their BM25 scores, kept for the next measurement. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLines } from "../../bench/sets.ts";
import { getAnalyzer } from "../../src/engine/analysis/index.ts";
import { sha256 } from "../../src/foundation/hash.ts";

const K1 = 0.9;
const B = 0.75;

export interface MeasuredDocument {
  readonly id: string;
  readonly title: string;
  /** The title on a line of its own, where there is one, then the text. */
  readonly text: string;
}
export interface JudgedQuestion {
  readonly text: string;
  readonly grades: ReadonlyMap<string, number>;
}
export interface MeasuredSet {
  readonly name: string;
  readonly documents: readonly MeasuredDocument[];
  /** Those with a document of a grade above 0. */
  readonly questions: readonly JudgedQuestion[];
  /** A row for each question, a value for each document. */
  readonly bm25: Float32Array;
}

function readGrades(path: string): ReadonlyMap<string, Map<string, number>> {
  const grades = new Map<string, Map<string, number>>();
  for (const line of readFileSync(path, "utf8").split("\n").slice(1)) {
    const [query = "", document = "", grade = "0"] = line.split("\t");
    if (query === "") continue;
    const of = grades.get(query) ?? new Map<string, number>();
    grades.set(query, of.set(document, Number(grade)));
  }
  return grades;
}

/** Scores of every document for every question by the formula of `engine/lexical`, written out. */
function scoreAll(documents: readonly string[], questions: readonly string[]): Float32Array {
  const analyzer = getAnalyzer("en-1");
  const postings = new Map<string, { document: number; count: number }[]>();
  const lengths: number[] = [];
  for (const [document, text] of documents.entries()) {
    const { counts } = analyzer.count(text);
    let length = 0;
    for (const [term, count] of counts) {
      length += count;
      const list = postings.get(term) ?? [];
      if (list.push({ document, count }) === 1) postings.set(term, list);
    }
    lengths.push(length);
  }
  const average = lengths.reduce((sum, length) => sum + length, 0) / documents.length;
  const scores = new Float32Array(questions.length * documents.length);
  for (const [question, text] of questions.entries())
    for (const [term, weight] of analyzer.count(text).counts) {
      const list = postings.get(term) ?? [];
      const idf = Math.log(1 + (documents.length - list.length + 0.5) / (list.length + 0.5));
      for (const { document, count } of list) {
        const norm = K1 * (1 - B + (B * (lengths[document] ?? 0)) / average);
        const at = question * documents.length + document;
        scores[at] = (scores[at] ?? 0) + (weight * idf * count) / (count + norm);
      }
    }
  return scores;
}

/** @param cache a folder for what takes long and never changes. */
export function readMeasuredSet(folder: string, name: string, cache: string): MeasuredSet {
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const documents = readLines(join(folder, name, "corpus.jsonl")).map((row) => {
    const title = text(row["title"]);
    const body = text(row["text"]);
    return { id: text(row["id"]), title, text: title === "" ? body : `${title}\n${body}` };
  });
  const grades = readGrades(join(folder, name, "qrels.tsv"));
  const questions = readLines(join(folder, name, "queries.jsonl"))
    .map((row) => ({ text: text(row["text"]), grades: grades.get(text(row["id"])) ?? new Map() }))
    .filter((question) => [...question.grades.values()].some((grade) => grade > 0));
  const inputs = [
    documents.map((document) => document.text),
    questions.map((q) => q.text),
  ] as const;
  const key = sha256(JSON.stringify([K1, B, ...inputs])).slice(0, 16);
  const path = join(cache, `bm25-${name}-${key}.f32`);
  mkdirSync(cache, { recursive: true });
  if (!existsSync(path)) writeFileSync(path, new Uint8Array(scoreAll(...inputs).buffer));
  const bytes = readFileSync(path);
  const bm25 = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return { name, documents, questions, bm25 };
}
