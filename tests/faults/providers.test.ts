/** Every fault of a language model's provider, from the socket to the recorded answer. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { Answer, AnswerEvent } from "../../src/domain/answer.ts";
import type { AnswerRecord } from "../../src/domain/answer-record.ts";
import type { Clock } from "../../src/foundation/effects.ts";
import type { AdapterContext } from "../../src/ports/adapter.ts";
import type { Generator } from "../../src/ports/generator.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { createRandom } from "../../src/foundation/random.ts";
import {
  anthropicGenerator,
  openaiCompatibleGenerator,
  openaiGenerator,
} from "../../src/adapters/generators/language-model.ts";
import { openSqliteStore } from "../../src/adapters/index.ts";
import {
  createOutboundClient,
  createSystemNetwork,
  OUTBOUND_LIMITS,
} from "../../src/adapters/outbound/index.ts";
import { toAccess } from "../../src/app/access.ts";
import { streamAnswer } from "../../src/app/ask.ts";
import { assemble } from "../../src/app/assembly.ts";
import { systemClock, systemEntropy } from "../../src/app/effects.ts";
import { loadConfig, openApp } from "../../src/app/index.ts";
import { createGuard } from "../../src/app/resilience/guard.ts";
import { makeResilientGenerator } from "../../src/app/resilience/resilient-generator.ts";
import { lock } from "../../src/app/spend/paid-ports.ts";
import { adapterContext } from "../../src/testing/adapter-context.ts";
import { listFaults, startFaultServer, type Wire } from "../../src/testing/fault-server.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

const LIMITS = { ...OUTBOUND_LIMITS, pageBytes: 1024 * 1024, fileBytes: 1024 * 1024 };
/** For faults that are over only when a limit of time is. */
const IMPATIENT = { ...LIMITS, replyMs: 300, idleMs: 300, totalMs: 1500, streamMs: 1500 };

/** What the server's healthy answer says, and the documents say as well. */
const SENTENCES = [
  "Employees get 26 weeks of parental leave.",
  "The café’s staff get 12 weeks.",
] as const;
const WHOLE = SENTENCES.join(" ");
const QUESTION = "How many weeks of parental leave do employees get?";
const OWNER = toAccess(undefined);

const OPTIONS = { model: "toy", apiKey: "k3y", price: { inputPerMillion: 1, outputPerMillion: 1 } };

interface Subject {
  readonly wire: Wire;
  open(url: string, context: AdapterContext): Promise<Generator>;
}

const PROVIDERS = {
  "openai-compatible": {
    wire: "chat",
    open: (url, context) => {
      const { options, create } = openaiCompatibleGenerator;
      return create(options.parse({ ...OPTIONS, baseUrl: url }), context);
    },
  },
  openai: {
    wire: "chat",
    open: (url, context) => {
      const { options, create } = openaiGenerator;
      return create(options.parse({ ...OPTIONS, baseUrl: `${url}/v1` }), context);
    },
  },
  anthropic: {
    wire: "messages",
    open: (url, context) => {
      const { options, create } = anthropicGenerator;
      return create(options.parse({ ...OPTIONS, baseUrl: `${url}/v1` }), context);
    },
  },
} as const satisfies Record<string, Subject>;
type Provider = keyof typeof PROVIDERS;

