import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SourceDocument } from "./sections.ts";
import { createFakeQuestionMaker } from "../../../testing/fake-question-maker.ts";
import { plainTools } from "../../../testing/plain-text-tools.ts";
import { computeCopiedShare, findRejection, saysTheSame } from "./accept-proposal.ts";
import { askModel, type AskModelOptions, type Attempt, type StopReason } from "./ask-model.ts";
import { orderSections, type SampledSection } from "./sample-sections.ts";
import { listSections } from "./sections.ts";

const SECTION = "Every parent gets 16 weeks of fully paid leave after the birth of a child.";
const GOOD = {
  question: "My baby comes soon, how long may I be at home?",
  answer: "16 weeks",
  quote: "16 weeks of fully paid leave",
};
const reject = (change: Partial<typeof GOOD>) =>
  findRejection({ ...GOOD, ...change }, { section: SECTION, language: "en" }, plainTools);

describe("findRejection", () => {
  it("finds nothing against a question that somebody could ask", () => {
    assert.equal(reject({}), undefined);
  });

  it("rejects what gives itself away", () => {
    assert.equal(reject({ quote: "18 weeks of fully paid leave" }), "quote-not-verbatim");
    assert.equal(reject({ question: "What does the document say of birth?" }), "names-the-text");
    assert.equal(reject({ question: "Are 16 weeks all?" }), "answer-in-question");
    assert.equal(
      reject({ question: "When is fully paid leave after the birth of a child due?" }),
      "copies-the-source",
    );
    const german = { ...plainTools, detectLanguage: () => "de" };
    const given = { section: SECTION, language: "en-US" };
    assert.equal(findRejection(GOOD, given, german), "wrong-language");
  });

  it("takes a quote whatever its typography", () => {
    assert.equal(reject({ quote: "16 weeks  of\nfully paid leave" }), undefined);
  });
});

describe("computeCopiedShare", () => {
  it("is the longest run of content terms that the source holds, of all", () => {
    const share = (question: string) => computeCopiedShare(question, SECTION, "en", plainTools);
    // gets 16 weeks fully paid: 3 of "gets 16 weeks home"
    assert.equal(share("Who gets 16 weeks at home?"), 0.75);
    assert.equal(share("paid leave?"), 0);
  });
});

describe("saysTheSame", () => {
  it("asks for equal numbers and much the same words", () => {
    assert.ok(saysTheSame("16 weeks", "16 weeks.", "en"));
    assert.ok(!saysTheSame("16 weeks", "18 weeks", "en"));
    assert.ok(!saysTheSame("16 weeks", "It depends on 16 things", "en"));
    assert.ok(!saysTheSame("16 weeks", undefined, "en"));
  });
});

/** One section of 40 words a document, each with a fact of its own. */
function makeSections(count: number, collection = "hr", access = "a"): readonly SampledSection[] {
  return Array.from({ length: count }, (_, i) => {
    const filler = Array.from({ length: 40 }, (_word, at) => `${collection}${i}w${at}`).join(" ");
    const text = `Rule ${i} grants ${i + 10} days. ${filler}.`;
    const key = `${collection}/d${i}.md`;
    const blocks = [{ kind: "paragraph" as const, start: 0, end: text.length }];
    const document: SourceDocument = { key, collection, title: key, language: "en", text, blocks };
    const [section] = listSections(document);
    assert.ok(section);
    return { ...section, id: key, access };
  });
}

const maker = () =>
  createFakeQuestionMaker({
    propose: (section) => {
      const [quote = "", rule = "", days = ""] =
        /^Rule (\d+) grants (\d+) days/.exec(section) ?? [];
      return {
        question: `Case q${rule} number n${rule} gives how much time?`,
        answer: `${days} days`,
        quote,
      };
    },
    answer: (question, section) =>
      section && `${/grants (\d+) days/.exec(section)?.[1] ?? ""} days`,
  });

const OPTIONS: AskModelOptions = {
  count: 5,
  maxCalls: 100,
  maxCostUsd: 1,
  roles: ["a nurse"],
  known: [],
  tools: plainTools,
};

async function run(
  sections: readonly SampledSection[],
  options: Partial<AskModelOptions> = {},
  before: readonly Attempt[] = [],
  model = maker(),
): Promise<{ attempts: readonly Attempt[]; stopped: StopReason }> {
  const attempts: Attempt[] = [];
  const running = askModel(sections, before, model, { ...OPTIONS, ...options });
  for (let step = await running.next(); ; step = await running.next()) {
    if (step.done) return { attempts, stopped: step.value };
    attempts.push(step.value);
  }
}

