import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { contrast, contrastDefaults, type ContrastData } from "./contrast.ts";
import { distil, distillationDefaults, type DistillationData } from "./distil.ts";
import type { TokenLists } from "./token-lists.ts";
import type { ResumeOptions, TrainingEvent, TrainingState } from "./training.ts";

const DIMENSIONS = 16;
const VOCABULARY = 60;
const TEXTS = 200;
const random = createRandom("train");

function drawLists(count: number): TokenLists {
  const starts = new Uint32Array(count + 1);
  const numbers: number[] = [];
  for (let i = 0; i < count; i++) {
    // One in ten is empty, as texts in an unknown script are.
    const length = random.below(10) === 0 ? 0 : 1 + random.below(6);
    for (let k = 0; k < length; k++) numbers.push(random.below(VOCABULARY));
    starts[i + 1] = numbers.length;
  }
  return { starts, numbers: Uint16Array.from(numbers) };
}
const drawRows = (count: number): Float32Array =>
  Float32Array.from({ length: count * DIMENSIONS }, () => random.uniform() - 0.5);

const lists = drawLists(TEXTS);
/** A teacher that is itself a table of rows, so that a perfect student exists. */
const teacher = drawRows(VOCABULARY);
const targets = new Float32Array(TEXTS * DIMENSIONS);
for (let text = 0; text < TEXTS; text++) {
  const mean = new Float64Array(DIMENSIONS);
  for (let at = lists.starts[text] ?? 0; at < (lists.starts[text + 1] ?? 0); at++)
    for (let i = 0; i < DIMENSIONS; i++)
      mean[i] = (mean[i] ?? 0) + (teacher[(lists.numbers[at] ?? 0) * DIMENSIONS + i] ?? 0);
  const length = Math.hypot(...mean) || 1;
  targets.set(
    mean.map((value) => value / length),
    text * DIMENSIONS,
  );
}
const data: DistillationData = {
  lists,
  targets,
  start: drawRows(VOCABULARY),
  dimensions: DIMENSIONS,
};
const settings = {
  ...distillationDefaults,
  schedule: "constant" as const,
  batch: 32,
  epochs: 4,
  rate: 0.1,
  pull: 0.01,
};

const pairs: ContrastData = {
  questions: drawLists(TEXTS),
  passages: drawLists(TEXTS),
  groups: Array.from({ length: TEXTS }, (_, i) => Math.floor(i / 2)),
  start: drawRows(VOCABULARY),
  dimensions: DIMENSIONS,
};
const pairSettings = { ...contrastDefaults, batch: 32, epochs: 4, rate: 0.1, slices: [8] };

type Run = (options?: ResumeOptions) => AsyncGenerator<TrainingEvent>;
const LANES: Readonly<Record<string, Run>> = {
  distillation: (options) => distil(data, settings, options),
  contrast: (options) => contrast(pairs, pairSettings, options),
};

const copyOf = ({ epoch, rows, squares }: TrainingState): TrainingState => ({
  epoch,
  rows: Float32Array.from(rows),
  squares: Float32Array.from(squares),
});

/** States after each epoch, copied, and the epochs' losses. */
async function follow(run: AsyncGenerator<TrainingEvent>) {
  const states: TrainingState[] = [];
  const losses: number[] = [];
  for await (const event of run)
    if (event.type === "epoch-trained") {
      states.push(copyOf(event.state));
      losses.push(event.loss);
    }
  return { states, losses };
}

for (const [name, run] of Object.entries(LANES))
  describe(`training by ${name}`, () => {
    it("lowers the loss, and leaves the rows that it began with alone", async () => {
      const start = [Float32Array.from(data.start), Float32Array.from(pairs.start)];
      const { losses } = await follow(run());
      assert.equal(losses.length, 4);
      assert.ok((losses[3] ?? Infinity) < 0.9 * (losses[0] ?? 0), losses.join(" "));
      assert.deepEqual([data.start, pairs.start], start);
    });

    it("gives the same bytes again, and another seed gives others", async () => {
      const [one, two] = [await follow(run()), await follow(run())];
      assert.deepEqual(one.states.at(-1)?.rows, two.states.at(-1)?.rows);
      const seeded = { ...settings, seed: "other" };
      const other =
        name === "contrast"
          ? contrast(pairs, { ...pairSettings, seed: "other" })
          : distil(data, seeded);
      assert.notDeepEqual((await follow(other)).states.at(-1)?.rows, one.states.at(-1)?.rows);
    });

    it("goes on from any epoch to the same bytes", async () => {
      const { states } = await follow(run());
      for (const from of states.slice(0, -1)) {
        const resumed = await follow(run({ from: copyOf(from) }));
        assert.equal(resumed.states.length, 4 - from.epoch);
        assert.deepEqual(resumed.states.at(-1)?.rows, states.at(-1)?.rows);
      }
    });

    it("stops between two batches when told", async () => {
      const controller = new AbortController();
      let batches = 0;
      await assert.rejects(async () => {
        for await (const event of run({ signal: controller.signal }))
          if (event.type === "batch-trained" && ++batches === 3)
            controller.abort(new Error("enough"));
      }, /enough/);
      assert.equal(batches, 3);
    });

    it("never touches the row of a piece that no text has", async () => {
      const { states } = await follow(run());
      const squares = states.at(-1)?.squares ?? new Float32Array();
      const seen = new Set(
        name === "contrast"
          ? [...pairs.questions.numbers, ...pairs.passages.numbers]
          : lists.numbers,
      );
      for (let row = 0; row < VOCABULARY; row++)
        assert.equal((squares[row] ?? 0) > 0, seen.has(row));
    });
  });

describe("training by distillation", () => {
  it("finds most of what a perfect student would", async () => {
    const { losses } = await follow(distil(data, { ...settings, epochs: 40, pull: 0 }));
    assert.ok((losses.at(-1) ?? 1) < 0.2 * (losses[0] ?? 0), `${losses[0]} to ${losses.at(-1)}`);
  });

  it("stays nearer to the start the stronger it is drawn there", async () => {
    const away = async (pull: number): Promise<number> => {
      const { states } = await follow(distil(data, { ...settings, pull }));
      const rows = states.at(-1)?.rows ?? new Float32Array();
      return rows.reduce((sum, value, i) => sum + (value - (data.start[i] ?? 0)) ** 2, 0);
    };
    assert.ok((await away(2)) < 0.7 * (await away(0)));
  });
});
