import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bundledPrices } from "../cost/price-tables.ts";
import { toRanges } from "../cost/ranges.ts";
import { decide } from "../decide.ts";
import type { DecideInput } from "../decide-input.ts";
import { parseAnswers } from "../questionnaire/answers.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderPage } from "./page.ts";
import { toSections } from "./sections.ts";

const STATED = parseAnswers({ "k.change": "weekly", "k.citations": "required", "b.task": "qa" });
const make = (others: Partial<DecideInput> = {}) =>
  decide({
    createdAt: "2026-11-21T09:00:00.000Z",
    version: "0.1.0",
    fingerprint: "cfg",
    seed: "7",
    stated: STATED,
    observations: {},
    arms: [
      {
        arm: "retrieval",
        status: "measured",
        cases: 120,
        success: { mean: 0.8, low: 0.72, high: 0.86 },
        p95Ms: 90,
      },
    ],
    comparisons: [],
    failures: [{ class: "ranked_too_low", count: 12 }],
    ranges: toRanges(STATED, {}),
    hosting: "dedicated",
    priceTables: [bundledPrices()],
    draws: 100,
    ...others,
  });

const HOSTILE = `<script>alert(1)</script> | @someone [x](http://evil.example) \u202E\u0007`;

describe("the report of a decision", () => {
  it("comes in the order in which a lead reads it", () => {
    assert.deepEqual(
      toSections(make()).map(({ id }) => id),
      [
        "recommendation",
        "confidence",
        "costs",
        "reasons",
        "arms",
        "risks",
        "next",
        "revisit",
        "readings",
        "comparison",
        "answers",
        "inputs",
      ],
    );
  });

  it("is one small file without a script or a request", () => {
    const page = renderPage(make());
    assert.ok(page.length < 500_000);
    assert.match(page, /default-src &#39;none&#39;; style-src &#39;sha256-/);
    assert.doesNotMatch(page, /<script|<link|<img|<iframe|url\(|@import|https?:/i);
  });

  it("has a heading for each link, a caption for each table, words for each chart", () => {
    const page = renderPage(make());
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g))
      assert.ok(page.includes(`id="${target}"`), target);
    const count = (pattern: RegExp): number => [...page.matchAll(pattern)].length;
    assert.equal(count(/<table/g), count(/<caption/g));
    assert.equal(count(/<svg/g), 3);
    assert.equal(count(/<svg[^>]+role="img"[^>]+aria-labelledby/g), count(/<desc/g));
    assert.match(page, /retrieval \.800, between \.720 and \.860/);
  });

  it("shows what is foreign as text", () => {
    const decision = make({ failures: [{ class: HOSTILE, count: 1 }] });
    for (const text of [renderPage(decision), renderMarkdown(decision)])
      assert.doesNotMatch(text, /<script|\u202E|\u0007/);
    assert.ok(renderMarkdown(decision).includes(String.raw`\[x\]\(http:`));
  });

  it("is the same for the same decision, as a page and as Markdown", () => {
    assert.equal(renderPage(make()), renderPage(make()));
    assert.match(
      renderMarkdown(make()),
      /^# Decision dec_[0-9a-f]{16}\n\n## Recommendation\n\n\*\*Build retrieval/,
    );
  });

  it("sets a small tuned model beside a large prompted one, among the ways and in the costs", () => {
    const text = renderMarkdown(make());
    assert.match(text, /\| large prompted model \| \$7,085 \| \$0 \| \$23,036 \|/);
    assert.match(text, /\| small tuned model \| \$0 \| \$15,242 \|/);
    assert.match(text, /\| large prompted model \| out, by H1 \|/);
    assert.match(text, /\| retrieval, search tuned \| unmeasured: no part of the search was tuned/);
    assert.match(text, /small tuned model against large prompted model, 24 months: cheaper from 1/);
    assert.match(
      text,
      /instructions in the weights instead of the prompt save 780 tokens a question/,
    );
  });

  it("prints a price that is unknown as unknown", () => {
    const page = renderMarkdown(make({ ranges: toRanges(STATED, { inputPrice: null }) }));
    assert.match(page, /\| query tokens \| unknown \| unknown \| unknown \| \$0 \| \$0 \|/);
    assert.match(page, /Without what has no known price: query tokens, evaluation/);
    assert.match(page, /small tuned model against large prompted model, 24 months: not known/);
    assert.match(page, /\| cheapest in \| unknown \|/);
  });
});
