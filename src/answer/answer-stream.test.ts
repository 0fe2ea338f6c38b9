import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Passage } from "../domain/passage.ts";
import type { Generator } from "../ports/generator.ts";
import { drafting, LEAVE, QUESTION, STATISTICS, storeOf } from "../testing/answers.ts";
import { createFakeGenerator } from "../testing/fake-generator.ts";
import { createFakeVerifier } from "../testing/fake-verifier.ts";
import { passageOf } from "../testing/passages.ts";
import { OPERATOR } from "../testing/store-fixtures.ts";
import { answerQuestion, type AnswerDependencies, type AnswerRequest } from "./answer-question.ts";
import type { ShownSentence } from "./cite/composition.ts";

type Change = Partial<AnswerRequest> & Partial<AnswerDependencies> & { readonly log?: string[] };

function begin(passages: readonly Passage[], change: Change) {
  return answerQuestion(
    OPERATOR,
    {
      id: "ans_0123456789abcdef0123",
      question: change.question ?? QUESTION,
      history: change.history,
      standalone: change.standalone,
      language: "en",
      passages,
      statistics: change.statistics ?? STATISTICS,
    },
    {
      store: storeOf({ doc_a: LEAVE, doc_b: LEAVE }),
      generator: change.generator ?? createFakeGenerator(),
      verifier: change.verifier ?? createFakeVerifier(),
      settings: change.settings ?? { threshold: 0.5, maxSentences: 3, maxContextLength: 10_000 },
      signal: change.signal,
    },
  );
}

async function answer(passages: readonly Passage[], change: Change = {}) {
  const progress = begin(passages, change);
  const told: ShownSentence[] = [];
  for await (const sentence of progress) {
    change.log?.push(`told ${sentence.text}`);
    told.push(sentence);
  }
  const { body, context, finish, reason } = progress.answered;
  assert.equal(body.text, told.map(({ text }) => text).join(""));
  return { ...body, told, context, finish, incompleteReason: reason };
}

describe("answerQuestion tells", () => {
  const FIRST = { start: 0, end: 35 };
  const SECOND = { start: 36, end: 63 };
  const drafts = [FIRST, SECOND].map((span) => ({
    text: LEAVE.slice(span.start, span.end),
    citations: [{ passage: 0, span }],
  }));

  it("each sentence as it passes, before the next is drafted, with its citations", async () => {
    const log: string[] = [];
    const generator: Generator = {
      ...createFakeGenerator(),
      async *generate() {
        for (const draft of drafts) {
          log.push(`drafted ${draft.text}`);
          yield { type: "sentence-drafted", ...draft };
        }
        yield { type: "draft-finished", finish: "stop" };
      },
    };
    const { told } = await answer([passageOf(LEAVE)], { generator, log });
    assert.deepEqual(log, [
      "drafted Parents take twelve weeks of leave.",
      "told Parents take twelve weeks of leave.",
      "drafted The weeks are paid in full.",
      "told  The weeks are paid in full.",
    ]);
    assert.deepEqual(
      told.map(({ citations }) => citations.map(({ number, quote }) => [number, quote])),
      [[[1, drafts[0]?.text]], [[2, drafts[1]?.text]]],
    );
  });

  it("nothing of a sentence that is cut", async () => {
    const bad = { text: "Parents take 99 weeks.", citations: [{ passage: 0 }] };
    const generator = createFakeGenerator({ drafts: [bad, ...drafts] });
    const { told, sentences } = await answer([passageOf(LEAVE)], { generator });
    assert.deepEqual(
      told.map(({ text }) => text),
      ["Parents take twelve weeks of leave.", " The weeks are paid in full."],
    );
    assert.equal(sentences[0]?.verdict, "cut");
  });

  it("the place that the verifier found, where the writer named a passage alone", async () => {
    const generator = drafting("The weeks are paid in full.");
    const { citations } = await answer([passageOf(LEAVE)], { generator });
    assert.deepEqual(
      citations.map(({ quote }) => quote),
      ["The weeks are paid in full."],
    );
  });

  it("what passed, incomplete, when the writer fails behind it", async () => {
    const generator = createFakeGenerator({
      drafts: drafts.slice(0, 1),
      finish: new Error("gone"),
    });
    const found = await answer([passageOf(LEAVE)], { generator });
    assert.deepEqual([found.finish, found.incompleteReason], ["incomplete", "upstream: gone"]);
    assert.equal(found.text, drafts[0]?.text);
    assert.equal(found.abstained, false);
  });

  it("the failure of a writer of whom nothing had passed", async () => {
    const bad = { text: "Parents take 99 weeks.", citations: [{ passage: 0 }] };
    const finish = new Error("gone");
    for (const drafted of [[], [bad]])
      await assert.rejects(
        answer([passageOf(LEAVE)], { generator: createFakeGenerator({ drafts: drafted, finish }) }),
        finish,
      );
  });

  it("that the documents do not answer, when the writer says so", async () => {
    const generator = createFakeGenerator({ drafts: [], finish: "unanswered" });
    const found = await answer([passageOf(LEAVE)], { generator });
    assert.deepEqual(
      [found.abstained, found.reason, found.finish],
      [true, "weak-evidence", "stop"],
    );
  });

  it("an incomplete answer without text as such, and not as an abstention", async () => {
    const generator = createFakeGenerator({ drafts: [], finish: "incomplete" });
    const found = await answer([passageOf(LEAVE)], { generator });
    assert.deepEqual([found.abstained, found.text, found.finish], [false, "", "incomplete"]);
  });

  it("nothing more once its iteration has ended, and ends the writer's", async () => {
    let ended = false;
    const generator: Generator = {
      ...createFakeGenerator(),
      async *generate() {
        try {
          for (const draft of drafts) yield { type: "sentence-drafted", ...draft };
        } finally {
          ended = true;
        }
      },
    };
    const progress = begin([passageOf(LEAVE)], { generator });
    for await (const _ of progress) break;
    assert.ok(ended);
    const { body, finish, reason } = progress.answered;
    assert.deepEqual([body.text, finish, reason], [drafts[0]?.text, "incomplete", "stopped"]);
  });
});

