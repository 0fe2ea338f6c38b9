import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ArtifactRecord } from "../domain/artifact.ts";
import type { CaseResult } from "../domain/evaluation.ts";
import type { Hold } from "../domain/retention.ts";
import { PlumblineError } from "../foundation/errors.ts";
import { createRandom } from "../foundation/random.ts";
import { cardOf } from "../testing/artifact-store-contract.ts";
import {
  contentOf,
  gateDecisionOf,
  moveOf,
  numberedRelease,
  releaseOf,
} from "../testing/release-fixtures.ts";
import {
  assertRelease,
  computeCostPerAnswer,
  describeChange,
  diffContents,
  findUnnamed,
  judgeCost,
  judgeLatency,
  judgeSize,
  listUnaskedPlans,
  listWayBack,
  listWins,
  makeRelease,
  type Registered,
} from "./index.ts";

const MADE = { createdAt: "2026-03-02T09:00:00.000Z", origin: "tune reranker" };

describe("a release", () => {
  const tuned = { adapter: "tuned", options: { artifact: "art_0123456789abcdef" } };

  it("is named by its content, and lists the artifacts that its options name", () => {
    const { base } = contentOf({ reranker: tuned });
    const own = contentOf().base;
    const release = makeRelease({ base: own, collections: { hr: base } }, MADE);
    assert.deepEqual(release.content.artifacts, ["art_0123456789abcdef"]);
    const again = makeRelease(
      { collections: { hr: base }, base: own },
      { ...MADE, origin: "else" },
    );
    assert.equal(again.id, release.id);
    assertRelease(release);
  });

  it("is refused when it is not what its id says", () => {
    const release = releaseOf();
    const { content } = release;
    for (const changed of [
      { ...release, content: contentOf({ answer: { threshold: 0, maxContextTokens: 1 } }) },
      { ...release, content: { ...content, artifacts: ["art_0123456789abcdef"] } },
      releaseOf({ ...contentOf({ reranker: tuned }), artifacts: [] }),
    ])
      assert.throws(
        () => assertRelease(changed),
        (error) => error instanceof PlumblineError && error.code === "registry.release-corrupt",
      );
  });

  it("tells what it does otherwise than another", () => {
    const before = contentOf();
    const base = { ...before.base, retrieve: { ...before.base.retrieve, k1: 1.2, alpha: 0.3 } };
    const changes = diffContents(before, { ...before, base, collections: { hr: base } });
    const paths = changes.map(({ path }) => path);
    assert.ok(paths.includes("base.retrieve.k1") && paths.includes("collections.hr.retrieve.k1"));
    assert.equal(
      changes
        .filter(({ path }) => path.startsWith("base."))
        .map(describeChange)
        .join("; "),
      "retrieve.alpha: nothing -> 0.3; retrieve.k1: 0.9 -> 1.2",
    );
    assert.deepEqual(diffContents(before, contentOf()), []);
  });

  it("tells of a collection what it does otherwise than the base that retrieved in it", () => {
    const before = contentOf();
    const { chunking, embedder, retrieve } = before.base;
    const hr = { chunking, embedder, retrieve, reranker: tuned };
    assert.deepEqual(diffContents(before, { ...before, collections: { hr } }).map(describeChange), [
      'collections.hr.reranker.adapter: "light" -> "tuned"',
      'collections.hr.reranker.options.artifact: nothing -> "art_0123456789abcdef"',
    ]);
  });
});

describe("plans that no question asked for", () => {
  it("are those that differ in collections that nobody asked alone", () => {
    const before = contentOf();
    const own = { ...before.base, retrieve: { ...before.base.retrieve, alpha: 0.3 } };
    const now = contentOf();
    const tuned = { ...now, collections: { hr: own, legal: own } };
    assert.deepEqual(listUnaskedPlans(before, tuned, new Set(["legal", undefined])), ["hr"]);
    assert.deepEqual(listUnaskedPlans(tuned, before, new Set([undefined])), ["hr", "legal"]);
    assert.deepEqual(listUnaskedPlans(tuned, tuned, new Set()), []);
  });
});

describe("the way back", () => {
  const move = (kind: "promotion" | "rollback", served: string, release: string) => ({
    move: { number: 1, ...moveOf({ release }) },
    kind,
    served,
  });

  it("leads through those that served, the last one first", () => {
    const moves = [move("promotion", "c", "a"), move("promotion", "a", "b")];
    assert.deepEqual(listWayBack(moves), ["a", "c"]);
    assert.deepEqual(listWayBack([]), []);
  });

  it("does not lead to what was rolled back from", () => {
    const moves = [
      move("promotion", "c", "a"),
      move("promotion", "a", "b"),
      move("rollback", "b", "a"),
    ];
    assert.deepEqual(listWayBack(moves), ["c"]);
    assert.deepEqual(listWayBack([...moves, move("promotion", "a", "b")]), ["a", "c"]);
    assert.deepEqual(listWayBack([...moves, move("rollback", "a", "c")]), []);
  });

  it("leaves out those that a rollback passed over", () => {
    const moves = [
      move("promotion", "c", "a"),
      move("promotion", "a", "b"),
      move("rollback", "b", "c"),
    ];
    assert.deepEqual(listWayBack(moves), []);
  });
});

