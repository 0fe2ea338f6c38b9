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
import { FAILURE_CLASSES } from "../../src/domain/failure.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../src/testing/temporary-directory.ts";

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
      policy: () => ({
        primary: { measures: ["AnswerSuccess"], must: "not-regress", margin: 0.02 },
        guardrails: [],
        floors: [],
        zeros: [],
        slices: "advisory",
        unscoredLimit: 0.05,
      }),
    });
    assert.equal(gate?.verdict, "fail");
    assert.equal(failureChanges[0]?.class, "ranked_too_low");
    assert.ok(failureChanges[0].interval.low > 0);
    assert.match(gate.reasons.join("\n"), /failures: ranked_too_low grew from \d+ to \d+ of 40/);
  });
});
