/**
 * @module Writes what every analyzer makes of tests/fixtures/languages/handbook.json, as the frozen
 * record that the tests hold it to: words as they are segmented, and terms. A record that changes
 * without a new analyzer id means that stored indexes no longer match.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { analyzerIdFor, getAnalyzer } from "../src/engine/analysis/index.ts";
import { segmentText } from "../src/engine/analysis/segment.ts";

const FOLDER = "tests/fixtures/languages";
const Handbook = z.record(
  z.string(),
  z.object({
    sentences: z.array(z.string()),
    questions: z.array(z.tuple([z.string(), z.int()])),
    unanswerable: z.array(z.string()),
  }),
);

const handbook = Handbook.parse(JSON.parse(readFileSync(`${FOLDER}/handbook.json`, "utf8")));
const record = Object.entries(handbook).map(([language, page]) => {
  const texts = [...page.sentences, ...page.questions.map(([text]) => text), ...page.unanswerable];
  const analyzer = analyzerIdFor(language);
  const segmenter = new Intl.Segmenter(language, { granularity: "word" });
  return [
    language,
    {
      analyzer,
      texts: texts.map((text) => ({
        words: segmentText(text, segmenter)
          .map(({ text: word }) => word)
          .join("|"),
        terms: getAnalyzer(analyzer)
          .analyze(text)
          .map(({ term }) => term)
          .join(" "),
      })),
    },
  ];
});
writeFileSync(`${FOLDER}/terms.json`, `${JSON.stringify(Object.fromEntries(record), null, 2)}\n`);
