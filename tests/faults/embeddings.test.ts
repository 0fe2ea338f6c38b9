/** Every fault of an embeddings service, through the client, the adapter and the wrapper around it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Clock } from "../../src/foundation/effects.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { createRandom } from "../../src/foundation/random.ts";
import { toUnitVector } from "../../src/foundation/vectors.ts";
import { cohereEmbedder } from "../../src/adapters/embedders/cohere.ts";
import { openaiEmbedder } from "../../src/adapters/embedders/openai.ts";
import { openaiCompatibleEmbedder } from "../../src/adapters/embedders/openai-compatible.ts";
import { voyageEmbedder } from "../../src/adapters/embedders/voyage.ts";
import {
  createOutboundClient,
  createSystemNetwork,
  OUTBOUND_LIMITS,
} from "../../src/adapters/outbound/index.ts";
import { createGuard } from "../../src/app/resilience/guard.ts";
import { makeResilient } from "../../src/app/resilience/resilient-embedder.ts";
import type { AdapterContext } from "../../src/ports/adapter.ts";
import type { Embedder } from "../../src/ports/embedder.ts";
import { adapterContext } from "../../src/testing/adapter-context.ts";
import {
  listFaults,
  startFaultServer,
  toFaultServerVector,
} from "../../src/testing/fault-server.ts";

const DIMENSIONS = 4;
const LIMITS = {
  ...OUTBOUND_LIMITS,
  replyMs: 200,
  idleMs: 200,
  totalMs: 2500,
  fileBytes: 4 * 1024 * 1024,
};

const OPTIONS = { model: "toy", dimensions: DIMENSIONS };
const PROVIDER = { ...OPTIONS, apiKey: "k3y" };

const SERVICES = {
  "openai-compatible": (url, context) => {
    const { options, create } = openaiCompatibleEmbedder;
    return create(options.parse({ ...OPTIONS, baseUrl: url }), context);
  },
  openai: (url, context) => {
    const { options, create } = openaiEmbedder;
    return create(options.parse({ ...PROVIDER, baseUrl: `${url}/v1` }), context);
  },
  voyage: (url, context) => {
    const { options, create } = voyageEmbedder;
    return create(options.parse({ ...PROVIDER, baseUrl: `${url}/v1` }), context);
  },
  cohere: (url, context) => {
    const { options, create } = cohereEmbedder;
    return create(options.parse({ ...PROVIDER, baseUrl: `${url}/v2` }), context);
  },
} as const satisfies Record<string, (url: string, context: AdapterContext) => Promise<Embedder>>;
type Service = keyof typeof SERVICES;

/** Its wire has no indexes, and no name of what served. */
const WITHOUT_INDEX = new Set([
  "vector-index-repeated",
  "vector-index-out-of-range",
  "model-changed",
]);

