import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RecordedHit, RecordedPassage } from "../../domain/answer-record.ts";
import type { UnitEvidence } from "../../domain/failure.ts";
import { attribute } from "./attribute.ts";
import {
  collectEvidence,
  collectUnit,
  findCoveringRank,
  type CollectedFrom,
  type LocatedUnit,
} from "./collect-evidence.ts";

const GOLD: LocatedUnit = {
  unit: "leave.md#100-200",
  documentId: "doc_leave",
  span: { start: 100, end: 200 },
  store: "current",
  withoutFilter: true,
};

/** Chunks of 100 characters: `leave/1` is the gold one. */
const hit = (name: string, rank: number): RecordedHit => {
  const [document = "", chunk = "0"] = name.split("/");
  const start = 100 * Number(chunk);
  return {
    chunkId: name,
    rank,
    score: 1 / rank,
    documentId: `doc_${document}`,
    versionHash: "v",
    start,
    end: start + 100,
  };
};

const hits = (...names: readonly string[]): readonly RecordedHit[] =>
  names.map((name, index) => hit(name, index + 1));

const passage = (
  name: string,
  context: RecordedPassage["context"] = "in",
  length = 100,
): RecordedPassage => {
  const { chunkId, rank, score, start = 0, documentId = "" } = hit(name, 1);
  return {
    chunkIds: [chunkId],
    rank,
    score,
    documentId,
    versionHash: "v",
    start,
    end: start + length,
    context,
  };
};

interface Planted {
  readonly lexical?: readonly string[];
  readonly dense?: readonly string[];
  readonly fused?: readonly string[];
  readonly reranked?: readonly string[];
  readonly passages?: readonly RecordedPassage[];
}

const retrieve = (planted: Planted): CollectedFrom["retrieval"] => ({
  legs: {
    lexical: hits(...(planted.lexical ?? [])),
    dense: hits(...(planted.dense ?? [])),
    fused: planted.fused ?? [],
    ...(planted.reranked === undefined ? {} : { reranked: planted.reranked }),
    alpha: 0.5,
    normalization: "tm2",
  },
  passages: planted.passages ?? [],
});

const classOf = (planted: Planted, unit: LocatedUnit = GOLD): readonly (string | undefined)[] => {
  const { class: found, cause } = attribute(
    collectEvidence({
      sets: [[unit]],
      retrieval: retrieve(planted),
      answer: { outcome: "answered" },
      answerable: true,
      correct: false,
      unsupported: [],
    }),
  );
  return [found, cause];
};

const others = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `other/${index}`);
const shown = others(3).map((name) => passage(name));

describe("findCoveringRank", () => {
  it("is where nine tenths of the characters are held, by one place or several", () => {
    const place = (start: number, end: number) => ({ documentId: "doc_leave", start, end });
    assert.equal(findCoveringRank(GOLD, [place(0, 189)]), null);
    assert.equal(findCoveringRank(GOLD, [place(0, 190)]), 1);
    assert.equal(findCoveringRank(GOLD, [place(0, 150), place(300, 400), place(150, 250)]), 3);
  });

  it("is the first place of the document where the document is the unit", () => {
    const whole = { unit: "leave.md", documentId: "doc_leave", store: "current" } as const;
    const places = hits("other/1", "leave/9");
    assert.equal(findCoveringRank({ ...whole, withoutFilter: false }, places), 2);
  });

  it("is none for a document that the store has not", () => {
    const { unit, store, withoutFilter } = GOLD;
    assert.equal(findCoveringRank({ unit, store, withoutFilter }, [{}, ...hits("leave/1")]), null);
  });
});

describe("evidence of a record", () => {
  it("tells a unit that no leg found, by whether a filter hid it", () => {
    const planted = { lexical: others(5), dense: others(5), fused: others(5), passages: shown };
    assert.deepEqual(classOf(planted), ["not_retrieved", "filtered"]);
    assert.deepEqual(classOf(planted, { ...GOLD, withoutFilter: false }), [
      "not_retrieved",
      "both_legs_missed",
    ]);
  });

  it("tells fusion from the reranker and from depth", () => {
    const late = [...others(5), "leave/1"];
    const early = ["leave/1", ...others(5)];
    const found = { lexical: early, dense: late, passages: shown };
    assert.deepEqual(classOf({ ...found, fused: late }), ["ranked_too_low", "fusion"]);
    assert.deepEqual(classOf({ ...found, fused: early, reranked: late }), [
      "ranked_too_low",
      "reranker",
    ]);
    assert.deepEqual(classOf({ ...found, lexical: late, fused: late }), [
      "ranked_too_low",
      "depth",
    ]);
  });

  it("blames no reranker where none looked, when merging left a chunk out", () => {
    const early = ["leave/1", ...others(5)];
    assert.deepEqual(classOf({ lexical: early, fused: early, passages: shown }), [
      "ranked_too_low",
      "fusion",
    ]);
  });

  it("tells why a passage was left out of the context", () => {
    const found = { lexical: ["leave/1"], fused: ["leave/1"] };
    for (const context of ["token_limit", "duplicate", "truncated", "access"] as const)
      assert.deepEqual(classOf({ ...found, passages: [...shown, passage("leave/1", context)] }), [
        "cut_from_context",
        context,
      ]);
  });

  it("takes what was merged into one passage for read, though each leg found a half", () => {
    const long: LocatedUnit = { ...GOLD, span: { start: 100, end: 300 } };
    const planted = {
      lexical: ["other/1", "leave/1"],
      dense: ["leave/2"],
      fused: ["leave/2", "other/1", "leave/1"],
      passages: [passage("leave/1", "in", 200)],
    };
    const unit: UnitEvidence = collectUnit(long, retrieve(planted));
    assert.deepEqual(unit.legs, { lexical: 2, dense: 2 });
    assert.deepEqual([unit.fused, unit.context], [1, "in"]);
    assert.deepEqual(classOf(planted, long), ["wrong_answer", "misread"]);
  });

  it("names why it abstained, and that the reply ended at its limit", () => {
    const retrieval = retrieve({
      lexical: ["leave/1"],
      fused: ["leave/1"],
      passages: [passage("leave/1")],
    });
    const rest = { sets: [[GOLD]], retrieval, answerable: true, correct: null, unsupported: [] };
    const abstained = attribute(
      collectEvidence({
        ...rest,
        answer: { outcome: "abstained", abstainReason: "weak-evidence" },
      }),
    );
    assert.deepEqual([abstained.class, abstained.cause], ["wrong_abstention", "threshold"]);
    const cut = attribute(
      collectEvidence({ ...rest, answer: { outcome: "incomplete", reason: "length" } }),
    );
    assert.deepEqual([cut.class, cut.cause], ["wrong_format", "truncated"]);
  });

  it("is unknown for a record that told no places", () => {
    const retrieval = retrieve({ lexical: ["leave/1"] });
    const bare = retrieval.legs.lexical.map(({ chunkId, rank, score }) => ({
      chunkId,
      rank,
      score,
    }));
    const evidence = collectEvidence({
      sets: [[GOLD]],
      retrieval: { ...retrieval, legs: { ...retrieval.legs, lexical: bare } },
      answer: { outcome: "answered" },
      answerable: true,
      correct: false,
      unsupported: [],
    });
    assert.equal(attribute(evidence).class, "undetermined");
  });
});