describe("limits", () => {
  const limits = {
    latencyTimes: 1.25,
    latencySlackMs: 20,
    costTimes: 1.1,
    artifactBytes: 100,
  };
  const times = (factor: number, plus: number) => {
    const random = createRandom(`limits/${factor}/${plus}`);
    return Array.from({ length: 100 }, () => {
      const championMs = 100 + 100 * random.uniform();
      return { championMs, challengerMs: (100 + 100 * random.uniform()) * factor + plus };
    });
  };

  it("hold a p95 that is no worse, a little worse, and much worse", () => {
    assert.equal(judgeLatency(times(1, 0), limits).verdict, "pass");
    assert.equal(judgeLatency(times(1.15, 0), limits).verdict, "pass");
    assert.equal(judgeLatency(times(2, 0), limits).verdict, "fail");
    assert.equal(judgeLatency(times(2, 0).slice(0, 19), limits).verdict, "inconclusive");
    const tight = { ...limits, latencyP95Ms: 150 };
    assert.equal(judgeLatency(times(1, 0), tight).verdict, "fail");
  });

  it("leave alone what nobody notices, though it is many times as much", () => {
    const fast = Array.from({ length: 50 }, (_, at) => ({
      championMs: 1 + (at % 3),
      challengerMs: 15,
    }));
    assert.equal(judgeLatency(fast, limits).verdict, "pass");
  });

  it("hold the price of an answer, and know no price from free", () => {
    assert.equal(judgeCost(0, 0, limits).verdict, "pass");
    assert.equal(judgeCost(0.0109, 0.01, limits).verdict, "pass");
    assert.equal(judgeCost(0.0111, 0.01, limits).verdict, "fail");
    assert.equal(judgeCost(0.001, 0, limits).verdict, "fail");
    assert.equal(judgeCost("unknown", 0, limits).verdict, "inconclusive");
    assert.equal(judgeCost("unknown", "unknown", limits).verdict, "pass");
    assert.equal(judgeCost(1, "unknown", { ...limits, costUsdPerAnswer: 0.5 }).verdict, "fail");
    assert.equal(judgeSize(100, limits).verdict, "pass");
    assert.equal(judgeSize(101, limits).verdict, "fail");
  });

  it("charge what abstentions cost to the answers that were given", () => {
    const reply = (outcome: "answered" | "abstained", costUsd?: number): CaseResult =>
      caseOf("x", 1, {
        replies: [
          {
            latencyMs: 1,
            answer: {
              outcome,
              text: "",
              sentences: [],
              passages: [],
              quotes: [],
              usage: costUsd === undefined ? {} : { costUsd },
            },
          },
        ],
      });
    assert.equal(computeCostPerAnswer([reply("answered", 0.01), reply("abstained", 0.02)]), 0.03);
    assert.equal(computeCostPerAnswer([reply("answered", 0.01), reply("answered")]), "unknown");
    assert.equal(computeCostPerAnswer([]), 0);
  });
});

function caseOf(caseId: string, score: number, changes: Partial<CaseResult> = {}): CaseResult {
  return { caseId, caseHash: caseId, replies: [], scores: { m: [score] }, ...changes };
}

describe("wins and losses", () => {
  it("put the worst ten losses first, ties by id, and leave out what has no score", () => {
    const ids = Array.from({ length: 30 }, (_, at) => `q${at}`);
    const before = ids.map((id) => caseOf(id, 0.5));
    const now = ids.map((id, at) => caseOf(id, at < 12 ? 0.5 - at / 100 : 0.5 + (at % 2) / 10));
    const { wins, losses, ties, worst, best } = listWins(now, before, { measure: "m" });
    assert.deepEqual([wins, losses, ties], [9, 11, 10]);
    assert.deepEqual(
      worst.map(({ caseId }) => caseId),
      ["q11", "q10", "q9", "q8", "q7", "q6", "q5", "q4", "q3", "q2"],
    );
    assert.equal(best[0]?.caseId, "q29");
    const turned = listWins(now, before, { measure: "m", direction: "lower" });
    assert.deepEqual([turned.wins, turned.losses], [11, 9]);
    assert.equal(listWins(now, [], { measure: "m" }).ties, 0);
    const unscored = [caseOf("q1", 0, { scores: { m: [{ unscored: "no judge" }] } })];
    assert.equal(listWins(unscored, before, { measure: "m" }).losses, 0);
  });
});

