/** @module Mistakes in plumbline.yaml. */
import { defineError } from "../foundation/errors.ts";

export const configNotFound = defineError({
  code: "config.not-found",
  kind: "not-found",
  message: ({ path }: { path: string }) => `there is no configuration at ${path}`,
  hint: () => "check the path, or run `plumbline init` to write a commented plumbline.yaml",
});

export const configInvalid = defineError({
  code: "config.invalid",
  kind: "invalid",
  message: ({ path, mistakes }: { path: string; mistakes: readonly string[] }) =>
    `${path} has ${mistakes.length} mistake${mistakes.length === 1 ? "" : "s"}:\n  ${mistakes.join("\n  ")}`,
  hint: () => "mend the paths named; `plumbline config schema` prints what is allowed",
});

export const configExists = defineError({
  code: "config.exists",
  kind: "conflict",
  message: ({ path }: { path: string }) => `${path} is there already`,
  hint: () => "edit it, or move it away first; nothing was written",
});

export const secretMissing = defineError({
  code: "config.secret-missing",
  kind: "invalid",
  message: ({ path, name }: { path: string; name: string }) =>
    `${path} names the environment variable ${name}, which is not set`,
  hint: ({ name }: { path: string; name: string }) => `set ${name}, or remove the setting`,
});
