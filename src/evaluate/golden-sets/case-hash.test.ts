import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sha256 } from "../../foundation/hash.ts";
import { makeGoldenCase } from "../../testing/toy-system.ts";
import { computeCaseHash, type CaseDraft } from "./case-hash.ts";

const base: CaseDraft = makeGoldenCase("q1");

describe("computeCaseHash", () => {
  it("is the hash of the canonical JSON of what is right", () => {
    const written =
      '{"answerable":true,"answers":["16 weeks"],"checks":{},"evidence":[],"grades":{"d1.md":1},' +
      '"history":[],"language":"en","principals":[],"text":"What is asked in q1?"}';
    assert.equal(computeCaseHash(base), sha256(written));
  });

  it("changes with each thing that decides what is right", () => {
    const changes: readonly Partial<CaseDraft>[] = [
      { text: "other" },
      { history: [{ role: "user", text: "before" }] },
      { language: "de" },
      { principals: ["group:hr"] },
      { answerable: false },
      { answers: ["18 weeks"] },
      { evidence: [[{ document: "d1.md", start: 0, end: 2 }]] },
      { checks: { numbers: ["16"] } },
      { masked: ["d1.md"] },
      { grades: new Map([["d1.md", 2]]) },
    ];
    const hashes = changes.map((change) => computeCaseHash({ ...base, ...change }));
    assert.equal(new Set([...hashes, computeCaseHash(base)]).size, changes.length + 1);
  });

  it("stays when a case is labeled, moved or told apart otherwise", () => {
    const labels = [{ by: "a", at: "now", method: "written" }] as const;
    const moved = {
      group: "g",
      part: "dev",
      stratum: "s",
      origin: "o",
      difficulty: "hard",
    } as const;
    const { id: _, ...rest } = base;
    const other = {
      ...rest,
      ...moved,
      id: "q2",
      labels,
      source: { answerId: "a" },
      retired: "old",
    };
    assert.equal(computeCaseHash(other), computeCaseHash(base));
  });
});
