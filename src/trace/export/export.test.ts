import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Trace, TraceSpan } from "../../domain/trace.ts";
import { createRandom } from "../../foundation/random.ts";
import { retrievalOf, traceOf } from "../../testing/record-fixtures.ts";
import { recordAnswer } from "../../testing/store-fixtures.ts";
import { toOtlp } from "./otlp.ts";
import { isSampled, redactText } from "./sample.ts";
import { PROFILES, type Profile, type TraceContent } from "./semconv.ts";

const span = (number: number, changes: Partial<TraceSpan>): TraceSpan => ({
  spanId: `00f067aa0ba902c${number}`,
  kind: "retrieve",
  startMs: number,
  durationMs: 0.5,
  attributes: {},
  ...changes,
});

const usage = { model: "small-1", inputTokens: 120, outputTokens: 30, costUsd: 0.00015 } as const;
const TRACE: Trace = traceOf("trc_00000000000000000001", {
  parentSpanId: "b7ad6b7169203331",
  conversationId: "c1",
  foundIn: ["hr"],
  retrieval: retrievalOf(recordAnswer({ id: "ans_1", principals: [], passages: [] })),
  spans: [
    span(1, {
      kind: "embed",
      usage: { ...usage, outputTokens: "unknown", costUsd: "unknown" },
      attributes: { model: "small-1", dimensions: 256 },
    }),
    span(2, { attributes: { candidates: 12 } }),
    span(3, { kind: "fuse", parentId: "00f067aa0ba902c2" }),
    span(4, { kind: "rerank", attributes: { reranker: "light-1" } }),
    span(5, { kind: "generate", usage, attributes: { provider: "openai", finish: "stop" } }),
    span(6, { kind: "cite", error: "upstream.failed" }),
  ],
});
const CONTENT: TraceContent = {
  question: "How long?",
  reply: "Twelve weeks.",
  documents: [{ id: "doc_1", score: 0.5 }],
};

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
interface OtlpSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code: number };
}

function exportAs(profile: Profile, content?: TraceContent) {
  const body = toOtlp([{ trace: TRACE, content }], { profile, serviceName: "s", version: "1" });
  // The shape is what these tests are about.
  const { resourceSpans } = body as {
    resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
  };
  const spans = resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
  const attributesOf = (index: number): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      (spans[index]?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]),
    );
  return { spans, attributesOf };
}

/** Without our own, which are the same in each profile. */
const theirs = (attributes: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(attributes).filter(([key]) => !key.startsWith("plumbline.")));

