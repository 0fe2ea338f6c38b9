import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Passage } from "../domain/passage.ts";
import { drafting, LEAVE, QUESTION, STATISTICS, storeOf } from "../testing/answers.ts";
import { createFakeGenerator } from "../testing/fake-generator.ts";
import { createFakeVerifier } from "../testing/fake-verifier.ts";
import { passageOf } from "../testing/passages.ts";
import { OPERATOR } from "../testing/store-fixtures.ts";
import { answerQuestion, type AnswerDependencies, type AnswerRequest } from "./answer-question.ts";
import type { ShownSentence } from "./cite/composition.ts";

type Change = Partial<AnswerRequest> &
  Partial<AnswerDependencies> & {
    readonly texts?: Readonly<Record<string, string>>;
  };

function begin(passages: readonly Passage[], change: Change) {
  const texts = change.texts ?? { doc_a: LEAVE, doc_b: LEAVE };
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
      store: change.store ?? storeOf(texts),
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
    told.push(sentence);
  }
  const { body, context, finish, reason } = progress.answered;
  assert.equal(body.text, told.map(({ text }) => text).join(""));
  return { ...body, told, context, finish, incompleteReason: reason };
}

describe("answerQuestion answers", () => {
  it("with sentences that passed, each with the place it is from", async () => {
    const found = await answer([passageOf(LEAVE)]);
    assert.equal(found.abstained, false);
    assert.equal(found.text, LEAVE);
    assert.deepEqual(found.sentences[0]?.citations, [1]);
    const [citation] = found.citations;
    assert.equal(LEAVE.slice(citation?.start, citation?.end), citation?.quote);
  });

  it("with places counted from the start of the document, for a merged passage", async () => {
    const before = "# Leave\n\nAn opening 😀.\n\n";
    const text = `${LEAVE}\n\nMore of it.`;
    const passage = passageOf(text, {
      span: { start: before.length, end: 0 },
      chunkIds: ["a", "b"],
    });
    const found = await answer([passage], {
      texts: { doc_a: before + text },
      generator: drafting("The weeks are paid in full.", { start: 36, end: 63 }),
    });
    const [citation] = found.citations;
    assert.equal(citation?.start, before.length + 36);
    assert.equal((before + text).slice(citation?.start, citation?.end), citation?.quote);
    assert.equal(citation?.quote, "The weeks are paid in full.");
  });

  it("with the page of the quote, not of its passage", async () => {
    const pages = [
      { page: 4, start: 0, end: 36 },
      { page: 5, start: 36, end: 100 },
    ];
    const found = await answer([passageOf(LEAVE, { page: 4 })], {
      store: storeOf({ doc_a: LEAVE }, pages),
      generator: drafting("The weeks are paid in full.", { start: 36, end: 63 }),
    });
    assert.equal(found.citations[0]?.page, 5);
  });

  it("with one number for one place", async () => {
    const span = { start: 0, end: 35 };
    const draft = {
      text: "Parents take twelve weeks of leave.",
      citations: [{ passage: 0, span }],
    };
    const found = await answer([passageOf(LEAVE)], {
      generator: createFakeGenerator({ drafts: [draft, draft] }),
    });
    assert.equal(found.citations.length, 1);
    assert.deepEqual(
      found.sentences.map(({ citations }) => citations),
      [[1], [1]],
    );
  });

  it("with list items on lines of their own, and prose that runs on", async () => {
    const text = "- weeks of leave\n- parents take leave";
    const spans = [
      { start: 0, end: 16 },
      { start: 17, end: 37 },
    ];
    const drafts = spans.map((span) => ({
      text: text.slice(span.start, span.end),
      citations: [{ passage: 0, span }],
    }));
    const generator = createFakeGenerator({ drafts });
    const found = await answer([passageOf(text)], { texts: { doc_a: text }, generator });
    assert.equal(found.text, text);
  });

  it("from what fits, a later and shorter passage included", async () => {
    const passages = [
      passageOf(LEAVE),
      passageOf("x".repeat(500), { documentId: "doc_b" }),
      passageOf("Parents take weeks.", { documentId: "doc_c" }),
    ];
    const settings = { threshold: 0.5, maxSentences: 3, maxContextLength: 100 };
    const { context } = await answer(passages, { settings });
    assert.deepEqual(context, ["in", "token_limit", "in"]);
  });
});

