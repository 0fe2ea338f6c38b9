/**
 * @module Writes examples/vocabulary-gap: a pharmacy's records, and questions that spell by ear.
 *
 * Each of 420 records names a medicine, all of them invented. Of 360 questions half write its name as
 * the record does, and half as it sounds: "fenomirazol" for "phenomirazol". Everyday words stand in
 * questions and records alike and go together by chance, so that BM25 always finds something. The
 * questions of `train` and `test` share no medicine and no asker.
 *
 * The design was made with another seed. Expected of this one, written down before anything was run
 * with it: `tune reranker` gains at least 10 points of nDCG@10 on held-out folds, with an interval
 * above 0; its release passes the promotion gate on `test`; there the questions that write names as
 * the records do lose less than 2 points.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRandom, type Random } from "../src/foundation/random.ts";

const FOLDER = "examples/vocabulary-gap";
const SEED = "vocabulary-gap";
const RECORDS = 420;
const QUESTIONS = 360;
/** The others judge. */
const TRAIN = 260;

const split = (words: string): readonly string[] => words.split(" ");
/** Of each name either the beginning or the middle is written otherwise than it is said. */
const SPELLED = {
  begin: split("pheno chlori physa rhodi thora xyle quina pseudo"),
  middle: split("thora phyli quina cyclo chryso"),
};
const PLAIN = {
  begin: split("vela moru tabi doru nilu gapo selo brami karo fendi lupe zobi"),
  middle: split("mira dolu tane vori buno gare leso pavi"),
  end: split("zol mab dine tral vone pril stat gen lide dox"),
};
const BY_EAR: readonly (readonly [written: string, said: string])[] = [
  ["pseudo", "soodo"],
  ["chryso", "kriso"],
  ["chl", "kl"],
  ["ph", "f"],
  ["rh", "r"],
  ["th", "t"],
  ["xyle", "zile"],
  ["qu", "kw"],
  ["cyc", "sic"],
];

const PLACES = split("first second third last");
const TIMES = split("morning evening night week month summer");
const COLORS = split("red white black green blue");
/** Who asks: training and test questions come from different people, so that no wording is in both. */
const PEOPLE = {
  train: split("families guests drivers teachers farmers players doctors neighbors artists"),
  test: split("visitors students engineers workers children members lawyers singers soldiers"),
};

const BEFORE = split("where-is is-there have-we-any do-we-have who-has how-much");
const BEHIND = split("for-the from-the with-the");

function pick<T>(random: Random, list: readonly T[]): T {
  const found = list[random.below(list.length)];
  if (found === undefined) throw new RangeError("there is nothing to pick from");
  return found;
}

function makeName(random: Random): string {
  const isFirst = random.below(2) === 0;
  const begin = pick(random, isFirst ? SPELLED.begin : PLAIN.begin);
  const middle = pick(random, isFirst ? PLAIN.middle : SPELLED.middle);
  return begin + middle + pick(random, PLAIN.end);
}

const spellByEar = (name: string): string =>
  BY_EAR.reduce((said, [written, sound]) => said.replaceAll(written, sound), name);

/** By path below the folder; equal seeds give equal files. */
export function plantVocabularyGap(seed = SEED): ReadonlyMap<string, string> {
  const random = createRandom(seed);
  const names = new Set<string>();
  while (names.size < RECORDS) names.add(makeName(random));
  const records = [...names].map((name) => {
    const place = `shelf ${1 + random.below(90)} of the ${pick(random, PLACES)} room, in a ${pick(random, COLORS)} box`;
    const use = `The ${pick(random, [...PEOPLE.train, ...PEOPLE.test])} get it every ${pick(random, TIMES)}`;
    return { _id: name, text: `We keep ${name} on ${place}. ${use}.` };
  });
  const questions = [...names].slice(0, QUESTIONS).map((name, index) => {
    const stratum = index % 2 === 0 ? "by-ear" : "as-written";
    const asked = stratum === "by-ear" ? spellByEar(name) : name;
    const part = index < TRAIN ? "train" : "test";
    const [before, behind] = [pick(random, BEFORE), pick(random, BEHIND)];
    const text = `${before} ${asked} ${behind} ${pick(random, PEOPLE[part])}?`;
    return {
      _id: name,
      text: text.replaceAll("-", " "),
      metadata: { collection: "pharmacy", part, stratum, origin: "written" },
    };
  });
  const toQrels = (part: string): string => {
    const own = questions.filter(({ metadata }) => metadata.part === part);
    const rows = own.map(({ _id }) => `${_id}\t${_id}\t1\n`);
    return `query-id\tcorpus-id\tscore\n${rows.join("")}`;
  };
  return new Map([
    ["records.jsonl", toLines(records)],
    ["golden/queries.jsonl", toLines(questions)],
    ["golden/qrels/train.tsv", toQrels("train")],
    ["golden/qrels/test.tsv", toQrels("test")],
  ]);
}

const toLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

if (import.meta.main)
  for (const [path, text] of plantVocabularyGap()) {
    mkdirSync(dirname(join(FOLDER, path)), { recursive: true });
    writeFileSync(join(FOLDER, path), text);
  }