describe("answerQuestion in a conversation", () => {
  const statistics = {
    chunks: 100,
    terms: [...STATISTICS.terms, { term: "paid", documents: 2 }, { term: "soon", documents: 0 }],
  };
  const history = [
    { role: "user", text: QUESTION },
    { role: "assistant", text: "Twelve." },
  ] as const;
  const confidenceOf = async (change: Partial<AnswerRequest>) =>
    (await answer([passageOf(LEAVE)], { statistics, ...change })).confidence;

  it("takes a question that names nothing for the one before, as sure and as unsure", async () => {
    const weak = passageOf("Bicycle garages. Some weeks are rainy.");
    const confidenceIn = async (change: Partial<AnswerRequest>) =>
      (await answer([weak], change)).confidence;
    const before = await confidenceIn({ question: QUESTION });
    assert.ok(Math.abs((await confidenceIn({ question: "And why?", history })) - before) < 0.02);
    assert.equal(await confidenceOf({ question: "And why?" }), 0);
    assert.ok((await confidenceOf({ question: "And why?", history })) > 0.5);
  });

  it("is surer of a short question whose subject was named before", async () => {
    const alone = await confidenceOf({ question: "Paid soon?" });
    assert.ok((await confidenceOf({ question: "Paid soon?", history })) > alone);
  });

  it("stays unsure of what the passages do not speak of", async () => {
    const found = await answer([passageOf(LEAVE)], {
      statistics,
      question: "Which parking garage charges electric bicycles?",
      history,
    });
    assert.equal(found.reason, "weak-evidence");
  });

  it("weighs a question that was rewritten by the rewrite alone", async () => {
    const standalone = "Do parents take weeks of leave?";
    assert.equal(
      await confidenceOf({ question: "And why?", standalone, history }),
      await confidenceOf({ question: standalone }),
    );
  });

  it("lets a sentence repeat what the asker said before, and not what a reply said", async () => {
    const said = (role: "user" | "assistant") =>
      answer([passageOf(LEAVE)], {
        generator: drafting("Parents of Otto take twelve weeks of leave."),
        history: [{ role, text: "It is about Otto." }],
      });
    assert.equal((await said("user")).sentences[0]?.verdict, "passed");
    assert.equal((await said("assistant")).sentences[0]?.verdict, "cut");
  });
});
