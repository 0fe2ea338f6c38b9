import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  compareEmbedders,
  type EmbedderCase,
  type EmbedderFacts,
  type MeasuredEmbedder,
} from "./compare-embedders.ts";
import type { EmbedderComparison } from "./comparison.ts";
import { renderComparisonPage, renderComparisonText } from "./render-comparison.ts";

const FACTS: EmbedderFacts = {
  name: "first",
  fingerprint: "first/1",
  dimensions: 256,
  alpha: 0.6,
  queryP50Ms: 0.4,
  queryP95Ms: 12.4,
  textsPerSecond: 1234.5,
  usdPerMillionTexts: 0,
  indexBytesPerMillionTexts: 1_280_000_000,
  memoryBytes: 8_000_000,
};

const makeCases = (value: (at: number) => number): readonly EmbedderCase[] =>
  Array.from({ length: 40 }, (_, at) => ({
    caseId: `q${at}`,
    group: `q${at}`,
    alone: value(at),
    hybrid: 0.5,
    reranked: value(at),
  }));

const FIRST: MeasuredEmbedder = { facts: FACTS, cases: makeCases((at) => (at % 4) / 10) };
const BETTER: MeasuredEmbedder = {
  facts: { ...FACTS, name: "other", usdPerMillionTexts: "unknown" },
  cases: makeCases((at) => (at % 4) / 10 + (at % 2 === 0 ? 0.3 : 0.2)),
};

describe("embedders compared", () => {
  it("gives each its mean, and pairs those behind the first with it", () => {
    const [first, other] = compareEmbedders([FIRST, BETTER]);
    assert.ok(first && other);
    assert.equal(first.measures.alone.against, undefined);
    assert.ok(Math.abs(first.measures.alone.mean - 0.15) < 1e-12);
    const { against, mean } = other.measures.alone;
    assert.ok(against);
    assert.ok(Math.abs(mean - 0.4) < 1e-12);
    assert.ok(Math.abs(against.difference - 0.25) < 1e-12);
    // Student's interval of 40 differences of .3 and .2: .25 ± 2.0227 * .050637 / √40.
    assert.ok(Math.abs(against.interval.low - (0.25 - 0.016195)) < 5e-4);
    assert.ok(against.p < 0.001);
  });

  it("shows no difference where there is none", () => {
    const [, same] = compareEmbedders([FIRST, { ...FIRST, cases: FIRST.cases.toReversed() }]);
    assert.equal(same?.measures.alone.against?.difference, 0);
    assert.equal(same?.measures.alone.against?.p, 1);
  });

  it("is told in lines and as one page, whatever names hold", () => {
    const comparison: EmbedderComparison = {
      format: "plumbline.embedder-comparison/1",
      createdAt: "2026-03-01T12:00:00.000Z",
      version: "1.0.0",
      golden: { name: "<hr>", id: "gld_0123456789abcdef" },
      part: "test",
      collection: "hr",
      questions: 40,
      chunks: 1,
      lexical: { mean: 0.31, reranked: 0.32 },
      embedders: compareEmbedders([FIRST, BETTER]),
    };
    const text = renderComparisonText(comparison).join("\n");
    assert.match(text, /40 questions of <hr> \(gld_0123456789abcdef, part test\), 1 chunk of hr/);
    assert.match(text, /^other +\.400 +\[\.3\d\d, \.4\d\d\] +\+\.250/m);
    assert.match(text, /^BM25, no embedder +\.310$/m);
    assert.match(text, /^first +256 +\.600 +0\.4 ms +12 ms +1,235 +none +1\.3 GB +8 MB$/m);
    assert.match(text, /^other .* unknown +1\.3 GB/m);
    const page = renderComparisonPage(comparison);
    assert.ok(page.includes("&lt;hr&gt;") && !page.includes("<hr>"));
    assert.match(page, /http-equiv="Content-Security-Policy"/);
  });
});
