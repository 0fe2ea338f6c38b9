import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import {
  FAILURE_CLASSES,
  type Attribution,
  type CaseClass,
  type FailureEvidence,
  type UnitEvidence,
} from "../../domain/failure.ts";
import { createRandom, type Random } from "../../foundation/random.ts";
import { attribute } from "./attribute.ts";

/** A worked case, as the file has it. */
interface Worked extends Omit<FailureEvidence, "sets"> {
  readonly id: string;
  readonly note: string;
  readonly evidenceSets: readonly (readonly string[])[];
  readonly units: readonly UnitEvidence[];
  readonly expected: {
    readonly class: string;
    readonly cause: string | null;
    readonly flags: readonly string[];
  };
}

// The file is ours and in the form above.
const CASES = JSON.parse(
  readFileSync("tests/fixtures/trec/attribution/cases.json", "utf8"),
) as readonly Worked[];

const toEvidence = ({ evidenceSets, units, ...rest }: Worked): FailureEvidence => ({
  ...rest,
  sets: evidenceSets.map((set) => set.flatMap((name) => units.filter(({ unit }) => unit === name))),
});

const READ: UnitEvidence = {
  unit: "u",
  store: "current",
  legs: { lexical: 1, dense: 1 },
  withoutFilter: false,
  fused: 1,
  reranked: 1,
  context: "in",
};

const RIGHT: FailureEvidence = {
  sets: [[READ]],
  k: 8,
  answerable: true,
  outcome: "answered",
  abstainReason: null,
  finishReason: "stop",
  formatValid: true,
  correct: true,
  unsupported: [],
};

const classOf = (changed: Partial<FailureEvidence>): Attribution =>
  attribute({ ...RIGHT, ...changed });

const pick = <T>(random: Random, items: readonly T[]): T => {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
};

function drawUnit(random: Random, index: number): UnitEvidence {
  const rank = (): number | null => (random.below(3) === 0 ? null : 1 + random.below(100));
  return {
    unit: `u${index}`,
    store: pick(random, [
      "current",
      "current",
      "current",
      "current",
      "absent",
      "text_lost",
      "superseded",
    ]),
    legs: { lexical: rank(), dense: rank() },
    withoutFilter: random.below(2) === 0,
    fused: rank(),
    reranked: rank(),
    context: pick(random, ["in", "in", "token_limit", "duplicate", "truncated", "access", null]),
  };
}

const drawEvidence = (random: Random): FailureEvidence => ({
  sets: Array.from({ length: random.below(3) }, () =>
    Array.from({ length: random.below(3) }, (_, index) => drawUnit(random, index)),
  ),
  k: random.below(100),
  answerable: random.below(4) > 0,
  outcome: pick(random, ["answered", "answered", "abstained", "incomplete", "escalated", "error"]),
  abstainReason: pick(random, [null, "threshold", "checks", "empty"]),
  finishReason: pick(random, [null, "stop", "length", "content_filter"]),
  formatValid: random.below(4) > 0,
  formatError: pick(random, [null, "schema"]),
  correct: pick(random, [true, false, null]),
  unsupported: pick(random, [[], [], ["number"]]),
});

describe("attribute", () => {
  for (const worked of CASES)
    it(`agrees with the worked case ${worked.id}: ${worked.note}`, () => {
      const { class: found, cause, flags } = attribute(toEvidence(worked));
      assert.deepEqual({ class: found, cause: cause ?? null, flags }, worked.expected);
    });

  it("gives every record one class, with a cause unless it is right", () => {
    const random = createRandom("attribution");
    const known: readonly CaseClass[] = [...FAILURE_CLASSES, "ok", "run_error", "undetermined"];
    const seen = new Set<string>();
    for (let round = 0; round < 5000; round++) {
      const evidence = drawEvidence(random);
      const attribution = attribute(evidence);
      seen.add(attribution.class);
      assert.equal(known.filter((name) => name === attribution.class).length, 1);
      assert.equal(attribution.cause === undefined, attribution.class === "ok");
      assert.deepEqual(attribute(structuredClone(evidence)), attribution);
      assert.equal(
        attribution.blockingUnit === undefined,
        attribution.reach === undefined || attribution.reach === 4,
      );
    }
    assert.deepEqual([...seen].toSorted(), known.toSorted());
  });

  it("names no later stage when an earlier one is mended by nothing", () => {
    const random = createRandom("earliest");
    for (let round = 0; round < 2000; round++) {
      const evidence = { ...drawEvidence(random), sets: [[drawUnit(random, 0)]], answerable: true };
      const { class: before } = attribute(evidence);
      const [unit = READ] = evidence.sets[0] ?? [];
      const lost = attribute({ ...evidence, sets: [[{ ...unit, store: "absent" }]] });
      if (before !== "ok" && before !== "run_error") assert.equal(lost.class, "missing_document");
    }
  });

  it("names the first unit that came least far, in the first set that came farthest", () => {
    const low = { ...READ, unit: "low", fused: 20, reranked: 20 };
    const lower = { ...READ, unit: "lower", fused: 30, reranked: 30 };
    const gone: UnitEvidence = { ...READ, unit: "gone", store: "absent" };
    const {
      class: found,
      blockingUnit,
      reach,
    } = classOf({
      sets: [[gone], [READ, low, lower], [lower]],
      correct: false,
    });
    assert.deepEqual([found, blockingUnit, reach], ["ranked_too_low", "low", 2]);
  });

  it("takes a reply cut by a fault for a fault, one cut by its limit for a wrong form", () => {
    assert.equal(classOf({ outcome: "incomplete", finishReason: "cut" }).class, "run_error");
    assert.equal(classOf({ outcome: "incomplete", finishReason: null }).class, "run_error");
    const { class: found, cause } = classOf({ outcome: "incomplete", finishReason: "length" });
    assert.deepEqual([found, cause], ["wrong_format", "truncated"]);
  });

  it("takes an escalation for an abstention", () => {
    assert.equal(classOf({ outcome: "escalated" }).class, "wrong_abstention");
    assert.equal(classOf({ outcome: "escalated", answerable: false, sets: [] }).class, "ok");
  });

  it("takes the fused rank where no reranker looked, and k as the last rank in reach", () => {
    const at = (fused: number): string =>
      classOf({ sets: [[{ ...READ, fused, reranked: null }]], correct: false }).class;
    assert.deepEqual([at(8), at(9)], ["wrong_answer", "ranked_too_low"]);
  });

  it("blames fusion where either leg alone had it in reach, else the depth", () => {
    const causeOf = (lexical: number | null, dense: number | null): string | undefined => {
      const unit = { ...READ, legs: { lexical, dense }, fused: 9, reranked: null };
      return classOf({ sets: [[unit]], correct: false }).cause;
    };
    assert.equal(causeOf(8, null), "fusion");
    assert.equal(causeOf(null, 8), "fusion");
    assert.equal(causeOf(9, 9), "depth");
  });

  it("sees a set without units as none", () => {
    assert.equal(classOf({ sets: [[]], correct: false }).class, "undetermined");
    assert.deepEqual(classOf({ sets: [[]] }).flags, []);
  });
});