async function openStore() {
  const directory = makeTemporaryDirectory();
  const rows = SENTENCES.map((text, index) => JSON.stringify({ _id: `${index}`, text }));
  writeFileSync(join(directory.path, "rows.jsonl"), rows.join("\n"));
  const loaded = await loadConfig({ workingDirectory: directory.path, environment: {} });
  const options = { loaded, workingDirectory: directory.path };
  {
    await using app = await openApp(options);
    for await (const _ of app.ingest({ path: "rows.jsonl", collection: "hr", access: [] }));
  }
  const assembly = await assemble({
    ...options,
    clock: systemClock,
    entropy: systemEntropy,
    log: () => undefined,
  });
  const store = openSqliteStore({
    directory: loaded.dataDirectory,
    mode: "read",
    clock: systemClock,
  });
  return {
    assembly,
    store,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

/** One for all: answers are recorded in it and change nothing else. */
let opened: ReturnType<typeof openStore> | undefined;
after(async () => (await opened)?.[Symbol.asyncDispose]());

/** The whole way of an answer, to a provider that fails as it is told; waits take no time. */
async function open(provider: Provider, limits = LIMITS) {
  const server = await startFaultServer();
  const policy = { allowed: new Set([server.url]), isOpen: false };
  const client = createOutboundClient(policy, createSystemNetwork(), limits);
  const context = adapterContext({ fetch: client.fetch });
  const generator = await PROVIDERS[provider].open(server.url, context);
  let nowMs = 0;
  const clock: Clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
  const warnings: string[] = [];
  const guard = createGuard({
    clock,
    random: createRandom("providers"),
    sleep: async (ms) => {
      nowMs += ms;
    },
    logger: { debug: () => undefined, warn: (message) => warnings.push(message) },
  });
  const base = await (opened ??= openStore());
  const resilient = makeResilientGenerator(generator, guard);
  const assembly = { ...base.assembly, generator: lock("generator", resilient) };
  return {
    server,
    warnings,
    pass: (ms: number) => (nowMs += ms),
    stream: (signal?: AbortSignal) =>
      streamAnswer(assembly, base.store, OWNER, { question: QUESTION, signal }),
    findRecord: (id: string) => base.store.findAnswer(OWNER, id),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

type Opened = Awaited<ReturnType<typeof open>>;

interface Asked {
  readonly answer: Answer | undefined;
  readonly error: unknown;
  readonly told: string;
  readonly record: AnswerRecord;
}

async function ask(to: Opened): Promise<Asked> {
  const events: AnswerEvent[] = [];
  let error: unknown;
  try {
    for await (const event of to.stream()) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  const [started] = events;
  assert.ok(started?.type === "answer-started", String(error));
  const last = events.at(-1);
  const record = await to.findRecord(started.id);
  assert.ok(record, "there is no record");
  const told = events.flatMap((event) => (event.type === "sentence-checked" ? [event.text] : []));
  return {
    answer: last && "answer" in last ? last.answer : undefined,
    error,
    told: told.join(""),
    record,
  };
}

function assertWhole({ answer, told, record }: Asked): void {
  assert.deepEqual([answer?.text, told, answer?.incomplete], [WHOLE, WHOLE, undefined]);
  assert.equal(record.outcome, "answered");
}

/** A part that says so, or an error where nothing had passed; never a whole answer. */
function assertPart({ answer, error, told, record }: Asked): void {
  if (!answer) {
    assert.ok(error instanceof PlumblineError && error.retryable, String(error));
    assert.deepEqual([told, record.outcome], ["", "error"]);
    return;
  }
  assert.equal(answer.incomplete, true);
  assert.deepEqual([record.outcome, answer.text], ["incomplete", told]);
  assert.ok(record.reason, "it does not say why");
}

function assertMet(asked: Asked, outcome: string): void {
  const { answer, error, told, record } = asked;
  assert.ok(!told.includes("\ufffd"), told);
  assert.equal(answer?.abstained ?? false, false, "a fault is no abstention");
  for (const { text, verdict } of record.answer.sentences)
    if (verdict === "passed")
      assert.ok(
        SENTENCES.some((sentence) => text.endsWith(sentence)),
        text,
      );
  if (outcome === "complete") return assertWhole(asked);
  if (outcome === "incomplete") return assertPart(asked);
  if (outcome === "either") return answer && !answer.incomplete ? undefined : assertPart(asked);
  assert.ok(error instanceof PlumblineError, `it gave ${JSON.stringify(answer)}`);
  assert.equal(error.kind, outcome);
  assert.deepEqual([told, record.outcome, record.answer.text], ["", "error", ""]);
}

type Listed = ReturnType<typeof listFaults>[number];

async function meetFault(provider: Provider, { name, outcome, isRetried }: Listed): Promise<void> {
  const isSlow = outcome === "timeout" || name === "stall-mid-body";
  await using to = await open(provider, isSlow ? IMPATIENT : LIMITS);
  to.server.setFault(name);
  const asked = await ask(to);
  assertMet(asked, outcome);
  const { calls } = to.server;
  // A reply that broke off may be asked for again as long as nothing of it was shown.
  if (outcome === "incomplete" && !asked.answer) assert.ok(calls.length <= 3, "calls");
  else assert.equal(calls.length, isRetried ? 3 : 1, "calls");
  assert.equal(
    to.warnings.filter((message) => message === "service-retried").length,
    calls.length - 1,
  );
  if (isSlow) return;
  to.pass(30_000);
  to.server.setFault();
  assertWhole(await ask(to));
}

for (const provider of ["openai-compatible", "openai", "anthropic"] as const)
  describe(`R07 ${provider}`, () => {
    for (const fault of listFaults(PROVIDERS[provider].wire))
      it(`R07 ${provider} ${fault.name}: ${fault.outcome}`, () => meetFault(provider, fault));

    for (const fault of ["usage-missing", "usage-absurd"] as const)
      it(`R07 ${provider} ${fault}: the cost is unknown, and not 0`, async () => {
        await using to = await open(provider);
        to.server.setFault(fault);
        const { answer } = await ask(to);
        assert.deepEqual(answer?.usage, {
          model: "toy",
          inputTokens: "unknown",
          outputTokens: "unknown",
          costUsd: "unknown",
        });
        to.server.setFault();
        const { answer: healthy } = await ask(to);
        // 120 in and 30 out at a dollar for a million each.
        assert.equal(healthy?.usage?.costUsd, 0.00015);
      });

    it(`R07 ${provider} is stopped within a second when the reader leaves`, async () => {
      for (const leave of ["return", "abort"] as const) {
        await using to = await open(provider);
        to.server.setFault("stall-mid-body");
        const reader = new AbortController();
        const events = to.stream(reader.signal);
        const started = await events.next();
        const pending = events.next().catch((error: unknown) => error);
        while (to.server.calls.length === 0) await new Promise(setImmediate);
        const left = performance.now();
        if (leave === "abort") reader.abort(new Error("gone"));
        else await events.return(undefined);
        await pending;
        assert.equal(await to.server.calls[0]?.ended, "aborted");
        assert.ok(performance.now() - left < 1000);
        assert.ok(started.value && "id" in started.value);
        const record = await to.findRecord(started.value.id);
        assert.deepEqual([record?.outcome, record?.reason], ["incomplete", "stopped"]);
        assert.equal(to.server.calls.length, 1);
      }
    });
  });

it("R07 a model that keeps failing is left alone after five calls, for 30 s", async () => {
  await using to = await open("openai");
  to.server.setFault("http-503");
  for (let round = 0; round < 3; round++) await ask(to);
  assert.equal(to.server.calls.length, 5);
  const { error } = await ask(to);
  assert.ok(error instanceof PlumblineError && error.code === "app.service-resting");
  to.server.setFault();
  to.pass(30_000);
  assertWhole(await ask(to));
});
