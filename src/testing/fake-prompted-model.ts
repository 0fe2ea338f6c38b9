/** @module A prompted model for tests, which knows what it is told that it knows. */
import { hashJson } from "../foundation/hash.ts";
import type { PromptedModel, PromptedRequest } from "../ports/prompted-model.ts";

export interface FakePromptedModel extends PromptedModel {
  /** What was asked, oldest first. */
  readonly requests: readonly PromptedRequest[];
}

/** Deterministic: an answer by question; it does not know the others. */
export function createFakePromptedModel(
  known: Readonly<Record<string, string>> = {},
): FakePromptedModel {
  const requests: PromptedRequest[] = [];
  const usage = { model: "fake-prompted-1", inputTokens: 10, outputTokens: 5, costUsd: 0.001 };
  return {
    id: "fake-prompted-1",
    prompt: { id: "fake", version: 1, sha256: hashJson("fake") },
    requests,
    async ask(request) {
      request.signal?.throwIfAborted();
      requests.push(request);
      const text = known[request.question];
      return text === undefined
        ? { outcome: "abstained", text: "", usage }
        : { outcome: "answered", text, usage };
    },
  };
}
