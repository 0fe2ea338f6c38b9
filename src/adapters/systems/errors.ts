/** @module What a system over HTTP cannot be asked. */
import { defineError } from "../../foundation/errors.ts";

export const principalsRefused = defineError({
  code: "adapters.principals-refused",
  kind: "invalid",
  message: ({ principals }: { principals: readonly string[] }) =>
    `a system over HTTP cannot be asked as ${principals.join(", ")}`,
  hint: () =>
    "choose the cases that the owner asks, or evaluate with a key of the principals and a set that names none",
});
