import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { z } from "zod";
import type { TextValue } from "../../../../foundation/text-value.ts";
import { createRandom } from "../../../../foundation/random.ts";
import { agrees, computeNumericMatch } from "./numeric-match.ts";
import { computeExactMatch, computeTokenF1, computeTokenRecall } from "./text-measures.ts";
import { computeF1, holdsRun, toTokens } from "./tokens.ts";

const vectors = z
  .array(
    z.object({
      answer: z.string(),
      gold: z.array(z.string()),
      language: z.string(),
      exactMatch: z.number(),
      tokenF1: z.number(),
    }),
  )
  .min(1)
  .parse(JSON.parse(readFileSync("tests/fixtures/trec/answers/text.json", "utf8")));

describe("exact match and token F1", () => {
  for (const { answer, gold, language, exactMatch, tokenF1 } of vectors)
    it(`agree with the reference on ${JSON.stringify(answer)}`, () => {
      assert.equal(computeExactMatch(answer, gold, language), exactMatch);
      assert.ok(Math.abs(computeTokenF1(answer, gold, language) - tokenF1) < 1e-12);
    });

  it("are symmetric, in [0, 1], and 1 for a text and itself in another order", () => {
    const random = createRandom("tests/tokens");
    const words = ["red", "blue", "the", "16", "1.5", "école", "休", ""];
    const draw = (): string =>
      Array.from({ length: random.below(6) }, () => words[random.below(words.length)]).join(" ");
    for (let round = 0; round < 200; round++) {
      const [a, b] = [toTokens(draw(), "en"), toTokens(draw(), "en")];
      const f1 = computeF1(a, b);
      assert.ok(f1 >= 0 && f1 <= 1);
      assert.equal(computeF1(b, a), f1);
      assert.equal(computeF1(a, a.toReversed()), 1);
    }
  });
});

describe("completeness", () => {
  it("is the share of the right answer's tokens, each counted as often as it is needed", () => {
    // Of red, blue, blue two are there.
    assert.equal(computeTokenRecall("a long red and blue text", ["red blue blue"], "en"), 2 / 3);
  });

  it("takes the right answer that is covered best", () => {
    assert.equal(computeTokenRecall("two days", ["three weeks", "two days"], "en"), 1);
    assert.equal(computeTokenRecall("two days", [""], "en"), 0);
  });
});

describe("holdsRun", () => {
  it("wants whole tokens without a gap", () => {
    const tokens = toTokens("It is sixteen weeks of leave.", "en");
    assert.ok(holdsRun(tokens, ["sixteen", "weeks"]));
    assert.ok(!holdsRun(tokens, ["sixteen", "leave"]));
    assert.ok(!holdsRun(tokens, ["teen", "weeks"]));
    assert.ok(!holdsRun(tokens, []));
    assert.ok(!holdsRun(tokens, ["leave", "now"]));
  });
});

const number = (amount: number, unit?: string, figure = amount): TextValue => ({
  kind: "number",
  amount,
  figure,
  text: String(figure),
  ...(unit === undefined ? {} : { unit }),
});
const date = (year?: number, month?: number, day?: number): TextValue => ({
  kind: "date",
  text: "",
  ...(year === undefined ? {} : { year }),
  ...(month === undefined ? {} : { month }),
  ...(day === undefined ? {} : { day }),
});

describe("numeric match", () => {
  it("wants every number of one right answer", () => {
    const given = [number(16, "days"), number(3)];
    assert.equal(computeNumericMatch(given, [[number(16, "days"), number(3)]]), 1);
    assert.equal(computeNumericMatch(given, [[number(16, "days"), number(4)]]), 0);
    assert.equal(computeNumericMatch(given, [[number(9)], [number(3)]]), 1);
  });

  it("is not told where no right answer holds a number", () => {
    assert.equal(computeNumericMatch([number(3)], [[], []]), undefined);
    assert.equal(computeNumericMatch([], [[number(3)]]), 0);
  });

  it("compares units where both have one, and wants per cent of an answer", () => {
    assert.ok(agrees(number(5, "kg"), number(5)));
    assert.ok(agrees(number(5), number(5, "kg")));
    assert.ok(!agrees(number(5, "kg"), number(5, "km")));
    assert.ok(!agrees(number(12, "percent"), number(12)));
    assert.ok(agrees(number(12), number(12, "percent")));
    assert.ok(!agrees(number(-5), number(5)));
  });

  it("takes figures as they are written where one side has no unit", () => {
    const weeks = number(112, "days", 16);
    assert.equal(computeNumericMatch([number(16)], [[weeks]]), 1);
    assert.equal(computeNumericMatch([weeks], [[number(16)]]), 1);
    assert.equal(computeNumericMatch([number(6)], [[weeks]]), 0);
    assert.equal(computeNumericMatch([number(16, "kg")], [[weeks]]), 0);
    assert.equal(computeNumericMatch([number(6_500_000, "eur", 6.5)], [[number(6.5)]]), 1);
    assert.equal(computeNumericMatch([date(2026, 4, 20)], [[number(20)]]), 1);
    assert.equal(computeNumericMatch([date(2026, 4, 20)], [[number(4)]]), 0);
  });

  it("allows the larger of an absolute and a relative distance", () => {
    const tolerance = { absolute: 0.5, relative: 0.01 };
    assert.ok(agrees(number(10), number(10.5), tolerance));
    assert.ok(!agrees(number(10), number(10.6), tolerance));
    assert.ok(agrees(number(1000), number(1010), tolerance));
    assert.ok(!agrees(number(1000), number(1011), tolerance));
  });

  it("wants a date's fields, but for the year beside a day", () => {
    assert.ok(agrees(date(2026, 5, 3), date(2026, 5, 3)));
    assert.ok(agrees(date(2026, 5, 3), date(undefined, 5, 3)));
    assert.ok(!agrees(date(2026, 5, 3), date(2025, 5, 3)));
    assert.ok(!agrees(date(2026, 5, 3), date(2026, 5)));
    assert.ok(!agrees(date(2026, 5), date(undefined, 5)));
    const half = { kind: "time", minutes: 1050, text: "17:30" } as const;
    assert.ok(agrees(half, { ...half, text: "5:30 pm" }));
    assert.ok(!agrees(half, number(1050)));
  });
});
