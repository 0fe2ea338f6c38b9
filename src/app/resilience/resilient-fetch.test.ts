import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SILENT } from "../../foundation/effects.ts";
import { createRandom } from "../../foundation/random.ts";
import { FIXED_CLOCK } from "../../testing/adapter-context.ts";
import { createGuard } from "./guard.ts";
import { makeFetchResilient } from "./resilient-fetch.ts";

/** Answers with the statuses given, one a request, then with 200. */
function open(...statuses: readonly number[]) {
  const waits: number[] = [];
  let requests = 0;
  const fetch = async (): Promise<Response> => {
    const status = statuses[requests++] ?? 200;
    return new Response("x", { status, headers: { "retry-after": "2" } });
  };
  const guard = createGuard({
    clock: FIXED_CLOCK,
    random: createRandom("fetch"),
    logger: SILENT,
    sleep: async (ms) => void waits.push(ms),
  });
  const resilient = makeFetchResilient(fetch, guard, FIXED_CLOCK);
  return { get: () => resilient("https://site.test/page"), waits, requests: () => requests };
}

describe("resilient fetch", () => {
  it("asks a busy site again when it says that it may", async () => {
    const { get, waits, requests } = open(503, 429);
    assert.equal((await get()).status, 200);
    assert.deepEqual([waits, requests()], [[2000, 2000], 3]);
  });

  it("is an error while the site stays busy", async () => {
    await assert.rejects(open(503, 503, 503).get(), { code: "adapters.upstream-failed" });
    await assert.rejects(open(429, 429, 429).get(), { code: "adapters.upstream-limited" });
  });

  it("leaves what concerns one page to its reader", async () => {
    for (const status of [200, 404, 403, 500]) {
      const { get, requests } = open(status);
      assert.equal((await get()).status, status);
      assert.equal(requests(), 1);
    }
  });
});
