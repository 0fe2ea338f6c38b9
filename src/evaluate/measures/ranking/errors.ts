/** @module Names of measures that cannot be read. */
import { defineError } from "../../../foundation/errors.ts";

export const unknownMeasure = defineError({
  code: "evaluate.unknown-measure",
  kind: "invalid",
  message: ({ name }: { name: string; near: readonly string[] }) => `no measure is called ${name}`,
  hint: ({ near }) => `there is ${near.join(", ")}`,
});

export const measureInvalid = defineError({
  code: "evaluate.measure-invalid",
  kind: "invalid",
  message: ({ name, reason }: { name: string; reason: string; form: string }) =>
    `the measure ${name} cannot be read: ${reason}`,
  hint: ({ form }) => `write it as ${form}`,
});
