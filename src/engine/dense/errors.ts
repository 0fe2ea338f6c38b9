/** @module Failures of the dense leg. */
import { defineError } from "../../foundation/errors.ts";

export const corruptDenseBlock = defineError({
  code: "engine.corrupt-dense-block",
  kind: "unavailable",
  message: ({ reason }: { reason: string }) => `a block of vectors cannot be read: ${reason}`,
  hint: () => "run `plumbline doctor --repair`: blocks of vectors are rebuilt from the store",
});

export const vectorMismatch = defineError({
  code: "engine.vector-mismatch",
  kind: "conflict",
  message: ({ expected, found }: { expected: number; found: number }) =>
    `a vector of ${found} dimensions met vectors of ${expected}`,
  hint: () => "the collection was embedded by another model: ingest it again with this one",
});

export const vectorNotFinite = defineError({
  code: "engine.vector-not-finite",
  kind: "invalid",
  message: ({ row }: { row: number }) => `vector ${row} holds a value that is not finite`,
  hint: () => "check what the embedder returned: every value of a vector must be a finite number",
});
