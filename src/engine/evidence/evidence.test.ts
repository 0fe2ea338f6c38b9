import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getAnalyzer } from "../analysis/index.ts";
import { answerThreshold } from "./constants.ts";
import { weighEvidence, type EvidencePassage, type EvidenceQuestion } from "./evidence.ts";
import { selectSentences } from "./select.ts";

const known = new Set("how mani dai annual leav do employe get can i return kit what".split(" "));

function ask(text: string, language = "en"): EvidenceQuestion {
  const terms = getAnalyzer("en-1")
    .analyze(text)
    .map(({ term }) => term);
  return {
    text,
    language,
    passageCount: 100,
    terms: [...new Set(terms)].map((term) => ({
      term,
      idf: known.has(term) ? 4 : 9,
      known: known.has(term),
    })),
  };
}

function passage(text: string, breadcrumb = "", score = 5): EvidencePassage {
  return { text, breadcrumb, score, language: "en", analyzerId: "en-1" };
}

const leave = passage(
  "Our benefits are broad. Employees get 25 days of annual leave. Unused leave expires in March.",
  "Handbook > Leave",
);

describe("weighEvidence", () => {
  it("is confident when a sentence covers the question and points at it", () => {
    const found = weighEvidence(ask("How many days of annual leave do employees get?"), [leave]);
    assert.ok(found.confidence >= answerThreshold);
    const [best] = found.sentences;
    assert.equal(
      leave.text.slice(best?.start, best?.end),
      "Employees get 25 days of annual leave.",
    );
    assert.deepEqual(found.missing, []);
  });

  it("is not confident when the rare words are unknown, and names them", () => {
    const found = weighEvidence(ask("How many moons of Jupiter did Galileo get?"), [leave]);
    assert.ok(found.confidence < answerThreshold);
    assert.deepEqual(found.missing, ["moon", "jupit", "galileo"]);
  });

  it("gives 0 without passages, terms or matches", () => {
    assert.deepEqual(weighEvidence(ask("annual leave?"), []), {
      confidence: 0,
      sentences: [],
      missing: [],
    });
    assert.equal(weighEvidence(ask("the of"), [leave]).confidence, 0);
    assert.equal(weighEvidence(ask("Quasar?"), [leave]).confidence, 0);
  });

  it("counts the breadcrumb and stays within [0, 1]", () => {
    const question = ask("How long can I return the kit?");
    const bare = weighEvidence(question, [passage("It goes back within 30 days.")]);
    const titled = weighEvidence(question, [
      passage("It goes back within 30 days.", "Returns > Kit"),
    ]);
    assert.ok(titled.confidence > bare.confidence);
    assert.ok(titled.confidence <= 1 && bare.confidence >= 0);
  });

  it("reads terms of a passage's own analyzer only", () => {
    const question: EvidenceQuestion = {
      text: "annual leave",
      language: "en",
      passageCount: 100,
      terms: [
        { term: "annual", idf: 4, known: true, analyzerId: "en-1" },
        { term: "leave", idf: 9, known: false, analyzerId: "und-1" },
        { term: "leav", idf: 4, known: true, analyzerId: "en-1" },
      ],
    };
    assert.deepEqual(weighEvidence(question, [leave]).missing, []);
  });

  it("is deterministic and orders ties by passage and place", () => {
    const same = [passage("Alpha kit. Beta kit.", "", 1), passage("Gamma kit.", "", 1)];
    const found = weighEvidence(ask("kit"), same);
    assert.deepEqual(found, weighEvidence(ask("kit"), same));
    assert.deepEqual(
      found.sentences.map((sentence) => sentence.passage),
      [0, 0, 1],
    );
  });
});

const select = (
  question: string,
  passages: readonly EvidencePassage[],
  maxSentences = 3,
): string[] =>
  selectSentences(weighEvidence(ask(question), passages), passages, { maxSentences }).map(
    ({ passage: index, start, end }) => passages[index]?.text.slice(start, end) ?? "",
  );

describe("selectSentences", () => {
  it("returns at most the limit, in reading order, without repeats", () => {
    const passages = [leave, passage("Employees get 25 days of annual leave!", "", 4)];
    const chosen = select("How many days of annual leave do employees get?", passages, 2);
    assert.ok(chosen.length <= 2);
    assert.equal(new Set(chosen.map((text) => text.replace(/\W/g, ""))).size, chosen.length);
  });

  it("brings the items of a list that the best sentence introduces", () => {
    const list = passage(
      "To return the kit you can do this:\n- Pack it.\n- Post it.\n\nWe pay. You wait.",
    );
    assert.deepEqual(select("How can I return the kit?", [list]), [
      "To return the kit you can do this:",
      "- Pack it.",
      "- Post it.",
    ]);
  });
});
