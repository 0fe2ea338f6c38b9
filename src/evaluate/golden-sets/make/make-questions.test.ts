import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Block, BlockKind } from "../../../domain/document.ts";
import { makeGoldenCase } from "../../../testing/toy-system.ts";
import { plainTools } from "../../../testing/plain-text-tools.ts";
import { MADE_STRATA } from "./made-question.ts";
import { draw, makeQuestions, type MakeOptions } from "./make-questions.ts";
import { maskCorpus } from "./masked-corpus.ts";
import { listSections, type SourceDocument } from "./sections.ts";
import { ablateCases, borrowForeign, makeNearMisses } from "./unanswerable.ts";

type Piece = readonly [BlockKind, string];

/** A document of these blocks, a blank line between them. */
function toDocument(key: string, ...pieces: readonly Piece[]): SourceDocument {
  const blocks: Block[] = [];
  let text = "";
  for (const [kind, said] of pieces) {
    const start = text.length;
    text += `${said}\n\n`;
    blocks.push({
      kind,
      start,
      end: start + said.length,
      ...(kind === "heading" ? { level: 2 } : {}),
    });
  }
  return { key, collection: "hr", title: key, language: "en", text, blocks };
}

const words = (count: number, stem: string): string =>
  Array.from({ length: count }, (_, i) => `${stem}${i}`).join(" ");
const OPTIONS: MakeOptions = {
  strata: MADE_STRATA,
  count: 50,
  seed: "1",
  at: "2026-11-01T00:00:00Z",
  spared: new Set(),
  tools: plainTools,
};
const make = (documents: readonly SourceDocument[], options: Partial<MakeOptions> = {}) =>
  makeQuestions(documents, { ...OPTIONS, ...options });
const textsOf = (documents: readonly SourceDocument[], stratum: (typeof MADE_STRATA)[number]) =>
  make(documents, { strata: [stratum] }).map(({ golden }) => golden.text);

describe("makeQuestions", () => {
  it("takes headings that ask, answered by the block beneath, and pairs of Q and A", () => {
    const document = toDocument(
      "faq.md",
      ["heading", "Can I take unpaid leave?"],
      ["paragraph", "Yes, up to 30 days a year."],
      ["paragraph", "Ask your manager."],
      ["heading", "More"],
      ["paragraph", "Q: Who pays for training?"],
      ["paragraph", "A: Your department pays."],
      ["paragraph", "Q: Is that all?"],
    );
    const made = make([document], { strata: ["faq"] });
    assert.deepEqual(
      made.map(({ golden }) => [golden.text, golden.answers, golden.evidence[0]?.[0]?.quote]),
      [
        ["Can I take unpaid leave?", ["Yes, up to 30 days a year."], "Yes, up to 30 days a year."],
        ["Who pays for training?", ["Your department pays."], "Your department pays."],
      ],
    );
    assert.deepEqual(made[0]?.made.masks, [{ start: 0, end: 24 }]);
  });

  it("takes headings that name one section alone and say something", () => {
    const long = words(40, "w");
    const documents = [
      toDocument("a", ["heading", "3.1 Parental leave entitlement rules"], ["paragraph", long]),
      toDocument("b", ["heading", "Introduction to company policies"], ["paragraph", long]),
      toDocument("c", ["heading", "Introduction to company policies"], ["paragraph", long]),
      toDocument("d", ["heading", "Scope"], ["paragraph", long]),
      toDocument("e", ["heading", "Travel expense approval limits"], ["paragraph", "short"]),
    ];
    assert.deepEqual(textsOf(documents, "heading"), ["Parental leave entitlement rules"]);
  });

  it("takes what links to one other document say", () => {
    const documents = [
      toDocument("hr/a.md", [
        "paragraph",
        "See [rules for parental leave](leave.md#top), [here](leave.md), [form for travel claims](../fin/t.md) and [form for travel claims](leave.md).",
      ]),
      toDocument("hr/leave.md", ["paragraph", "text"]),
      toDocument("fin/t.md", ["paragraph", "text"]),
    ];
    const made = make(documents, { strata: ["link"] });
    assert.deepEqual(
      made.map(({ golden }) => golden.text),
      ["rules for parental leave"],
    );
    assert.deepEqual([...(made[0]?.golden.grades.keys() ?? [])], ["hr/leave.md"]);
  });

  it("asks what is defined, in sentences and glossaries", () => {
    const glossary = toDocument("g", ["table", "Term | Meaning\nFTE | Full-time equivalent"]);
    const [table] = glossary.blocks;
    assert.ok(table);
    const rows = [
      { start: 0, end: 14 },
      { start: 15, end: 41 },
    ];
    const document = toDocument(
      "d",
      ["paragraph", "A sabbatical is a long paid absence. It needs approval."],
      ["paragraph", "This is a note."],
      ["paragraph", "Leave is granted."],
    );
    const tabled = { ...glossary, blocks: [{ ...table, rows, headerRows: 1 }] };
    const made = make([document, tabled], { strata: ["definition"] });
    assert.deepEqual(
      made.map(({ golden }) => [golden.text, golden.answers[0]]),
      [
        ["What is sabbatical?", "A sabbatical is a long paid absence."],
        ["What is FTE?", "Full-time equivalent"],
      ],
    );
  });

  it("takes one sentence of a long section, and masks it nine times of ten", () => {
    const documents = Array.from({ length: 300 }, (_, i) =>
      toDocument(
        `d${i}`,
        ["heading", "h"],
        ["paragraph", `${words(30, `a${i}x`)}. ${words(35, `b${i}x`)}.`],
      ),
    );
    const made = make(documents, { strata: ["cloze"], count: 300 });
    assert.equal(made.length, 300);
    for (const { golden, made: question } of made)
      assert.ok(question.document.text.includes(golden.text));
    const masked = made.filter((each) => each.made.masks.length > 0).length;
    // 270 give or take four standard deviations of 5.2.
    assert.ok(masked > 249 && masked < 291, String(masked));
  });

  it("spares documents, draws evenly by the seed, and repeats no question", () => {
    const documents = Array.from({ length: 30 }, (_, i) =>
      toDocument(
        `d${i}`,
        ["heading", `What about topic number ${i % 20} then?`],
        ["paragraph", "x"],
      ),
    );
    const all = textsOf(documents, "faq");
    assert.equal(all.length, 20);
    const few = make(documents, { strata: ["faq"], count: 5 });
    assert.equal(few.length, 5);
    assert.notDeepEqual(few, make(documents, { strata: ["faq"], count: 5, seed: "2" }));
    const spared = make(documents, { strata: ["faq"], spared: new Set(["d0", "d20"]) });
    assert.ok(!spared.some(({ golden }) => golden.grades.has("d0")));
  });
});

