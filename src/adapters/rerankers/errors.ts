/** @module What is wrong with a learned reranker. */
import { defineError } from "../../foundation/errors.ts";

export const modelInvalid = defineError({
  code: "adapters.model-invalid",
  kind: "invalid",
  message: ({ where, reason }: { where: string; reason: string }) =>
    `${where} holds no reranker that can be asked: ${reason}`,
  hint: () =>
    "name an artifact that plumbline tune reranker made, or make it anew with this version",
});
