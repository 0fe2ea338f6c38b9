/**
 * XQuAD by language: `node bench/languages.ts --sets SETS`.
 *
 * nDCG@10 of the lexical leg as it ships, each language in a collection of its own and all of them
 * in one. Then the extractive answerer on each language's own collection, every fourth question: the
 * share answered, answered with sentences that hold the gold answer, and refused once the gold
 * passage is gone. Then the share of every second text whose language is detected, and of those
 * whose language is mistaken; the thresholds were chosen on the others.
 */
import { parseArgs } from "node:util";
import { toEvidenceQuestion } from "../src/answer/abstain/evidence-question.ts";
import { weighPassages } from "../src/answer/abstain/weigh.ts";
import type { Passage } from "../src/domain/passage.ts";
import { analyzerIdFor, detectLanguage, getAnalyzer } from "../src/engine/analysis/index.ts";
import { answerThreshold, selectSentences } from "../src/engine/evidence/index.ts";
import {
  collectStatistics,
  encodeSegment,
  openSegment,
  readBlocks,
  searchBm25,
  type SearchSegment,
} from "../src/engine/lexical/index.ts";
import { computeNdcg, containsAnswer } from "../src/evaluate/index.ts";
import { toQuestionTerms } from "../src/retrieve/index.ts";
import { passageOf } from "../src/testing/passages.ts";
import { findSets, readLines } from "./sets.ts";

const BM25 = { k1: 0.9, b: 0.75 };
const TOP = 8;
const ANSWERED_EVERY = 4;

interface Text {
  readonly id: string;
  readonly text: string;
  readonly language: string;
}
interface Question extends Text {
  readonly passage: string;
  readonly answers: readonly string[];
}
interface Collection {
  readonly texts: readonly Text[];
  readonly analyzer: string;
  readonly segment: SearchSegment["segment"];
}

const { values } = parseArgs({ options: { sets: { type: "string" } } });
const folder = `${findSets(values.sets)}/xquad`;

interface Line {
  readonly id: string;
  readonly text: string;
  readonly answers?: readonly string[];
  readonly meta: { readonly lang: string; readonly passage?: string };
}

const read = (file: string): readonly Question[] =>
  readLines(`${folder}/${file}`).map((line) => {
    const { id, text, answers = [], meta } = line as unknown as Line; // as its provenance says
    return { id, text, language: meta.lang, passage: meta.passage ?? "", answers };
  });

const texts = read("corpus.jsonl");
const questions = read("queries.jsonl");
const LANGUAGES = [...new Set(texts.map(({ language }) => language))];

function makeCollection(language: string): Collection {
  const own = texts.filter((text) => text.language === language);
  const analyzer = analyzerIdFor(language);
  const { count } = getAnalyzer(analyzer);
  const blocks = encodeSegment(own.map(({ text }) => count(text)));
  return { texts: own, analyzer, segment: openSegment(readBlocks(blocks), own.length) };
}

interface Hits {
  readonly texts: readonly Text[];
  readonly scores: readonly number[];
  readonly statistics: Parameters<typeof toEvidenceQuestion>[0]["statistics"];
}

/** @param without id of a passage that is not there. */
function search(collections: readonly Collection[], question: string, without?: string): Hits {
  const parts = collections.map(({ segment, analyzer, texts: own }): SearchSegment => ({
    segment,
    terms: toQuestionTerms(question, analyzer),
    allowed:
      without === undefined ? undefined : Uint8Array.from(own, ({ id }) => +(id !== without)),
    wanted: undefined,
  }));
  const statistics = collectStatistics(parts);
  const hits = searchBm25(parts, statistics, { ...BM25, k: 10 });
  const found = hits.flatMap(({ segment, ordinal }) => {
    const text = collections[segment]?.texts[ordinal];
    return text ? [text] : [];
  });
  const terms = [...statistics.documentFrequency].map(([term, documents]) => ({ term, documents }));
  return {
    texts: found,
    scores: hits.map(({ score }) => score),
    statistics: { chunks: statistics.chunks, terms },
  };
}

const toPassage = ({ id, text, language }: Text, index: number, score: number): Passage =>
  passageOf(text, {
    documentId: id,
    language,
    analyzer: analyzerIdFor(language),
    headings: [],
    rank: index + 1,
    score,
  });

/** The answer, or `undefined` when there is too little for one. */
function answer(
  question: Question,
  { texts: found, scores, statistics }: Hits,
): string | undefined {
  const passages = found
    .slice(0, TOP)
    .map((text, index) => toPassage(text, index, scores[index] ?? 0));
  const language = detectLanguage(question.text) ?? found[0]?.language ?? "en";
  const asked = toEvidenceQuestion({ question: question.text, language, statistics }, passages);
  const { evidence } = weighPassages(asked, passages);
  if (evidence.confidence < answerThreshold) return undefined;
  return selectSentences(evidence, passages)
    .map(({ passage, start, end }) => passages[passage]?.text.slice(start, end) ?? "")
    .join("\n");
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
const print = (...cells: readonly (string | number)[]): void =>
  console.log(cells.map((cell) => (typeof cell === "number" ? cell.toFixed(4) : cell)).join("\t"));

const byLanguage = new Map(LANGUAGES.map((language) => [language, makeCollection(language)]));
const all = [...byLanguage.values()];

const gain = ({ text, passage }: Question, collections: readonly Collection[]): number =>
  computeNdcg(
    10,
    new Map([[passage, 1]]),
    search(collections, text).texts.map((found) => found.id),
  );

print("nDCG@10", "own", "all", "loss");
for (const [language, own] of byLanguage) {
  const asked = questions.filter((question) => question.language === language);
  const alone = mean(asked.map((question) => gain(question, [own])));
  const together = mean(asked.map((question) => gain(question, all)));
  print(language, alone, together, alone - together);
}

print("\nanswers", "given", "with gold", "refused without gold");
for (const [language, own] of byLanguage) {
  const asked = questions
    .filter((question) => question.language === language)
    .filter((_, index) => index % ANSWERED_EVERY === 0);
  const answers = asked.map((question) => answer(question, search([own], question.text)));
  const isGold = ({ answers: gold }: Question, index: number): boolean =>
    containsAnswer(answers[index] ?? "", gold);
  const without = asked.map((question) =>
    answer(question, search([own], question.text, question.passage)),
  );
  print(
    language,
    answers.filter((given) => given !== undefined).length / asked.length,
    asked.filter(isGold).length / asked.length,
    without.filter((given) => given === undefined).length / asked.length,
  );
}

print("\ndetected", "passages", "mistaken", "first 12 words", "mistaken", "questions", "mistaken");
for (const language of LANGUAGES) {
  const ofLanguage = (from: readonly Text[]): readonly string[] =>
    from
      .filter((text, index) => text.language === language && index % 2 === 1)
      .map(({ text }) => text);
  const passages = ofLanguage(texts);
  const starts = passages.map((text) => text.split(/\s+/).slice(0, 12).join(" "));
  const shares = [passages, starts, ofLanguage(questions)].flatMap((group) => {
    const found = group.map((text) => detectLanguage(text));
    const right = found.filter((each) => each === language).length;
    const unsure = found.filter((each) => each === undefined).length;
    return [right / group.length, (group.length - right - unsure) / group.length];
  });
  print(language, ...shares);
}