describe("toOtlp", () => {
  it("hangs every span where it belongs, with times in nanoseconds", () => {
    const { spans } = exportAs("semconv-1.41");
    const [root, embed, , fuse] = spans;
    assert.deepEqual(
      [root?.traceId, root?.spanId, root?.parentSpanId, root?.kind],
      [TRACE.traceId, TRACE.spanId, "b7ad6b7169203331", 2],
    );
    assert.equal(embed?.parentSpanId, TRACE.spanId);
    assert.equal(fuse?.parentSpanId, "00f067aa0ba902c2");
    assert.equal(root?.startTimeUnixNano, "1772442000000000000");
    assert.equal(embed?.startTimeUnixNano, "1772442000001000000");
    assert.equal(embed?.endTimeUnixNano, "1772442000001500000");
    assert.deepEqual(
      spans.map(({ status }) => status.code),
      [1, 1, 1, 1, 1, 1, 2],
    );
  });

  it("names spans and attributes as semconv 1.41 does", () => {
    const { spans, attributesOf } = exportAs("semconv-1.41");
    assert.deepEqual(
      spans.map(({ name, kind }) => [name, kind]),
      [
        ["plumbline ask", 2],
        ["embeddings small-1", 3],
        ["retrieval hr", 1],
        ["plumbline fuse", 1],
        ["plumbline rerank", 1],
        ["chat small-1", 3],
        ["plumbline cite", 1],
      ],
    );
    assert.deepEqual(theirs(attributesOf(1)), {
      "gen_ai.operation.name": "embeddings",
      "gen_ai.request.model": "small-1",
      "gen_ai.response.model": "small-1",
      "gen_ai.usage.input_tokens": "120",
      "gen_ai.embeddings.dimension.count": "256",
    });
    assert.deepEqual(theirs(attributesOf(2)), {
      "gen_ai.operation.name": "retrieval",
      "gen_ai.data_source.id": "hr",
      "gen_ai.request.top_k": "8",
    });
    assert.deepEqual(theirs(attributesOf(5)), {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "small-1",
      "gen_ai.response.model": "small-1",
      "gen_ai.usage.input_tokens": "120",
      "gen_ai.usage.output_tokens": "30",
      "gen_ai.response.finish_reasons": { values: [{ stringValue: "stop" }] },
    });
    assert.equal(attributesOf(5)["plumbline.cost.usd"], 0.00015);
    assert.equal(attributesOf(1)["plumbline.cost.usd"], undefined);
    assert.equal(attributesOf(6)["error.type"], "upstream.failed");
  });

  it("names how many documents were wanted as the latest conventions do", () => {
    const attributes = exportAs("genai-latest").attributesOf(2);
    assert.equal(attributes["gen_ai.retrieval.top_k"], "8");
    assert.equal(attributes["gen_ai.request.top_k"], undefined);
  });

  it("names roles, models and tokens as OpenInference does", () => {
    const { attributesOf } = exportAs("openinference");
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 6].map((index) => attributesOf(index)["openinference.span.kind"]),
      ["CHAIN", "EMBEDDING", "RETRIEVER", "CHAIN", "RERANKER", "LLM", "GUARDRAIL"],
    );
    assert.deepEqual(theirs(attributesOf(5)), {
      "openinference.span.kind": "LLM",
      "llm.model_name": "small-1",
      "llm.provider": "openai",
      "llm.token_count.prompt": "120",
      "llm.token_count.completion": "30",
    });
    assert.equal(attributesOf(4)["reranker.model_name"], "light-1");
  });

  for (const profile of PROFILES)
    it(`tells nothing that was said under ${profile}, unless asked to`, () => {
      const without = JSON.stringify(exportAs(profile).spans);
      for (const text of [CONTENT.question, "Twelve", "doc_1"]) assert.ok(!without.includes(text));
      const whole = JSON.stringify(exportAs(profile, CONTENT).spans);
      for (const text of [CONTENT.question, "Twelve", "doc_1"]) assert.ok(whole.includes(text));
    });
});

describe("isSampled", () => {
  it("takes the share that is asked for, and always the same traces", () => {
    const random = createRandom("sampling");
    const ids = Array.from({ length: 4000 }, () =>
      Array.from({ length: 4 }, () => random.uint32().toString(16).padStart(8, "0")).join(""),
    );
    const taken = ids.filter((id) => isSampled(id, 0.25));
    // Within four standard deviations of a binomial with p .25.
    assert.ok(Math.abs(taken.length - 1000) < 4 * Math.sqrt(4000 * 0.25 * 0.75));
    assert.ok(taken.every((id) => isSampled(id, 0.3)));
    assert.equal(ids.filter((id) => isSampled(id, 1)).length, ids.length);
    assert.equal(ids.filter((id) => isSampled(id, 0)).length, 0);
  });
});

describe("redactText", () => {
  it("takes out addresses, long numbers and what it is told besides", () => {
    const text =
      "Ask ana.b@mail.example or +41 44 123 45 67, case AB-17, by 2026-03-01, 140 euros.";
    assert.equal(
      redactText(text, [/AB-\d+/]),
      "Ask [redacted] or [redacted], case [redacted], by 2026-03-01, 140 euros.",
    );
  });
});
