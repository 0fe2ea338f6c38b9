/** @module Judgments of documents in BEIR's form, each known by its line. */
import type { Part } from "../../../domain/golden-set.ts";
import { listQrels, toText, type GoldenFiles } from "../files.ts";
import type { Mistakes } from "./mistakes.ts";

/** Of grades in our own layout; open sets may go below and beyond. */
const BEST_GRADE = 3;

export interface JudgedQuery {
  readonly grades: Map<string, number>;
  /** As the file's name says. */
  readonly part: Part | undefined;
  /** `file line n` of each document's judgment. */
  readonly places: Map<string, string>;
}

export interface QrelsOptions {
  /** Of the questions; a judgment of another one is a mistake. Absent: any. */
  readonly known?: ReadonlySet<string>;
  /** Grades from 0 to 3 alone, as our own layout has them. */
  readonly strict: boolean;
}

/** By query id. A header line, blank lines and a missing file are no mistakes. */
export function readQrels(
  files: GoldenFiles,
  options: QrelsOptions,
  mistakes: Mistakes,
): ReadonlyMap<string, JudgedQuery> {
  const judged = new Map<string, JudgedQuery>();
  for (const { path, part } of listQrels(files)) {
    for (const [index, line] of toText(files.get(path)).split(/\r?\n/).entries()) {
      if (line.trim() === "" || (index === 0 && line.startsWith("query-id"))) continue;
      const mistake = addLine(line, { path, part, number: index + 1 }, options, judged);
      if (mistake !== undefined) mistakes.add(path, index + 1, mistake);
    }
  }
  return judged;
}

interface Place {
  readonly path: string;
  readonly part: Part | undefined;
  readonly number: number;
}

/** @returns what is wrong with the line. */
function addLine(
  line: string,
  { path, part, number }: Place,
  { known, strict }: QrelsOptions,
  judged: Map<string, JudgedQuery>,
): string | undefined {
  const [query, document, score, ...rest] = line.split("\t");
  if (!query || !document || score === undefined || rest.length > 0)
    return "not query-id, corpus-id and score, parted by tabs";
  if (!/^-?\d{1,9}$/.test(score.trim())) return `the score ${score.slice(0, 40)} is no integer`;
  const grade = Number(score);
  if (strict && (grade < 0 || grade > BEST_GRADE)) return `the grade ${grade} is not 0 to 3`;
  if (known && !known.has(query)) return `there is no question ${query}`;
  const found = judged.get(query) ?? { grades: new Map(), part, places: new Map() };
  if (found.part !== part) return `the question ${query} is judged in another part too`;
  const before = found.places.get(document);
  if (before !== undefined) return `${query} and ${document} are judged in ${before} too`;
  found.grades.set(document, grade);
  found.places.set(document, `${path} line ${number}`);
  judged.set(query, found);
  return undefined;
}
