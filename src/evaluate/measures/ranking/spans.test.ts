import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RankedPassage, Score } from "../../../domain/evaluation.ts";
import type { EvidenceSpan } from "../../../domain/golden-set.ts";
import { createRandom } from "../../../foundation/random.ts";
import { parseRankingMeasure } from "./parse-measure.ts";

const grades = new Map([["d", 1]]);

function score(
  name: string,
  evidence: readonly (readonly EvidenceSpan[])[],
  passages: readonly RankedPassage[] | undefined,
): Score {
  const documents = [...new Set(passages?.map(({ document }) => document) ?? ["d"])];
  const ranking = passages === undefined ? { documents } : { documents, passages };
  return parseRankingMeasure(name).score({ grades, evidence }, ranking);
}

const at = (document: string, start: number, end: number, tokens?: number): RankedPassage => ({
  document,
  start,
  end,
  ...(tokens === undefined ? {} : { tokens }),
});

const isUnscored = (value: Score): boolean => typeof value !== "number";

describe("span measures", () => {
  // Gold is 20 characters; the passages hold 10 of them in 30, of which 25 are distinct.
  const gold = [[at("d", 10, 30)]];
  const passages = [at("d", 20, 40), at("d", 35, 45), at("e", 0, 100)];

  it("are the characters covered over gold, over what was read, over both", () => {
    assert.equal(score("SpanR@2", gold, passages), 10 / 20);
    assert.equal(score("SpanP@2", gold, passages), 10 / 30);
    assert.equal(score("SpanIoU@2", gold, passages), 10 / 35);
  });

  it("look at the first passages only, and at all without a cut-off", () => {
    assert.equal(score("SpanP@1", gold, passages), 10 / 20);
    assert.equal(score("SpanP", gold, passages), 10 / 130);
  });

  it("take as many whole passages as the tokens hold", () => {
    const counted = [at("d", 0, 20, 60), at("d", 20, 30, 50), at("d", 30, 31, 5)];
    assert.equal(score("SpanR(tokens=100)", gold, counted), 0.5);
    assert.equal(score("SpanR(tokens=110)", gold, counted), 1);
    assert.equal(score("SpanR(tokens=59)", gold, counted), 0);
    assert.ok(isUnscored(score("SpanR(tokens=100)", gold, passages)));
  });

  it("count the best set of evidence, of which every place is needed", () => {
    const sets = [[at("d", 0, 10), at("e", 0, 90)], [at("d", 0, 40)]];
    assert.equal(score("SpanR@1", sets, [at("d", 0, 10)]), 0.25);
    assert.equal(score("SpanR@1", sets, [at("e", 0, 90)]), 0.9);
  });

  it("count characters once that two places of the evidence share", () => {
    assert.equal(score("SpanR", [[at("d", 0, 10), at("d", 5, 15)]], [at("d", 0, 15)]), 1);
  });

  it("are 0 without passages, unscored where either side names no places", () => {
    assert.equal(score("SpanR@5", gold, []), 0);
    assert.equal(score("SpanP@5", gold, []), 0);
    assert.ok(isUnscored(score("SpanR@5", gold, undefined)));
    assert.ok(isUnscored(score("SpanR@5", [], passages)));
    assert.ok(isUnscored(score("SpanR@5", [[{ document: "d", quote: "text" }]], passages)));
    assert.ok(isUnscored(score("SpanR@5", [[at("d", 0, 5), { document: "d" }]], passages)));
  });

  it("agree with counting every character by itself", () => {
    const random = createRandom("spans");
    const draw = (): RankedPassage => {
      const start = random.below(30);
      return at(`d${random.below(2)}`, start, start + 1 + random.below(12));
    };
    const toCharacters = (spans: readonly EvidenceSpan[]): readonly string[] =>
      spans.flatMap(({ document, start = 0, end = 0 }) =>
        Array.from({ length: end - start }, (_, i) => `${document}/${start + i}`),
      );
    for (let round = 0; round < 300; round++) {
      const evidence = Array.from({ length: 1 + random.below(3) }, draw);
      const shown = Array.from({ length: 1 + random.below(4) }, draw);
      const [wanted, read] = [new Set(toCharacters(evidence)), toCharacters(shown)];
      const covered = [...wanted].filter((one) => read.includes(one)).length;
      assert.equal(score("SpanR", [evidence], shown), covered / wanted.size);
      assert.equal(score("SpanP", [evidence], shown), covered / read.length);
      const both = new Set([...wanted, ...read]).size;
      assert.equal(score("SpanIoU", [evidence], shown), covered / both);
    }
  });
});
