/** @module Failures of embedders made of tables. */
import { defineError } from "../../foundation/errors.ts";

export const corruptStaticTable = defineError({
  code: "engine.corrupt-static-table",
  kind: "invalid",
  message: ({ reason }: { reason: string }) => `a table of word vectors cannot be read: ${reason}`,
  hint: () =>
    "fetch the file again, or install plumbline again if it is the one of the package: a table is read whole or not at all",
});

export const staticDimensions = defineError({
  code: "engine.static-dimensions",
  kind: "invalid",
  message: ({ wanted, has }: { wanted: number; has: number }) =>
    `${wanted} dimensions were asked of a table that has ${has}`,
  hint: ({ has }) => `set \`dimensions\` of the embedder to ${has} or less`,
});
