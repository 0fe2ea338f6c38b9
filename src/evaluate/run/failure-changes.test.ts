import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CaseResult, Evaluation } from "../../domain/evaluation.ts";
import type { CaseClass } from "../../domain/failure.ts";
import { isFailureClass } from "../../trace/index.ts";
import { makeSampleEvaluation } from "../../testing/sample-evaluation.ts";
import { describeFailureChanges } from "../report/describe-evaluation.ts";
import { listFailureChanges } from "./failure-changes.ts";

const caseOf = (hash: string, name: CaseClass | undefined): CaseResult => ({
  caseId: hash,
  caseHash: hash,
  replies: [],
  scores: {},
  ...(name === undefined ? {} : { attribution: { class: name, flags: [] } }),
  ...(name !== undefined && isFailureClass(name) ? { failure: name } : {}),
});

const baselineOf = (cases: readonly CaseResult[]): Evaluation => ({
  ...makeSampleEvaluation(),
  cases,
});

type Pair = readonly [before: CaseClass | undefined, now: CaseClass | undefined];

const times = (n: number, pair: Pair): readonly Pair[] => Array.from({ length: n }, () => pair);

function compare(pairs: readonly Pair[]) {
  const before = pairs.map(([name], at) => caseOf(`h${at}`, name));
  const now = pairs.map(([, name], at) => caseOf(`h${at}`, name));
  return listFailureChanges(now, baselineOf(before));
}

describe("listFailureChanges", () => {
  const changes = compare([
    ...times(10, ["ok", "not_retrieved"]),
    ...times(2, ["not_retrieved", "ok"]),
    ...times(3, ["not_retrieved", "not_retrieved"]),
    ...times(4, ["wrong_format", "ok"]),
    ...times(1, ["wrong_answer", "wrong_answer"]),
    ...times(20, ["ok", "ok"]),
  ]);

  it("counts each class on both sides, what grew most first, and leaves out what did not change", () => {
    assert.deepEqual(
      changes.map(({ class: name, before, now, cases }) => [name, before, now, cases]),
      [
        ["not_retrieved", 5, 13, 40],
        ["wrong_format", 4, 0, 40],
      ],
    );
  });

  it("tells how sure the change is from the cases that differ", () => {
    const [grown] = changes;
    assert.equal(grown?.difference, 0.2);
    // Of 12 cases that differ 10 got worse: 2 (1 + 12 + 66)/4096 − 66/4096.
    assert.ok(Math.abs((grown?.p ?? 0) - 92 / 4096) < 1e-12);
    assert.ok((grown?.interval.low ?? 0) > 0 && (grown?.interval.high ?? 1) < 0.4);
  });

  it("compares cases of one hash alone, and none that a side did not attribute", () => {
    const now = [
      caseOf("a", "not_retrieved"),
      caseOf("b", "not_retrieved"),
      caseOf("c", undefined),
    ];
    const before = [caseOf("a", "ok"), caseOf("c", "ok"), caseOf("d", "not_retrieved")];
    assert.deepEqual(
      listFailureChanges(now, baselineOf(before)).map(({ cases }) => cases),
      [1],
    );
    assert.deepEqual(listFailureChanges(now, undefined), []);
    assert.deepEqual(compare(times(3, [undefined, "not_retrieved"])), []);
  });
});

describe("describeFailureChanges", () => {
  it("names what grew, and says where chance may do as well", () => {
    const [sure = ""] = describeFailureChanges(
      compare([...times(8, ["ok", "ranked_too_low"]), ...times(8, ["ok", "ok"])]),
    );
    assert.match(sure, /^failures: ranked_too_low grew from 0 to 8 of 16 cases: \+\.500 \[/);
    assert.doesNotMatch(sure, /chance/);
    const [unsure = ""] = describeFailureChanges(
      compare([...times(1, ["ok", "ranked_too_low"]), ...times(8, ["ok", "ok"])]),
    );
    assert.match(unsure, /chance/);
  });

  it("says nothing of classes that shrank", () => {
    assert.deepEqual(describeFailureChanges(compare(times(3, ["wrong_answer", "ok"]))), []);
  });
});
