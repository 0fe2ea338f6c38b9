import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readFileSync } from "node:fs";
import { ARTICLE_CONFLICTS } from "./rules/conflicts.ts";
import { parseAnswers } from "./questionnaire/answers.ts";
import { recommend } from "./recommendation/recommend.ts";
import type { Facts } from "./rules/facts.ts";

interface AcceptanceCase {
  readonly id: number;
  readonly name: string;
  readonly answers: Record<string, string>;
  readonly axes: string;
  readonly expected: {
    readonly approach: string;
    readonly when?: string;
    readonly lane?: string;
    readonly modifiers: readonly string[];
    readonly missing?: readonly string[];
    readonly conflicts?: readonly string[];
    readonly breakEven?: { perMonth: number; questionsPerMonth: number };
  };
  /** One answer that decides, and what follows when it is another. */
  readonly flip: { readonly answers: Record<string, string>; readonly outcome: string };
}

const CASES = JSON.parse(
  readFileSync(new URL("../../tests/fixtures/decide/acceptance.json", import.meta.url), "utf8"),
) as readonly AcceptanceCase[]; // written by hand, in this shape

const decide = (answers: Record<string, string>) => {
  const facts: Facts = { answers: parseAnswers(answers), arms: [], today: "2026-11-21" };
  return { facts, outcome: recommend({ facts, arms: [], comparisons: [] }) };
};

const describeOutcome = ({ approach, when, modifiers }: ReturnType<typeof recommend>): string =>
  [approach, ...(when ? [when] : []), ...modifiers].join(" ");

describe("the acceptance cases", () => {
  it("are twenty", () => assert.equal(CASES.length, 20));
  for (const { id, name, answers, axes, expected, flip } of CASES) {
    it(`${id}: ${name}`, () => {
      const { facts, outcome } = decide(answers);
      assert.equal(`${outcome.axes.K}/${outcome.axes.B}`, axes);
      const { approach, when, lane, modifiers } = outcome;
      assert.deepEqual(
        { approach, when, lane, modifiers },
        {
          approach: expected.approach,
          when: expected.when,
          lane: expected.lane,
          modifiers: expected.modifiers,
        },
      );
      if (expected.missing)
        assert.deepEqual(
          outcome.gate?.criteria.filter(({ state }) => state === "missing").map((c) => c.id),
          expected.missing,
        );
      const indicated = {
        retrieval: approach === "retrieval" || approach === "both",
        tuning: outcome.axes.B >= 5,
      };
      const conflicts = ARTICLE_CONFLICTS.filter((conflict) => conflict.applies(facts, indicated));
      for (const conflict of expected.conflicts ?? [])
        assert.ok(
          conflicts.some((each) => each.id === conflict),
          conflict,
        );
      assert.equal(outcome.provisional, true, "nothing was measured");
    });

    it(`${id}: ${JSON.stringify(flip.answers)} gives ${flip.outcome}`, () => {
      const before = describeOutcome(decide(answers).outcome);
      const after = describeOutcome(decide({ ...answers, ...flip.answers }).outcome);
      assert.equal(after, flip.outcome);
      assert.notEqual(after, before);
    });
  }
});
