import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Logger } from "../../foundation/effects.ts";
import { PlumblineError } from "../../foundation/errors.ts";
import { createRandom } from "../../foundation/random.ts";
import { upstreamGarbled } from "../../adapters/index.ts";
import { FIXED_CLOCK } from "../../testing/adapter-context.ts";
import { createFakeReranker } from "../../testing/fake-reranker.ts";
import { describeReranker } from "../../testing/reranker-contract.ts";
import type { Reranker, RerankRequest } from "../../ports/reranker.ts";
import { createGuard } from "./guard.ts";
import { makeResilientReranker } from "./resilient-reranker.ts";

const REQUEST: RerankRequest = {
  question: "annual leave",
  terms: () => [],
  chunks: [],
  scores: [],
  statistics: { chunks: 0, terms: [] },
};

function open(reranker: Reranker, attemptMs = 5) {
  const logged: string[] = [];
  const note = (message: string, fields = {}): void => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const logger: Logger = { debug: note, warn: note };
  const guard = createGuard({
    clock: FIXED_CLOCK,
    sleep: async () => assert.fail("it waited"),
    random: createRandom("test"),
    logger,
    attemptMs,
    attempts: 1,
  });
  return { reranker: makeResilientReranker(reranker, guard, logger), logged };
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof PlumblineError ? error.code : undefined;

describeReranker("resilient", async () => open(createFakeReranker(), 10_000).reranker);

describe("makeResilientReranker", () => {
  it("ends with the deadline, even where nobody listens to the signal", async () => {
    const { reranker, logged } = open({
      ...createFakeReranker({ id: "slow" }),
      rerank: () => new Promise(() => undefined),
    });
    const error: unknown = await reranker.rerank(REQUEST).catch((e: unknown) => e);
    assert.equal(codeOf(error), "app.deadline-passed");
    assert.deepEqual(logged, ['reranker-failed {"id":"slow","code":"app.deadline-passed"}']);
  });

  it("tries once, because whoever asked is waiting", async () => {
    let calls = 0;
    const error = upstreamGarbled({ adapter: "toy", reason: "no scores" });
    const failing = {
      ...createFakeReranker(),
      rerank: async () => {
        calls++;
        throw error;
      },
    };
    await assert.rejects(open(failing).reranker.rerank(REQUEST), error);
    assert.equal(calls, 1);
  });

  it("leaves a service alone that failed five times in a row", async () => {
    const error = upstreamGarbled({ adapter: "toy", reason: "no scores" });
    const { reranker } = open(createFakeReranker({ error }));
    const codes: (string | undefined)[] = [];
    for (let call = 0; call < 6; call++)
      codes.push(codeOf(await reranker.rerank(REQUEST).catch((e: unknown) => e)));
    assert.deepEqual(codes.slice(4), ["adapters.upstream-garbled", "app.service-resting"]);
  });

  it("says what the reranker says of itself", () => {
    const { reranker } = open(createFakeReranker({ id: "x", maxChunks: 7, deadlineMs: 9 }));
    assert.deepEqual([reranker.id, reranker.maxChunks, reranker.deadlineMs], ["x", 7, 9]);
  });
});
