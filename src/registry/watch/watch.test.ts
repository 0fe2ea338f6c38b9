import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Trace } from "../../domain/trace.ts";
import { createRandom, type Random } from "../../foundation/random.ts";
import { traceOf } from "../../testing/record-fixtures.ts";
import { checkShares, isInShare, toUnit } from "./assign.ts";
import { addAnswers, readComparison, startComparison, type ComparisonState } from "./comparison.ts";
import { pair, startPairing } from "./pairing.ts";
import { toSignals, type AnswerSignals } from "./signals.ts";
import { Watch, type Trial } from "./watch.ts";

/** How a system answers: chances, and the median time of a log-normal. */
interface Behavior {
  readonly failed: number;
  readonly abstained: number;
  readonly unsupported: number;
  readonly ms: number;
}

const SOUND: Behavior = { failed: 0.005, abstained: 0.15, unsupported: 0.03, ms: 120 };

function answer(random: Random, behavior: Behavior): AnswerSignals {
  const happens = (chance: number): boolean => random.uniform() < chance;
  const spread = Array.from({ length: 12 }, () => random.uniform()).reduce((sum, u) => sum + u, -6);
  return {
    failed: happens(behavior.failed),
    abstained: happens(behavior.abstained),
    unsupported: happens(behavior.unsupported) ? 1 : 0,
    workMs: behavior.ms * Math.exp(0.4 * spread),
  };
}

/** @returns compared answers until it was taken back; `most` + 1 where it never was. */
function run(seed: string, challenger: Behavior, most: number, from = 0): number {
  const random = createRandom(`watch/${seed}`);
  let state: ComparisonState = startComparison();
  for (let at = 1; at <= most; at++) {
    const behavior = at > from ? challenger : SOUND;
    const champion = [answer(random, SOUND)];
    state = addAnswers(state, { challenger: answer(random, behavior), champion });
    if (readComparison(state).verdict === "worse") return at;
  }
  return most + 1;
}

