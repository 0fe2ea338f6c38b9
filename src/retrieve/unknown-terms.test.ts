import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countUnknownTerms } from "./unknown-terms.ts";

const statisticsOf = (holding: Readonly<Record<string, number>>) => ({
  chunks: 100,
  terms: Object.entries(holding).map(([term, documents]) => ({ term, documents })),
});

describe("countUnknownTerms", () => {
  it("counts different terms, and those that nothing holds", () => {
    const statistics = statisticsOf({ parental: 4, leave: 9, sabbaticals: 0 });
    assert.deepEqual(countUnknownTerms("parental leave sabbaticals leave", ["und-1"], statistics), {
      asked: 3,
      unknown: 1,
    });
  });

  it("takes the analyzer that knows most", () => {
    // "tage" is "tag" in German alone.
    const statistics = statisticsOf({ tag: 3, urlaub: 2, tage: 0 });
    const found = countUnknownTerms("Tage Urlaub", ["en-1", "de-1"], statistics);
    assert.deepEqual(found, { asked: 2, unknown: 0 });
  });

  it("counts an identifier by its parts alone", () => {
    const { asked, unknown } =
      countUnknownTerms("AB-1234", ["und-1"], statisticsOf({ ab: 1, "1234": 0 })) ?? {};
    assert.deepEqual([asked, unknown], [2, 1]);
  });

  it("says nothing of a question without terms, or of a store without documents", () => {
    assert.equal(countUnknownTerms("…?", ["en-1"], statisticsOf({})), undefined);
    assert.equal(countUnknownTerms("parental leave", [], statisticsOf({})), undefined);
  });
});
