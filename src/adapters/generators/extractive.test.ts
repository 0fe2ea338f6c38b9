import assert from "node:assert/strict";
import { it } from "node:test";
import { adapterContext } from "../../testing/adapter-context.ts";
import { describeGenerator } from "../../testing/generator-contract.ts";
import { passageOf } from "../../testing/passages.ts";
import { extractiveGenerator } from "./extractive.ts";

const open = () => extractiveGenerator.create({}, adapterContext());

describeGenerator("extractive", open);

it("drafts verbatim sentences, the best document first, each document from its top", async () => {
  const passages = [
    passageOf("Second of b.\nThird of b.", { documentId: "doc_b", span: { start: 40, end: 64 } }),
    passageOf("First of a.", { documentId: "doc_a" }),
    passageOf("First of b.", { documentId: "doc_b" }),
  ];
  const at = (passage: number, start: number, end: number, score: number) => ({
    passage,
    start,
    end,
    score,
    covered: [],
  });
  const drafts = [];
  for await (const event of (await open()).generate({
    id: "ans_1",
    question: "q",
    language: "en",
    passages,
    sentences: [at(0, 13, 24, 9), at(1, 0, 11, 8), at(2, 0, 11, 7), at(0, 0, 12, 6)],
    maxSentences: 4,
  }))
    drafts.push(event.type === "sentence-drafted" ? event.text : event.finish);
  assert.deepEqual(drafts, ["First of b.", "Second of b.", "Third of b.", "First of a.", "stop"]);
});
