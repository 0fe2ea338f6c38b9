import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getAnalyzer } from "../analysis/index.ts";
import { findConflicts, type Conflict, type ConflictPassage } from "./conflict.ts";
import { weighEvidence } from "./evidence.ts";

function conflictsOf(
  text: string,
  texts: readonly string[],
  documents?: readonly string[],
): readonly Conflict[] {
  const terms = getAnalyzer("en-1").analyze(text);
  const question = {
    text,
    language: "en",
    passageCount: 100,
    terms: terms.map(({ term }) => ({ term, idf: 3, known: true })),
  };
  const passages = texts.map((body, index): ConflictPassage => ({
    text: body,
    breadcrumb: "",
    score: 9 - index,
    language: "en",
    analyzerId: "en-1",
    documentId: documents?.[index] ?? `d${index}`,
  }));
  return findConflicts(question, passages, weighEvidence(question, passages));
}

const kit = "They may return the kit for a full refund within 30 days of delivery.";
const other = "Customers can send it back within 14 days of delivery for a full refund.";

describe("findConflicts", () => {
  it("finds two numbers for the same thing, with verbatim values", () => {
    const [found] = conflictsOf("How long can I return the kit?", [kit, other]);
    assert.equal(found?.kind, "number");
    assert.deepEqual([found?.left.value, found?.right.value], ["30 days", "14 days"]);
    assert.equal(kit.slice(found?.left.start, found?.left.end), "30 days");
  });

  it("is silent within one document and about equal values in other units", () => {
    assert.deepEqual(conflictsOf("Return the kit?", [kit, other], ["same", "same"]), []);
    const weeks = "Customers can send it back within two weeks of delivery for a full refund.";
    assert.deepEqual(conflictsOf("Return the kit?", [other, weeks]), []);
    const year = [
      "The warranty is 12 months from purchase.",
      "The warranty is one year from purchase.",
    ];
    assert.deepEqual(conflictsOf("How long is the warranty?", year), []);
  });

  const agreeing: readonly (readonly [string, string, string])[] = [
    [
      "other people",
      "Full-time employees get 25 days of annual leave.",
      "Part-time employees get 15 days of annual leave.",
    ],
    [
      "other tiers",
      "Gold members get 15 % off all orders.",
      "Silver members get 10 % off all orders.",
    ],
    [
      "other models",
      "The Model A pump costs $100 in the shop.",
      "The Model B pump costs $120 in the shop.",
    ],
    [
      "other years",
      "In 2022 total revenue was $5 million.",
      "In 2023 total revenue was $6 million.",
    ],
    [
      "another leave",
      "Employees get 25 days of annual leave a year.",
      "Employees get 10 days of sick leave a year.",
    ],
  ];
  for (const [name, left, right] of agreeing) {
    it(`sees no conflict between statements about ${name}`, () => {
      assert.deepEqual(
        conflictsOf("How many days, what price, which discount?", [left, right]),
        [],
      );
    });
  }

  const disagreeing: readonly (readonly [string, string, string, string])[] = [
    [
      "date",
      "When does it start?",
      "The new travel policy takes effect on 1 May 2024.",
      "The new travel policy takes effect on June 1, 2024.",
    ],
    [
      "number",
      "What is the allowance?",
      "The daily meal allowance for trips is €45.",
      "For trips, the meal allowance is 38 EUR daily.",
    ],
    [
      "number",
      "When does support open?",
      "The support desk opens at 8:00 on weekdays.",
      "On weekdays the support desk opens at 9:30 am.",
    ],
    [
      "name",
      "Who is the officer?",
      "The data protection officer is Anna Roth.",
      "The data protection officer is Ben Kessler.",
    ],
  ];
  for (const [kind, question, left, right] of disagreeing) {
    it(`finds a ${kind}: ${question}`, () => {
      assert.deepEqual(
        conflictsOf(question, [left, right]).map((found) => found.kind),
        [kind],
      );
    });
  }

  it("needs both passages to hold the names of the question", () => {
    const texts = [
      "The warranty on Alpha is 12 months from purchase.",
      "The warranty is 24 months from purchase.",
    ];
    assert.deepEqual(conflictsOf("How long is the warranty on Alpha?", texts), []);
  });
});