describe("draw", () => {
  it("gives each item the same chance, and keeps their order", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let round = 0; round < 3000; round++) {
      const drawn = draw([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3, `round ${round}`);
      assert.deepEqual(
        drawn,
        drawn.toSorted((a, b) => a - b),
      );
      for (const item of drawn) counts[item]! += 1;
    }
    // 900 each; five standard deviations are 125.
    assert.ok(
      counts.every((count) => Math.abs(count - 900) < 125),
      counts.join(),
    );
  });
});

describe("maskCorpus", () => {
  it("takes masks out of the documents, and moves evidence along", () => {
    const document = toDocument(
      "Can I take unpaid leave?",
      ["heading", "Can I take unpaid leave?"],
      ["paragraph", "Yes, up to 30 days."],
    );
    const { rows, cases } = maskCorpus([document], make([document], { strata: ["faq"] }));
    assert.deepEqual([rows[0]?.title, rows[0]?.text], ["", "\n\nYes, up to 30 days.\n\n"]);
    const [span] = cases[0]?.evidence[0] ?? [];
    assert.equal(rows[0]?.text.slice(span?.start, span?.end), "Yes, up to 30 days.");
  });
});

describe("listSections", () => {
  it("keeps the path of headings, and leaves out headings with nothing beneath", () => {
    const document = toDocument(
      "d",
      ["paragraph", "first"],
      ["heading", "A"],
      ["heading", "B"],
      ["paragraph", "b"],
    );
    assert.deepEqual(
      listSections(document).map(({ name, path, words: count }) => [name, path, count]),
      [
        ["", [], 1],
        ["B", ["B"], 1],
      ],
    );
  });
});

describe("questions without an answer", () => {
  const texts = [
    { key: "leave.md", text: "Parents get 16 weeks." },
    { key: "other.md", text: "Nothing about it. Grades A to F." },
    { key: "copy.md", text: "A summary: 16 weeks!" },
  ];
  const leave = makeGoldenCase("leave", { grades: new Map([["leave.md", 1]]) });
  const grade = makeGoldenCase("grade", {
    answers: ["the 16th week"],
    grades: new Map([["leave.md", 1]]),
  });

  it("are twins whose documents are hidden, unless another one answers", async () => {
    const read = async () => texts;
    const { cases, answeredElsewhere } = await ablateCases([leave, grade], read, "now");
    assert.deepEqual(answeredElsewhere, ["leave"]);
    const [twin] = cases;
    assert.deepEqual(
      [twin?.id, twin?.answerable, twin?.masked],
      ["grade~ablated", false, ["leave.md"]],
    );
    assert.equal(twin?.grades.size, 0);
  });

  it("read only what their asker may read", async () => {
    const hr = { ...leave, principals: ["group:hr"] };
    const read = async (principals: readonly string[]) =>
      principals.includes("group:hr") ? texts.slice(0, 2) : texts;
    assert.equal((await ablateCases([hr], read, "now")).cases.length, 1);
  });

  it("are borrowed from another set where no document here answers", async () => {
    const foreign = makeGoldenCase("f", { answers: ["Northgate"], collection: "legal" });
    const { cases, answeredElsewhere } = await borrowForeign(
      [foreign, leave],
      async () => texts,
      "now",
    );
    assert.deepEqual([cases.map(({ id }) => id), answeredElsewhere], [["f~foreign"], ["leave"]]);
    assert.equal(cases[0]?.collection, undefined);
  });

  it("swap a year or a name, for a person to decide", () => {
    const cases = [
      makeGoldenCase("y", { text: "What was the limit in 2025?" }),
      makeGoldenCase("n", { text: "Who runs the Dublin clinic?" }),
      makeGoldenCase("m", { text: "Where is the Bilbao office?" }),
      makeGoldenCase("p", { text: "What is it?" }),
    ];
    const found = makeNearMisses(cases, "1");
    assert.deepEqual(
      found.map(({ id }) => id),
      ["y~near-miss", "n~near-miss", "m~near-miss"],
    );
    assert.match(found[0]?.question ?? "", /in (?:19|20)\d\d\?$/);
    assert.notEqual(found[0]?.question, cases[0]?.text);
    assert.equal(found[1]?.question, "Who runs the Bilbao clinic?");
    assert.ok(found.every(({ review }) => review.decision === null));
  });
});
