import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom, type Random } from "../../foundation/random.ts";
import { toUnitVector } from "../../foundation/vectors.ts";
import { computeKolmogorovSmirnov } from "../../foundation/statistics/two-samples/distances.ts";
import { assessDrift, type DriftOptions } from "./assess-drift.ts";
import { testTiedNumbers } from "./numbers.ts";
import type { DriftReport, DriftSignal } from "./report.ts";
import type { CurrentWindow, Observation } from "./window.ts";

const drawNormal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

interface Shift {
  readonly score?: number;
  readonly topic?: number;
  readonly german?: number;
  readonly abstained?: number;
  readonly slower?: number;
  /** Share of questions that hold a term which nothing holds. */
  readonly strange?: number;
  readonly travel?: number;
}

function observe(id: string, random: Random, shift: Shift): Observation {
  const { score = 0, topic = 0, german = 0.2, abstained = 0.1, slower = 1 } = shift;
  const vector = toUnitVector([drawNormal(random) + topic, drawNormal(random), drawNormal(random)]);
  return {
    id,
    ...(vector ? { vector } : {}),
    language: random.uniform() < german ? "de" : "en",
    terms: 2 + random.below(9),
    topScore: drawNormal(random) + score,
    outcome: random.uniform() < abstained ? "abstained" : "answered",
    failedChecks: random.uniform() < 0.05,
    latencyMs: 40 * slower * Math.exp(0.4 * drawNormal(random)),
    citedAgesDays: [random.below(300)],
  };
}

const observeWords = (random: Random, { strange = 0.1, travel = 0.3 }: Shift) => ({
  route: random.uniform() < travel ? "travel" : "hr",
  unknownTerms: random.uniform() < strange ? 1 / (2 + random.below(4)) : 0,
});

function open(seed: string, count: number, shift: Shift = {}): CurrentWindow {
  const random = createRandom(seed);
  const words = createRandom(`${seed}/words`);
  return {
    release: "rel_1",
    embedder: "emb",
    since: "2026-01-01T00:00:00Z",
    until: "2026-01-08T00:00:00Z",
    observations: Array.from({ length: count }, (_, i) => ({
      ...observe(`q${i}`, random, shift),
      ...observeWords(words, shift),
    })),
  };
}

const toHr = (observation: Observation): Observation => ({ ...observation, route: "hr" });

const reference = open("reference", 500);
const assess = (current: CurrentWindow, options: Partial<DriftOptions> = {}): DriftReport =>
  assessDrift(reference, current, { seed: "42", ...options });

function signalOf({ signals }: DriftReport, name: string): DriftSignal {
  const found = signals.find((signal) => signal.name === name);
  assert.ok(found, name);
  return found;
}