describe("what may go", () => {
  const idOf = (n: number): string => `art_${String(n).padStart(16, "0")}`;
  const artifactNumber = (
    n: number,
    changes: Partial<ArtifactRecord["manifest"]> = {},
  ): ArtifactRecord => ({
    id: idOf(n),
    sha256: "",
    manifest: {
      format: "plumbline.artifact/1",
      kind: "reranker",
      files: [],
      parents: [],
      recipe: {},
      ...changes,
    },
    card: cardOf(n === 9 ? { collection: "hr" } : {}),
    taint: "clean",
  });
  const using = (n: number) =>
    makeRelease(
      {
        base: contentOf({ reranker: { adapter: "tuned", options: { artifact: idOf(n) } } }).base,
        collections: {},
      },
      MADE,
    );
  const retired = (n: number) => ({ ...using(n), retiredAt: MADE.createdAt });
  const registered = (changes: Partial<Registered>): Registered => {
    const artifacts = Array.from({ length: 10 }, (_, n) => artifactNumber(n));
    return {
      artifactIds: artifacts.map(({ id }) => id),
      artifacts,
      releases: [],
      moves: [],
      decisions: [],
      holds: [],
      ...changes,
    };
  };
  const numbers = (found: Registered): readonly number[] =>
    findUnnamed(found).artifacts.map((id) => Number(id.slice(4)));

  it("is what nothing names", () => {
    assert.deepEqual(numbers(registered({})), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const all = registered({
      releases: [using(1), retired(2), retired(3), retired(4), retired(5)],
      moves: [{ number: 1, ...moveOf({ release: using(2).id }) }],
      decisions: [
        gateDecisionOf("dec_1", { data: JSON.stringify({ release: using(3).id }) }),
        gateDecisionOf("dec_2", { data: `"see ${idOf(4)}"` }),
      ],
    });
    assert.deepEqual(numbers(all), [0, 5, 6, 7, 8, 9]);
  });

  it("is nothing that a hold touches, until it is released", () => {
    const hold = (kind: Hold["kind"], subject: string): Hold => ({
      id: "hld_1",
      kind,
      subject,
      reason: "a dispute",
      placedAt: MADE.createdAt,
    });
    const parents = [{ role: "document-version", id: "doc_a@11" }] as const;
    const traced = [{ role: "trace", id: "trc_1" }] as const;
    const artifacts = [
      artifactNumber(1, { parents }),
      artifactNumber(2, { parents: traced }),
      artifactNumber(9),
    ];
    const artifactIds = artifacts.map(({ id }) => id);
    const held = (...holds: readonly Hold[]) =>
      numbers(registered({ artifacts, artifactIds, holds }));
    assert.deepEqual(held(hold("document", "doc_a")), [2, 9]);
    assert.deepEqual(held(hold("collection", "hr")), [1, 2]);
    assert.deepEqual(held(hold("person", "user:maria")), [1, 9]);
    assert.deepEqual(held({ ...hold("document", "doc_a"), releasedAt: MADE.createdAt }), [1, 2, 9]);
  });

  it("is nothing that a kept one was made from, however far back", () => {
    const from = (n: number) => ({ parents: [{ role: "artifact", id: idOf(n) } as const] });
    const artifacts = [
      artifactNumber(1, from(2)),
      artifactNumber(2, from(3)),
      artifactNumber(3),
      artifactNumber(4, from(3)),
    ];
    const artifactIds = artifacts.map(({ id }) => id);
    assert.deepEqual(numbers(registered({ artifacts, artifactIds, releases: [using(1)] })), [4]);
  });

  it("names an unreadable artifact that nobody names, and keeps one that a release does", () => {
    const found = registered({
      artifacts: [],
      artifactIds: [idOf(1), idOf(2)],
      releases: [using(2)],
    });
    assert.deepEqual(numbers(found), [1]);
  });

  it("drops an index that retired releases alone need", () => {
    const cut = (maxTokens: number) =>
      releaseOf(contentOf({ chunking: { maxTokens, minTokens: 60, titleWeight: 1 } }));
    const old = { ...cut(200), retiredAt: MADE.createdAt };
    const other = { ...cut(100), retiredAt: MADE.createdAt };
    const { plans } = findUnnamed(
      registered({
        releases: [numberedRelease(1), old, other],
        moves: [{ number: 1, ...moveOf({ alias: "challenger", release: other.id }) }],
      }),
    );
    assert.deepEqual(
      plans.map(({ chunking }) => chunking.maxTokens),
      [200],
    );
  });
});
