import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Evaluation } from "../../domain/evaluation.ts";
import { FIXED_CLOCK } from "../../testing/adapter-context.ts";
import { createFakeVerifier } from "../../testing/fake-verifier.ts";
import {
  createToySystem,
  listAll,
  makeGoldenCase,
  makeGoldenSet,
} from "../../testing/toy-system.ts";
import type { EvaluatedSystem } from "../../ports/evaluated-system.ts";
import { GatePolicySchema } from "../compare/policy.ts";
import type { AnswerTools } from "../measures/answers/measure.ts";
import { createMemoryReplyCache } from "./reply-cache.ts";
import { createFileSystem } from "./systems-from-files.ts";
import { runEvaluation, type EvaluationRequest, type RunEvent } from "./run-evaluation.ts";

const TOOLS: AnswerTools = {
  verifier: createFakeVerifier(),
  analyzerFor: () => "plain",
  supportThreshold: 0.5,
};

type Completed = Extract<RunEvent, { type: "evaluation-completed" }>;

const toRequest = (given: Partial<EvaluationRequest> = {}): EvaluationRequest => ({
  golden: makeGoldenSet(40),
  selection: {},
  system: createToySystem(),
  tools: TOOLS,
  seed: "42",
  repeats: 1,
  concurrency: 4,
  cache: createMemoryReplyCache(),
  clock: FIXED_CLOCK,
  packageVersion: "0.0.0",
  ...given,
});

async function run(given: Partial<EvaluationRequest> = {}): Promise<Completed> {
  const events = await listAll(runEvaluation(toRequest(given)));
  const last = events.at(-1);
  assert.ok(last?.type === "evaluation-completed");
  return last;
}

const find = ({ measures }: Evaluation, name: string) => {
  const found = measures.find(({ measure }) => measure === name);
  assert.ok(found, `${name} is missing`);
  return found;
};

const POLICY = () =>
  GatePolicySchema.parse({ primary: { measures: ["nDCG@10"], must: "not-regress" } });

