/** Faults planted in every stage: what attribution says of them, and what the gate says. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  attributeFaults,
  countRight,
  evaluateFault,
  renderConfusion,
  type PlantedFault,
} from "../../bench/planted/attribute-faults.ts";
import { FAULTS } from "../../bench/planted/faults.ts";
import { EACH, makeWorld, type World } from "../../bench/planted/world.ts";
import { maintenanceAccess } from "../../src/app/access.ts";
import { measureWorth } from "../../src/app/failures/worth/worth.ts";
import { FAILURE_CLASSES } from "../../src/domain/failure.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../src/testing/temporary-directory.ts";
import { makeDefaultPolicy } from "../../src/evaluate/index.ts";
import type { Oracle } from "../../src/trace/index.ts";

/** Of the cases of each class. */
const RIGHT = 0.9;

let directory: TemporaryDirectory;
let world: World;

before(async () => {
  directory = makeTemporaryDirectory();
  world = await makeWorld(directory.path);
});
after(async () => {
  await world[Symbol.asyncDispose]();
  directory[Symbol.dispose]();
});

describe("planted failures", () => {
  it("have 20 cases or more of every class and fault", () => {
    assert.ok(EACH >= 20);
    const planted = new Set(FAULTS.map((fault) => fault.class));
    assert.deepEqual(
      FAILURE_CLASSES.filter((name) => !planted.has(name)),
      [],
    );
  });

  it("are attributed to the class and the cause that were planted, nine times in ten", async (t) => {
    const planted = await attributeFaults(world);
    for (const line of renderConfusion(planted)) t.diagnostic(line);
    const byClass = Map.groupBy(planted, ({ fault }) => fault.class);
    for (const [name, faults] of byClass) {
      const right = sum(faults, (each) => countRight(each).byClass);
      assert.ok(right >= RIGHT * faults.length * EACH, `${name}: ${right}`);
    }
    for (const each of planted) {
      const { byCause } = countRight(each);
      assert.ok(byCause >= RIGHT * EACH, `${each.fault.name}: ${byCause} of ${EACH}`);
    }
  });
});

const sum = (faults: readonly PlantedFault[], of: (each: PlantedFault) => number): number =>
  faults.reduce((total, each) => total + of(each), 0);

describe("the gate over a worse configuration", () => {
  it("fails, and names the class of failures that grew", async () => {
    const cases = [...world.casesOf("sound"), ...world.casesOf("crowded")];
    const inverted = FAULTS.find(({ name }) => name === "reranker inverted");
    const nothing = FAULTS.find(({ name }) => name === "nothing");
    assert.ok(inverted && nothing);
    const labels = [{ by: "test", at: "2026-01-01T00:00:00Z", method: "written" }] as const;
    const written = cases.map((each) => ({ ...each, labels }));
    const baseline = await evaluateFault(world, nothing, { cases: written });
    const { gate, failureChanges = [] } = await evaluateFault(world, inverted, {
      cases: written,
      baseline,
      policy: () => makeDefaultPolicy(["AnswerSuccess"]),
    });
    assert.equal(gate?.verdict, "fail");
    assert.equal(failureChanges[0]?.class, "ranked_too_low");
    assert.ok(failureChanges[0].interval.low > 0);
    assert.match(gate.reasons.join("\n"), /failures: ranked_too_low grew from \d+ to \d+ of 40/);
  });
});

describe("what a fix is worth", () => {
  const MOST = 4;
  const measure = async (name: string) => {
    const fault = FAULTS.find((each) => each.name === name);
    assert.ok(fault);
    const cases = world.casesOf(fault.group);
    const { assembly } = world;
    const evaluation = await evaluateFault(world, fault, { cases });
    return measureWorth(
      {
        golden: { name: "planted", id: "", hash: "", cases, qrels: new Map() },
        assembly: { ...assembly, ...fault.change?.(assembly) },
        store: world.store,
        evaluation,
        results: evaluation.cases,
      },
      { most: MOST },
    );
  };

  const stages: Readonly<Record<string, Oracle>> = {
    "document removed": "documents added",
    "filtered out": "gold in the candidates",
    "reranker inverted": "gold first",
    "context too small": "gold in the context",
  };
  for (const [name, oracle] of Object.entries(stages))
    it(`is won by "${oracle}" where the fault was "${name}", and by nothing before it`, async () => {
      const { oracles, cases, of } = await measure(name);
      assert.deepEqual([cases, of], [MOST, EACH]);
      for (const step of oracles)
        assert.equal(step.ofThisStage, step.oracle === oracle ? 1 : 0, step.oracle);
    });

  it("is nothing where the evidence was read, or where its asker may not read it", async () => {
    const misread = await measure("evidence misread");
    assert.deepEqual([misread.of, misread.left], [0, { "the evidence was read": EACH }]);
    const hidden = await measure("access taken");
    assert.deepEqual(
      [hidden.of, hidden.left],
      [0, { "the asker may not read the evidence": EACH }],
    );
  });

  it("leaves no answer behind", async () => {
    const access = maintenanceAccess("test");
    const count = async () => (await world.store.listTraces(access, { limit: 100_000 })).length;
    const fault = FAULTS.find(({ name }) => name === "context too small");
    assert.ok(fault);
    const kept = await count();
    await measure(fault.name);
    assert.equal((await count()) - kept, EACH);
  });
});
