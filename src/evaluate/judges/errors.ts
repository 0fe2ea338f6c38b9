/** @module What a judge is calibrated with, where it cannot be used. */
import { defineError } from "../../foundation/errors.ts";

export const labelsInvalid = defineError({
  code: "evaluate.labels-invalid",
  kind: "invalid",
  message: ({ path, mistakes }: { path: string; mistakes: readonly string[] }) =>
    `${path} holds no labels:\n  ${mistakes.join("\n  ")}`,
  hint: () =>
    'write a line each of {"id", "question", "answer", "references", "passages", "labels": {"faithful": [true, false]}}',
});

export const calibrationInvalid = defineError({
  code: "evaluate.calibration-invalid",
  kind: "invalid",
  message: ({ path, mistakes }: { path: string; mistakes: readonly string[] }) =>
    `${path} is no record of a judge's calibration:\n  ${mistakes.join("\n  ")}`,
  hint: () => "make one with plumbline judge calibrate LABELS --criterion NAME --out FILE",
});