describe("answerQuestion cuts", () => {
  const CASES: Readonly<Record<string, readonly [Parameters<typeof answer>[1], RegExp]>> = {
    "a sentence whose place has another text by now": [
      { texts: { doc_a: LEAVE.replace("twelve", "eleven") } },
      /does not hold the quoted characters/,
    ],
    "a sentence whose source may no longer be read": [
      { texts: {} },
      /does not hold the quoted characters/,
    ],
    "a place beyond the passage": [
      { generator: drafting("Parents take twelve weeks of leave.", { start: 0, end: 900 }) },
      /a place outside of its passage/,
    ],
    "a citation of a passage that was not shown": [
      { generator: drafting("Parents take twelve weeks of leave.", undefined, 7) },
      /a passage that was not shown/,
    ],
    "a sentence that cites nothing": [
      { generator: createFakeGenerator({ drafts: [{ text: "Parents.", citations: [] }] }) },
      /cites nothing/,
    ],
    "a sentence that the verifier fails": [
      { generator: drafting("Parents take 99 weeks of leave.") },
      /99 is not in the source/,
    ],
  };
  for (const [name, [change, failure]] of Object.entries(CASES))
    it(`${name}, and abstains when nothing is left`, async () => {
      const found = await answer([passageOf(LEAVE)], change);
      assert.equal(found.sentences[0]?.verdict, "cut");
      assert.match(found.sentences[0]?.failures.join() ?? "", failure);
      assert.deepEqual(found.sentences[0]?.citations, []);
      assert.deepEqual(
        [found.abstained, found.reason, found.text, found.citations],
        [true, "checks-failed", "", []],
      );
    });

  it("one sentence and keeps the others", async () => {
    const found = await answer([passageOf(LEAVE)], {
      generator: createFakeGenerator({
        drafts: [
          { text: "Parents take 99 weeks.", citations: [{ passage: 0 }] },
          { text: "The weeks are paid in full.", citations: [{ passage: 0 }] },
        ],
      }),
    });
    assert.equal(found.text, "The weeks are paid in full.");
    assert.deepEqual(
      found.sentences.map(({ verdict }) => verdict),
      ["cut", "passed"],
    );
  });
});

describe("answerQuestion abstains", () => {
  const unused = createFakeGenerator({ drafts: [{ text: "Made up.", citations: [] }] });

  it("from a question without words", async () => {
    const found = await answer([passageOf(LEAVE)], { question: "?!", generator: unused });
    assert.deepEqual([found.abstained, found.reason], [true, "empty-question"]);
  });

  it("without passages", async () => {
    const found = await answer([], { generator: unused });
    assert.deepEqual([found.reason, found.confidence, found.sentences], ["no-passages", 0, []]);
    assert.match(found.message ?? "", /documents you may read/);
  });

  it("from passages that do not speak of it", async () => {
    const found = await answer([passageOf("The canteen opens at noon.")], { generator: unused });
    assert.deepEqual([found.abstained, found.reason], [true, "weak-evidence"]);
    assert.ok(found.confidence < 0.5);
  });

  it("below the threshold that is set, and not above it", async () => {
    const settings = { threshold: 1, maxSentences: 3, maxContextLength: 10_000 };
    const strict = await answer([passageOf(LEAVE)], { settings });
    assert.equal(strict.reason, "weak-evidence");
    const lenient = await answer([passageOf("The canteen opens at noon.")], {
      settings: { ...settings, threshold: 0 },
      texts: { doc_a: "The canteen opens at noon." },
    });
    assert.equal(lenient.abstained, false);
  });
});

describe("answerQuestion and writers that do not end", () => {
  for (const finish of ["incomplete", "cut"] as const)
    it(`reports a draft as incomplete when its writer ends with ${finish}`, async () => {
      const found = await answer([passageOf(LEAVE)], {
        generator: createFakeGenerator({ finish }),
      });
      assert.equal(found.finish, "incomplete");
    });
});

describe("answerQuestion and conflicts", () => {
  const OTHER = "Parents take 16 weeks of leave.";
  const FIRST = "Parents take 12 weeks of leave.";

  it("adds the side that the draft left out, and cites both", async () => {
    const found = await answer(
      [passageOf(FIRST), passageOf(OTHER, { documentId: "doc_b", key: "b.md" })],
      {
        texts: { doc_a: FIRST, doc_b: OTHER },
        generator: drafting(FIRST, { start: 0, end: FIRST.length }),
      },
    );
    const [conflict] = found.conflicts;
    assert.deepEqual(conflict, {
      kind: "number",
      citations: [1, 2],
      values: ["12 weeks", "16 weeks"],
    });
    assert.deepEqual(
      found.citations.map(({ key, quote }) => [key, quote]),
      [
        ["a.md", FIRST],
        ["b.md", OTHER],
      ],
    );
    assert.ok(found.text.includes(OTHER));
  });

  it("says nothing of a disagreement that the answer does not touch", async () => {
    const canteen = "The canteen opens at noon.";
    const found = await answer(
      [passageOf(`${canteen}\n${FIRST}`), passageOf(OTHER, { documentId: "doc_b", key: "b.md" })],
      {
        texts: { doc_a: `${canteen}\n${FIRST}`, doc_b: OTHER },
        generator: drafting(canteen, { start: 0, end: canteen.length }),
      },
    );
    assert.deepEqual(found.conflicts, []);
    assert.equal(found.text, canteen);
  });

  it("drops the conflict with the side that failed its check", async () => {
    const found = await answer(
      [passageOf(FIRST), passageOf(OTHER, { documentId: "doc_b", key: "b.md" })],
      { texts: { doc_a: FIRST }, generator: drafting(FIRST, { start: 0, end: FIRST.length }) },
    );
    assert.deepEqual(found.conflicts, []);
    assert.equal(found.citations.length, 1);
  });
});