/** The whole way of an embedding, to a server that fails as it is told; waits take no time. */
async function open(service: Service = "openai-compatible") {
  const server = await startFaultServer();
  const policy = { allowed: new Set([server.url]), isOpen: false };
  const client = createOutboundClient(policy, createSystemNetwork(), LIMITS);
  const adapter = await SERVICES[service](server.url, adapterContext({ fetch: client.fetch }));
  let nowMs = 0;
  const clock: Clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
  const waits: number[] = [];
  const warnings: string[] = [];
  const guard = createGuard({
    clock,
    random: createRandom("embeddings"),
    sleep: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    logger: { debug: () => undefined, warn: (message) => warnings.push(message) },
  });
  return {
    server,
    embedder: makeResilient(adapter, guard),
    waits,
    warnings,
    pass: (ms: number) => (nowMs += ms),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

type Opened = Awaited<ReturnType<typeof open>>;

const TEXTS = ["leave", "pay", "notice"];
const embed = ({ embedder }: Opened, texts: readonly string[] = TEXTS) =>
  embedder.embed({ texts, role: "document" });

function assertRight(vectors: readonly Float32Array[], texts: readonly string[] = TEXTS): void {
  assert.deepEqual(
    vectors,
    texts.map((text) => toUnitVector(toFaultServerVector(text, DIMENSIONS))),
  );
}

const outcomeOf = (error: unknown): string =>
  error instanceof PlumblineError ? error.kind : String(error);

type Listed = ReturnType<typeof listFaults>[number];

/** A right vector, or an error of the right kind after no more calls than allowed. */
async function meetFault(
  { name, outcome, isRetried }: Listed,
  rounds: number,
  service?: Service,
): Promise<void> {
  await using to = await open(service);
  // What changes between two calls has to be right in the first.
  if (outcome === "conflict") assertRight(await embed(to));
  to.server.setFault(name);
  for (let round = 0; round < rounds; round++) {
    const before = to.server.calls.length;
    const result = await embed(to).catch((error: unknown) => error);
    if (outcome === "complete") assertRight(result as Float32Array[]); // or it fails
    else assert.equal(outcomeOf(result), outcome, String(result));
    const calls = to.server.calls.length - before;
    // A batch of several is asked for once more in halves, of which the first fails again.
    assert.ok(calls <= (isRetried ? 3 : 2), `${calls} calls`);
    if (isRetried && round === 0) assert.equal(calls, 3);
    if (isRetried) assert.ok(to.warnings.includes("service-retried"));
    assert.ok(to.waits.every((ms) => ms <= 60_000));
    to.pass(30_000);
  }
  to.server.setFault();
  if (outcome !== "conflict") assertRight(await embed(to));
}

describe("R07 embeddings", () => {
  for (const fault of listFaults("embeddings"))
    it(`R07 ${fault.name}: ${fault.outcome}, five times`, async () => {
      // Those that wait for a limit of time do so side by side.
      if (fault.outcome === "timeout")
        await Promise.all([1, 2, 3, 4, 5].map(() => meetFault(fault, 1)));
      else await meetFault(fault, 5);
    });

  for (const service of ["openai", "voyage", "cohere"] as const)
    it(`R07 ${service}: every fault that is over at once`, async () => {
      for (const fault of listFaults("embeddings"))
        if (fault.outcome !== "timeout" && !(service === "cohere" && WITHOUT_INDEX.has(fault.name)))
          await meetFault(fault, 1, service);
    });

  it("R07 waits as the service asks, in each of its ways to say so", async () => {
    for (const [fault, ms] of [
      ["http-429-seconds", 2000],
      ["http-429-ms", 1500],
      ["http-429-date", 2000],
    ] as const) {
      await using to = await open();
      to.server.setFault(fault, 1);
      assertRight(await embed(to));
      assert.deepEqual(to.waits, [ms], fault);
    }
  });

  it("R07 takes a batch in halves when one reply for it cannot be used", async () => {
    await using to = await open();
    to.server.setFault("vectors-fewer", 1);
    assertRight(await embed(to));
    assert.equal(to.server.calls.length, 3);
  });

  it("R07 leaves a service alone that failed five times, and tries it again after 30 s", async () => {
    await using to = await open();
    to.server.setFault("http-503");
    for (let round = 0; round < 3; round++) await assert.rejects(embed(to));
    assert.equal(to.server.calls.length, 5);
    await assert.rejects(embed(to), { code: "app.service-resting" });
    assert.equal(to.server.calls.length, 5);
    to.server.setFault();
    to.pass(30_000);
    assertRight(await embed(to));
  });

  it("R07 gives the right vector or an error, over 1,000 texts with a fault in every fifth", async () => {
    await using to = await open();
    // None that waits for a limit of time.
    const names = listFaults("embeddings")
      .filter(({ outcome }) => outcome !== "timeout" && outcome !== "conflict")
      .map(({ name }) => name)
      .filter((name) => !/endless|huge|bomb/.test(name));
    const random = createRandom("embeddings/faults");
    to.server.setFault(() =>
      random.below(5) === 0 ? names[random.below(names.length)] : undefined,
    );
    let right = 0;
    for (let start = 0; start < 1000; start += 10) {
      const texts = Array.from({ length: 10 }, (_, at) => `text ${start + at}`);
      const result = await embed(to, texts).catch((error: unknown) => error);
      to.pass(30_000);
      if (result instanceof PlumblineError) continue;
      assertRight(result as Float32Array[], texts); // or it fails
      right += texts.length;
    }
    assert.ok(right >= 800, `${right} of 1000`);
  });

  it("R07 stops the service's work within a second when the caller leaves", async () => {
    await using to = await open();
    to.server.setFault("no-headers");
    const caller = new AbortController();
    const embedding = to.embedder.embed({ texts: TEXTS, role: "query", signal: caller.signal });
    while (to.server.calls.length === 0) await new Promise(setImmediate);
    const left = performance.now();
    caller.abort(new Error("gone"));
    await assert.rejects(embedding, /gone/);
    assert.equal(await to.server.calls[0]?.ended, "aborted");
    assert.ok(performance.now() - left < 1000);
  });
});