describe("runEvaluation", () => {
  it("says how sure a figure of the whole set is, by whole groups and the same each time", async () => {
    const wrong = (given: { readonly id: string }): boolean => Number(given.id.slice(1)) % 5 === 0;
    const given = {
      system: createToySystem({ misses: wrong }),
      measures: ["AURC", "LatencyP50"],
      golden: makeGoldenSet(100),
    };
    const one = await run(given);
    const { mean, interval } = find(one.evaluation, "AURC");
    // 15 of 75 answers are wrong, and none is surer than another.
    assert.ok(Math.abs((mean ?? 0) - 0.2) < 1e-12);
    assert.ok(interval && interval.low < 0.13 && interval.high > 0.27);
    assert.deepEqual((await run(given)).evaluation.measures, one.evaluation.measures);
    // Times are all the same: their ranks bound them exactly.
    assert.deepEqual(find(one.evaluation, "LatencyP50").interval, { low: 0, high: 0 });
    const { golden } = given;
    const cases = golden.cases.map((each, at) => ({
      ...each,
      group: wrong(each) ? "w" : `g${at}`,
    }));
    const grouped = await run({ ...given, golden: { ...golden, cases } });
    const wide = find(grouped.evaluation, "AURC").interval;
    assert.ok(wide && wide.high - wide.low > 1.5 * (interval.high - interval.low));
  });

  it("warns of a run that ranks nothing for any judged query", async () => {
    const from = (ids: readonly string[]): EvaluatedSystem =>
      createFileSystem({
        name: "other.trec",
        contents: [ids.join()],
        rankings: new Map(ids.map((id) => [id, { documents: ["d1.md"] }])),
        answers: undefined,
      });
    const none = await run({ system: from(["x1", "x2"]), foreign: 2 });
    assert.match(none.evaluation.warnings[0] ?? "", /any of the 30 judged queries, and 2 that/);
    assert.deepEqual((await run({ system: from(["x1", "q0"]) })).evaluation.warnings, []);
  });

  it("asks cases that hide documents of systems that can, and counts them out of others", async () => {
    const golden = makeGoldenSet(40);
    const cases = golden.cases.map((each, at) => (at < 6 ? { ...each, masked: ["d1.md"] } : each));
    const seen: (readonly string[] | undefined)[] = [];
    const toy = createToySystem();
    const able: EvaluatedSystem = {
      ...toy,
      masks: true,
      answer: (asked) => (seen.push(asked.masked), toy.answer?.(asked) ?? assert.fail()),
    };
    const all = await run({ golden: { ...golden, cases }, system: able });
    assert.equal(all.evaluation.counts.cases, 40);
    assert.equal(seen.filter((masked) => masked?.[0] === "d1.md").length, 6);
    const some = await run({ golden: { ...golden, cases } });
    assert.equal(some.evaluation.counts.cases, 34);
    assert.deepEqual(some.evaluation.warnings.slice(0, 1), [
      "6 cases hide documents, which toy cannot: they were not asked",
    ]);
    const compared = { golden: { ...golden, cases }, system: able, against: createToySystem() };
    assert.equal((await run(compared)).evaluation.counts.cases, 34);
    const hidden = { ...golden, cases: cases.slice(0, 6) };
    await assert.rejects(run({ golden: hidden }), { code: "evaluate.cannot-mask" });
  });

  it("scores rankings and answers of every case, unanswerable ones out of the ranking", async () => {
    const { evaluation, faults } = await run();
    assert.deepEqual(evaluation.counts, {
      cases: 40,
      answerable: 30,
      unanswerable: 10,
      stale: 0,
      retired: 0,
      notCompared: 0,
      ranking: {
        queries: 30,
        missing: 0,
        noRelevant: 0,
        foreign: 0,
        tiedAtCutoff: 0,
        shortRankings: 30,
      },
    });
    assert.equal(find(evaluation, "nDCG@10").scored, 30);
    assert.equal(find(evaluation, "nDCG@10").mean, 1);
    assert.equal(find(evaluation, "AbstentionRecall").scored, 10);
    assert.equal(find(evaluation, "AbstentionRecall").mean, 1);
    assert.equal(find(evaluation, "AnswerSuccess").mean, 1);
    assert.equal(faults.cases, 0);
  });

  it("does not count what an abstention leaves unsaid as unscored", async () => {
    const { evaluation } = await run();
    const precision = find(evaluation, "CitationPrecision");
    assert.equal(precision.unscored, 0);
    assert.equal(precision.scored, 30);
  });

  it("compares with another system over the same cases, and judges", async () => {
    const golden = makeGoldenSet(160);
    const worse = createToySystem({
      name: "worse",
      misses: ({ id }) => Number(id.slice(1)) % 3 === 0,
    });
    const { evaluation, against } = await run({
      golden,
      system: worse,
      against: createToySystem(),
      policy: POLICY,
    });
    const { comparison, verdict, role } = find(evaluation, "nDCG@10");
    assert.equal(role, "primary");
    assert.equal(verdict, "fail");
    assert.equal(evaluation.gate?.verdict, "fail");
    assert.equal(comparison?.baseline, 1);
    assert.ok((comparison?.difference ?? 0) < -0.1);
    assert.equal(evaluation.baseline?.evaluation, against?.id);
    assert.ok((comparison?.smallestSeen ?? 0) > 0);
  });

  it("compares cases of equal hash alone, whatever their ids, and counts the others", async () => {
    const before = (await run()).evaluation;
    const cases = makeGoldenSet(40).cases.map((golden, at) =>
      at === 0 ? makeGoldenCase("q0", { text: "changed" }) : { ...golden, id: `r${golden.id}` },
    );
    const golden = { ...makeGoldenSet(40), cases };
    const system = createToySystem();
    const { evaluation } = await run({ golden, baseline: before, system });
    assert.equal(find(evaluation, "nDCG@10").comparison?.cases, 29);
    assert.equal(evaluation.counts.notCompared, 2);
  });

  it("is undecided below 30 cases", async () => {
    const { evaluation } = await run({
      golden: makeGoldenSet(20),
      against: createToySystem({ name: "other" }),
      policy: POLICY,
    });
    assert.equal(evaluation.gate?.verdict, "inconclusive");
  });

  it("counts faults apart, leaves their scores untold, and gives no verdict over 2 %", async () => {
    const fails = ({ id }: { id: string }): boolean => id === "q0" || id === "q1";
    const { evaluation, faults } = await run({
      system: createToySystem({ fails }),
      against: createToySystem({ name: "other" }),
      policy: POLICY,
    });
    assert.equal(faults.cases, 2);
    assert.equal(faults.tooMany, true);
    assert.equal(evaluation.gate, undefined);
    assert.equal(find(evaluation, "nDCG@10").unscored, 2);
    assert.equal(find(evaluation, "nDCG@10").mean, 1);
    assert.match(evaluation.warnings.join(" "), /2 of 40 cases failed: internal.unexpected 2/);
  });

  it("gives the same bytes for the same seed, and other intervals' streams for another", async () => {
    const misses = ({ id }: { id: string }): boolean => Number(id.slice(1)) % 5 === 0;
    const make = async (seed: string): Promise<Evaluation> =>
      (
        await run({
          system: createToySystem({ misses }),
          against: createToySystem({ name: "b", misses: ({ id }) => id === "q1" }),
          seed,
        })
      ).evaluation;
    const first = await make("42");
    assert.equal(JSON.stringify(first), JSON.stringify(await make("42")));
    assert.notEqual((await make("43")).id, first.id);
  });

  it("keeps every repeat, and takes their mean before cases are compared", async () => {
    let asked = 0;
    const system = createToySystem({ misses: ({ id }) => id === "q0" && asked++ === 0 });
    const { evaluation } = await run({ system, repeats: 2, measures: ["RR@10"] });
    const [first] = evaluation.cases;
    assert.deepEqual(first?.scores, { "RR@10": [0.5, 1] });
    assert.equal(find(evaluation, "RR@10").mean, (29 + 0.75) / 30);
  });

  it("leaves out what its reader may not see, from every count", async () => {
    const { evaluation } = await run({
      mayShow: ([reply]) => reply?.ranking?.documents[0] === "d1.md",
      system: createToySystem({ misses: ({ id }) => id === "q0" }),
    });
    assert.equal(evaluation.counts.cases, 39);
    assert.ok(!JSON.stringify(evaluation).includes('"q0"'));
  });

  it("adds what a paid answer cost, and knows no total when one has no price", async () => {
    const paid = await run({ system: createToySystem({ cost: 0.01 }) });
    assert.ok(Math.abs(Number(paid.evaluation.costUsd) - 0.3) < 1e-9);
    assert.equal((await run()).evaluation.costUsd, 0);
  });

  it("judges slices of 30 cases and more", async () => {
    const golden = makeGoldenSet(80);
    const cases = golden.cases.map((each, at) => ({ ...each, language: at < 50 ? "en" : "de" }));
    const { evaluation } = await run({ golden: { ...golden, cases } });
    assert.deepEqual(
      evaluation.slices.map(({ name, cases: n }) => [name, n]),
      [
        ["language=de", 30],
        ["language=en", 50],
      ],
    );
  });

  it("draws curves from answers with a confidence and a verdict", async () => {
    const system = createToySystem({ misses: ({ id }) => id === "q0" });
    const { curves } = (await run({ system })).evaluation;
    assert.equal(curves?.riskCoverage?.points.length, 30);
    assert.ok(Math.abs((curves?.riskCoverage?.points.at(-1)?.risk ?? 0) - 1 / 30) < 1e-12);
    assert.equal(
      curves?.calibration?.bins.reduce((sum, { cases }) => sum + cases, 0),
      30,
    );
  });

  it("names what is near a measure that it does not know", async () => {
    await assert.rejects(run({ measures: ["nDGC@10"] }), /nDGC@10/);
    await assert.rejects(run({ measures: ["CorrectByJudge"] }), { kind: "invalid" });
  });

  it("refuses what is not there to be asked", async () => {
    await assert.rejects(run({ selection: { part: "train" } }), { code: "evaluate.no-cases" });
    await assert.rejects(run({ selection: { ids: ["q99"] } }), { code: "evaluate.unknown-cases" });
  });

  it("leaves out what is retired or stale, and counts it", async () => {
    const golden = makeGoldenSet(40);
    const cases = golden.cases.map((each, at) => (at === 0 ? { ...each, retired: "old" } : each));
    const { evaluation } = await run({ golden: { ...golden, cases }, stale: new Set(["q1"]) });
    assert.equal(evaluation.counts.retired, 1);
    assert.equal(evaluation.counts.stale, 1);
    assert.equal(evaluation.counts.cases, 38);
  });
});
