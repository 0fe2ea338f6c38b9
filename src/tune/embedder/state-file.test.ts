import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { trainingStateInvalid } from "../errors.ts";
import { decodeTrainingState, encodeTrainingState } from "./state-file.ts";
import type { TrainingState } from "./training.ts";

const state: TrainingState = {
  epoch: 2,
  rows: Float32Array.of(1, -2, 3, 4, 5, 6.5),
  squares: Float32Array.of(0.7, 0, 0.1),
};

describe("training state file", () => {
  const bytes = encodeTrainingState(state, "run a");

  it("gives back what was written", () => {
    assert.deepEqual(decodeTrainingState(bytes, "run a"), state);
  });

  it("serves no run but its own", () => {
    assert.throws(() => decodeTrainingState(bytes, "run b"), trainingStateInvalid.is);
  });

  it("is refused when any one byte differs, or it is cut", () => {
    for (let i = 0; i < bytes.length; i++) {
      const damaged = Uint8Array.from(bytes);
      damaged[i] = (damaged[i] ?? 0) ^ 1;
      assert.throws(() => decodeTrainingState(damaged, "run a"), trainingStateInvalid.is);
    }
    for (const length of [0, 20, bytes.length - 1])
      assert.throws(
        () => decodeTrainingState(bytes.subarray(0, length), "run a"),
        trainingStateInvalid.is,
      );
  });
});