describe("the comparison on live traffic", () => {
  it("takes back few challengers that are as good as the champion", () => {
    let taken = 0;
    for (let seed = 0; seed < 40; seed++) if (run(`equal/${seed}`, SOUND, 500) <= 500) taken++;
    assert.ok(taken <= 2, `${taken} of 40`);
  });

  const regressions: Readonly<Record<string, Partial<Behavior>>> = {
    "abstains on every second question": { abstained: 0.5 },
    "answers what it should not": { abstained: 0 },
    "fails one time in ten": { failed: 0.1 },
    "cites what is not there": { unsupported: 0.2 },
    "takes twice the time": { ms: 280 },
  };
  for (const [name, change] of Object.entries(regressions))
    it(`takes back one that ${name}, within 300 compared answers`, () => {
      const found = [1, 2, 3, 4, 5].map((seed) =>
        run(`${name}/${seed}`, { ...SOUND, ...change }, 600),
      );
      const [, , median = Infinity] = found.toSorted((a, b) => a - b);
      assert.ok(median <= 300, found.join());
    });

  it("takes back one that breaks from the 500th answer on", () => {
    const found = run("late", { ...SOUND, abstained: 0.6 }, 2000, 500);
    assert.ok(found > 500 && found < 700, `${found}`);
  });

  it("says what was worse, in figures", () => {
    let state = startComparison();
    const calm = { failed: false, abstained: false, unsupported: 0, workMs: 5 };
    for (let i = 0; i < 200; i++)
      state = addAnswers(state, {
        challenger: { ...calm, abstained: i % 2 === 0 },
        champion: [calm],
      });
    const { told, verdict, guards } = readComparison(state);
    assert.equal(verdict, "worse");
    assert.match(told, /^abstentions: 50% against 0% of the champion's, over 200 compared answers/);
    assert.equal(guards[0]?.guard, "more abstentions");
  });

  it("leaves little differences of fast answers alone", () => {
    let state = startComparison();
    const at = (workMs: number): AnswerSignals => ({
      failed: false,
      abstained: false,
      unsupported: 0,
      workMs,
    });
    for (let i = 0; i < 1000; i++)
      state = addAnswers(state, { challenger: at(8 + (i % 5)), champion: [at(2 + (i % 3))] });
    assert.equal(readComparison(state).verdict, "undecided");
  });
});

describe("signals of a trace", () => {
  it("count what failed, what was cut from it, and the work alone", () => {
    const span = { spanId: "1", startMs: 0, attributes: {} };
    const spans = [
      { ...span, kind: "retrieve", durationMs: 10 },
      { ...span, kind: "fuse", durationMs: 4, parentId: "1" },
      { ...span, kind: "cite", durationMs: 5, attributes: { sentences: 4, failed: 1 } },
    ] as const;
    const signals = toSignals({ outcome: "answered", spans });
    assert.deepEqual(signals, { failed: false, abstained: false, unsupported: 0.25, workMs: 15 });
    assert.equal(toSignals({ outcome: "error", spans: [] }).failed, true);
    assert.equal(toSignals({ outcome: "incomplete", spans: [] }).failed, true);
    assert.equal(toSignals({ outcome: "abstained", spans: [] }).abstained, true);
  });
});

describe("pairs of two groups", () => {
  it("put each answer of the challenger beside those of the champion since the one before", () => {
    let state = startPairing<number>();
    const pairs: unknown[] = [];
    for (const [arm, value] of [
      ["champion", 1],
      ["champion", 2],
      ["challenger", 3],
      ["challenger", 4],
      ["champion", 5],
      ["champion", 6],
      ["challenger", 7],
    ] as const) {
      const step = pair(state, arm, value);
      state = step.state;
      if (step.paired) pairs.push([step.paired.challenger, step.paired.champion]);
    }
    assert.deepEqual(pairs, [
      [3, [1, 2]],
      [4, [5]],
      [7, [6]],
    ]);
  });
});

describe("shares of readers", () => {
  it("are sticky, and as large as they were asked for", () => {
    const units = Array.from({ length: 20_000 }, (_, i) => `user:${i}`);
    const chosen = units.filter((unit) => isInShare(unit, "salt", 0.05));
    assert.deepEqual(
      chosen,
      units.filter((unit) => isInShare(unit, "salt", 0.05)),
    );
    assert.ok(Math.abs(chosen.length / 20_000 - 0.05) < 0.005);
    assert.ok(checkShares(20_000, chosen.length, 0.05).valid);
    const wider = units.filter((unit) => isInShare(unit, "salt", 0.25));
    assert.ok(
      chosen.every((unit) => wider.includes(unit)),
      "who was in stays in as a share grows",
    );
    const others = units.filter((unit) => isInShare(unit, "pepper", 0.05));
    assert.notDeepEqual(chosen, others);
  });

  it("are invalid where they cannot have come about by chance", () => {
    // 1000 readers at .05: 50 expected with a deviation of 6.89; 75 are 3.63 of them away.
    const { p, valid } = checkShares(1000, 75, 0.05);
    assert.ok(Math.abs(p - 0.000285) < 1e-5);
    assert.equal(valid, false);
    assert.equal(checkShares(1000, 62, 0.05).valid, true);
    assert.equal(checkShares(0, 0, 0.05).valid, true);
  });

  it("keep a conversation together, then a person, then nothing but the question", () => {
    assert.equal(toUnit("talk", ["user:maria"], "q"), "talk");
    assert.equal(toUnit(undefined, ["public", "user:maria"], "q"), "user:maria");
    assert.equal(toUnit(undefined, ["operator"], "q"), "q");
  });
});

describe("the watch", () => {
  const trial: Trial = {
    champion: "rel_a",
    challenger: "rel_b",
    mode: { kind: "shadow", share: 1 },
  };
  const traceNumber = (n: number, changes: Partial<Trace>): Trace =>
    traceOf(`trc_${n}`, { answerId: `ans_${n}`, spanId: `s${n}`, spans: [], ...changes });

  const copies = (n: number, outcome: Trace["outcome"]): readonly Trace[] => [
    traceNumber(n, { release: "rel_a" }),
    traceNumber(n + 0.5, { release: "rel_b", source: "shadow", parentSpanId: `s${n}`, outcome }),
  ];

  it("compares each copy with the answer it is a copy of", () => {
    const watch = new Watch(trial);
    for (let n = 0; n < 60; n++)
      for (const trace of copies(n, n % 3 === 0 ? "answered" : "abstained")) watch.see(trace);
    const { pairs, verdict, told } = watch.read();
    assert.equal(pairs, 60);
    assert.equal(verdict, "worse");
    assert.match(told, /abstentions: 66\.7% against 0%/);
  });

  it("leaves alone what is of other releases, of searches, or ended by somebody else", () => {
    const watch = new Watch(trial);
    for (let n = 0; n < 50; n++) {
      const [asked, copy] = copies(n, "abstained");
      assert.ok(asked && copy);
      for (const changes of [
        { release: "rel_c" },
        { operation: "search" },
        { source: "evaluation" },
        { parentSpanId: "another" },
        { outcome: "incomplete", reason: "stopped" },
        { outcome: "error", reason: "app.spend-cap-reached" },
      ] as const) {
        watch.see(asked);
        watch.see({ ...copy, ...changes });
      }
    }
    assert.equal(watch.read().pairs, 0);
  });

  it("compares the groups of a canary, and their thumbs", () => {
    const watch = new Watch({ ...trial, mode: { kind: "canary", share: 0.5, salt: "" } });
    for (let n = 0; n < 80; n++) {
      const release = n % 2 === 0 ? "rel_a" : "rel_b";
      watch.see(traceNumber(n, { release, conversationId: `talk ${n}` }));
      watch.seeThumb(`ans_${n}`, release === "rel_b" ? -1 : 1);
      watch.seeThumb(`ans_x${n}`, -1);
    }
    const { pairs, verdict, guards, shares } = watch.read();
    assert.equal(pairs, 40);
    assert.deepEqual([guards[0]?.guard, guards[0]?.pairs], ["negative feedback", 40]);
    assert.equal(verdict, "worse");
    assert.deepEqual([shares?.units, shares?.challengers, shares?.valid], [80, 40, true]);
  });
});