describe("askModel", () => {
  it("keeps checked questions, with their place, undecided", async () => {
    const { attempts, stopped } = await run(makeSections(8));
    assert.deepEqual([attempts.length, stopped], [5, "count"]);
    const { candidate, calls, costUsd } = attempts[3] ?? {};
    assert.deepEqual([calls, costUsd], [3, 0.003]);
    assert.deepEqual(candidate?.review.evidence, [
      [{ document: "hr/d3.md", start: 0, end: 21, quote: "Rule 3 grants 13 days" }],
    ]);
    assert.deepEqual([candidate?.review.decision, candidate?.origin], [null, "made"]);
  });

  it("stops at the limits of calls and of cost, what was spent before included", async () => {
    const sections = makeSections(20);
    assert.deepEqual(
      await run(sections, { count: 20, maxCalls: 7 }).then((r) => [r.attempts.length, r.stopped]),
      [2, "calls"],
    );
    assert.deepEqual(
      await run(sections, { count: 20, maxCostUsd: 0.005 }).then((r) => [
        r.attempts.length,
        r.stopped,
      ]),
      [2, "cost"],
    );
    const { attempts: before } = await run(sections, { count: 2 });
    const after = await run(sections, { count: 20, maxCalls: 9 }, before);
    assert.deepEqual([after.attempts.length, after.stopped], [1, "calls"]);
  });

  it("goes on where it was broken off, and tries nothing twice", async () => {
    const sections = makeSections(6);
    const { attempts: first } = await run(sections, { count: 2 });
    const model = maker();
    const { attempts: rest, stopped } = await run(sections, { count: 9 }, first, model);
    assert.deepEqual(
      [rest.map(({ section }) => section), stopped],
      [sections.slice(2).map(({ id }) => id), "sections"],
    );
    assert.equal(model.calls(), 12);
  });

  it("keeps rejects with their reason, and asks no more of them", async () => {
    const model = createFakeQuestionMaker({ propose: () => GOOD });
    const [attempt] = (await run(makeSections(1), {}, [], model)).attempts;
    assert.deepEqual(
      [attempt?.rejected, attempt?.calls, attempt?.proposed],
      ["quote-not-verbatim", 1, GOOD],
    );
  });

  it("rejects what the model cannot answer again from the section", async () => {
    const model = { ...maker(), answer: async () => ({ text: "99 days", usage: {} }) };
    const [attempt] = (await run(makeSections(1), {}, [], Object.assign(model, { calls: () => 0 })))
      .attempts;
    assert.deepEqual([attempt?.rejected, attempt?.unpriced], ["round-trip", 1]);
  });

  it("marks what the model knew without the section", async () => {
    const known = createFakeQuestionMaker({
      propose: (section) => ({
        question: "Where does q time go?",
        answer: "10 days",
        quote: section.slice(0, 6),
      }),
      answer: () => "10 days",
    });
    const [attempt] = (await run(makeSections(1), {}, [], known)).attempts;
    assert.equal(attempt?.candidate?.source["contaminated"], "yes");
  });

  it("repeats no question that is there", async () => {
    const known = ["Case q0 number n0 gives how much time?"];
    const { attempts } = await run(makeSections(2), { known });
    assert.deepEqual(
      attempts.map(({ rejected }) => rejected),
      ["repeats", undefined],
    );
  });

  it("stores how hard our own ranking finds it, and keeps it all the same", async () => {
    const ranks = [1, 10, 50, undefined];
    const rankOf = async (_: string, { id }: SampledSection) =>
      ranks[Number(id.replaceAll(/\D/g, ""))];
    const { attempts } = await run(makeSections(4), { rankOf });
    assert.deepEqual(
      attempts.map(({ candidate }) => candidate?.stratum),
      ["model:easy", "model:medium", "model:hard", "model:hard"],
    );
  });
});

describe("orderSections", () => {
  it("gives every collection and access list its turn, whatever its size", () => {
    const sections = [
      ...makeSections(50),
      ...makeSections(5, "legal"),
      ...makeSections(5, "fin", "b"),
    ];
    const first = orderSections(sections, "1").slice(0, 15);
    const counts = Map.groupBy(first, ({ document }) => document.collection);
    assert.deepEqual(
      [...counts.values()].map(({ length }) => length),
      [5, 5, 5],
    );
    assert.notDeepEqual(first, orderSections(sections, "2").slice(0, 15));
  });
});