describe("assessDrift", () => {
  it("is quiet where nothing changed, and says what it looked at", () => {
    const report = assess(open("quiet", 400));
    assert.equal(report.state, "ok");
    const tested = report.signals.filter(({ p }) => p !== undefined).map(({ name }) => name);
    assert.deepEqual(tested, [
      "question vectors",
      "language",
      "route",
      "question length",
      "unknown terms",
      "top score",
      "age of cited versions",
      "abstentions",
      "errors",
      "failed checks",
      "latency",
    ]);
    assert.equal(signalOf(report, "support").state, "no-data");
    assert.deepEqual([report.distant, report.advice], [[], []]);
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  });

  it("holds every p against all signals together", () => {
    const tested = assess(open("quiet", 400)).signals.filter(({ p }) => p !== undefined);
    const [first] = tested.toSorted((a, b) => (a.p ?? 1) - (b.p ?? 1));
    const { p = 1, adjustedP } = first ?? {};
    assert.equal(adjustedP, Math.min(1, p * tested.length));
  });

  const shifts: readonly (readonly [name: string, shift: Shift])[] = [
    ["question vectors", { topic: 1 }],
    ["language", { german: 0.4 }],
    ["route", { travel: 0.55 }],
    ["unknown terms", { strange: 0.3 }],
    ["top score", { score: -0.5 }],
    ["abstentions", { abstained: 0.25 }],
    ["latency", { slower: 1.4 }],
  ];
  for (const [name, shift] of shifts)
    it(`warns of other ${name} alone, and alerts when it lasts`, () => {
      const first = assess(open("first", 400, shift));
      const moved = first.signals.filter(({ state }) => state !== "ok" && state !== "no-data");
      assert.deepEqual(
        moved.map((signal) => [signal.name, signal.state]),
        [[name, "warning"]],
      );
      const second = assess(open("second", 400, shift), { previous: first });
      assert.equal(signalOf(second, name).state, "alert");
      assert.equal(second.state, "alert");
      assert.match(second.advice[0] ?? "", /thresholds .* are stale/);
    });

  it("does not compare routes where there is but one", () => {
    const alone = { ...reference, observations: reference.observations.map(toHr) };
    const now = open("one", 400, { travel: 0 });
    const { p, state, told } = signalOf(assessDrift(alone, now, { seed: "42" }), "route");
    assert.deepEqual([p, state], [undefined, "no-data"]);
    assert.match(told, /all questions took one route/);
  });

  it("finds a difference of ties where there is none no more often than it says", () => {
    let small = 0;
    for (let round = 0; round < 200; round++) {
      const tied = (name: string) =>
        open(`${name}${round}`, 150, { strange: 0.2 }).observations.map(
          ({ unknownTerms = 0 }) => unknownTerms,
        );
      const random = createRandom(`ties/${round}`);
      const signal = { name: "unknown terms", kind: "question" } as const;
      const found = testTiedNumbers(signal, tied("a"), tied("b"), { random, rounds: 200 });
      assert.equal(found.effect, computeKolmogorovSmirnov(tied("a"), tied("b")));
      if (found.p <= 0.1) small++;
    }
    // Of 200 at .1, with ties in fact about .07: 33 or more come in fewer than one of 400 tests.
    assert.ok(small >= 3 && small <= 32, `${small} of 200`);
  });

  it("does not alert for what was another thing the week before", () => {
    const first = assess(open("first", 400, { score: -0.5 }));
    const second = assess(open("second", 400, { german: 0.4 }), { previous: first });
    assert.equal(second.state, "warning");
    const other = { ...reference, until: "2026-01-09T00:00:00Z" };
    const options = { seed: "42", previous: assess(open("first", 400, { score: -0.5 })) };
    const fresh = assessDrift(other, open("second", 400, { score: -0.5 }), options);
    assert.equal(signalOf(fresh, "top score").state, "warning");
  });

  it("does not alarm when abstentions become fewer", () => {
    assert.equal(signalOf(assess(open("fewer", 400, { abstained: 0 })), "abstentions").state, "ok");
  });

  it("notices by its sum what is too small to see in any week", () => {
    const toOutcomes = (window: CurrentWindow): CurrentWindow => ({
      ...window,
      observations: window.observations.map(({ id, outcome = "error" }) => ({ id, outcome })),
    });
    const long = toOutcomes(open("long", 5000));
    let previous: DriftReport | undefined;
    let weeks = 0;
    while (previous?.state !== "alert" && weeks < 40) {
      const current = toOutcomes(open(`creep/${weeks++}`, 200, { abstained: 0.13 }));
      const options = { seed: "42", ...(previous ? { previous } : {}) };
      previous = assessDrift(long, current, options);
      assert.ok((signalOf(previous, "abstentions").adjustedP ?? 0) > 0.01);
    }
    assert.ok(previous);
    assert.match(signalOf(previous, "abstentions").told, /risen a little for long/);
    assert.ok(weeks > 2 && weeks < 40, `${weeks} weeks`);
  });

  it("tells too little from no change", () => {
    const report = assess(open("small", 60));
    assert.equal(report.state, "no-data");
    assert.match(
      signalOf(report, "top score").told,
      /500 before and 60 now; 500 .* and 100 now needed/,
    );
    const enough = assess(open("small", 60), { least: { reference: 100, current: 50 } });
    assert.equal(enough.state, "ok");
  });

  it("keeps the sums of a signal through a window without data", () => {
    const first = assess(open("kept", 200, { abstained: 0.2 }));
    const { history } = signalOf(first, "abstentions");
    const empty = assess(open("empty", 5), { previous: first });
    assert.deepEqual(signalOf(empty, "abstentions").history, history);
  });

  it("compares no scores of another release, and no vectors of another embedder", () => {
    const moved = open("other", 400, { score: -3 });
    const release = assess({ ...moved, release: "rel_2" });
    assert.equal(signalOf(release, "top score").state, "no-data");
    assert.equal(signalOf(release, "question vectors").state, "ok");
    assert.equal(signalOf(release, "abstentions").state, "ok");
    const embedder = assess({ ...moved, embedder: "other" });
    assert.equal(signalOf(embedder, "question vectors").state, "no-data");
  });

  it("names the questions that are least like those before", () => {
    const quiet = open("distant", 399);
    const report = assess({
      ...quiet,
      observations: open("distant", 400, { topic: 1 }).observations.map((one, i) => ({
        ...one,
        id: `q${String(i).padStart(3, "0")}`,
      })),
    });
    assert.equal(report.distant.length, 50);
    assert.equal(new Set(report.distant).size, 50);
  });

  it("alerts when more than one in twenty places of golden evidence is stale", () => {
    const evidence = (stale: number): DriftReport =>
      assess({ ...open("quiet", 400), evidence: { places: 100, stale } });
    assert.equal(evidence(5).state, "ok");
    assert.equal(signalOf(evidence(6), "stale golden evidence").state, "alert");
    assert.match(evidence(6).advice.join(), /repair the golden cases/);
  });

  it("shows what became of cited documents without judging it", () => {
    const corpus = { citations: 80, changed: 20, gone: 4, documents: 50, added: 0 };
    const report = assess({ ...open("quiet", 400), corpus });
    const changed = signalOf(report, "cited documents changed");
    assert.deepEqual([changed.state, changed.effect], ["ok", 0.25]);
    assert.ok((changed.interval?.low ?? 0) > 0.16 && (changed.interval?.high ?? 1) < 0.36);
  });

  it("warns in few quiet windows, all signals together", () => {
    let warned = 0;
    for (let week = 0; week < 60; week++) {
      const other = open(`null/${week}/a`, 120);
      const options = { seed: `${week}`, least: { reference: 100, current: 100 } };
      if (assessDrift(other, open(`null/${week}/b`, 120), options).state !== "ok") warned++;
    }
    // One in a hundred is expected; four of sixty have a probability below .004.
    assert.ok(warned <= 3, `${warned} of 60`);
  });
});
