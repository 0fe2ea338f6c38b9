import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Trace, TraceSpan } from "../../domain/trace.ts";
import { createRandom } from "../../foundation/random.ts";
import { retrievalOf, traceOf } from "../../testing/record-fixtures.ts";
import { recordAnswer } from "../../testing/store-fixtures.ts";
import { toExportedSpans } from "./spans.ts";
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

function exportAs(profile: Profile, content?: TraceContent) {
  const spans = toExportedSpans(TRACE, content, profile);
  const attributesOf = (index: number) => spans[index]?.attributes ?? {};
  return { spans, attributesOf };
}

/** Without our own, which are the same in each profile. */
const theirs = (attributes: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(attributes).filter(([key]) => !key.startsWith("plumbline.")));

describe("toExportedSpans", () => {
  it("hangs every span where it belongs, with times in nanoseconds", () => {
    const { spans } = exportAs("semconv-1.41");
    const [root, embed, , fuse] = spans;
    assert.deepEqual(
      [root?.traceId, root?.spanId, root?.parent, root?.kind],
      [TRACE.traceId, TRACE.spanId, { spanId: "b7ad6b7169203331", isRemote: true }, "server"],
    );
    assert.deepEqual(embed?.parent, { spanId: TRACE.spanId, isRemote: false });
    assert.equal(fuse?.parent?.spanId, "00f067aa0ba902c2");
    assert.equal(root?.startNs, 1_772_442_000_000_000_000n);
    assert.equal(embed?.startNs, 1_772_442_000_001_000_000n);
    assert.equal(embed?.endNs, 1_772_442_000_001_500_000n);
    assert.deepEqual(
      spans.map(({ error }) => error),
      [...Array.from({ length: 6 }, () => undefined), "upstream.failed"],
    );
  });

  it("names spans and attributes as semconv 1.41 does", () => {
    const { spans, attributesOf } = exportAs("semconv-1.41");
    assert.deepEqual(
      spans.map(({ name, kind }) => [name, kind]),
      [
        ["plumbline ask", "server"],
        ["embeddings small-1", "client"],
        ["retrieval hr", "internal"],
        ["plumbline fuse", "internal"],
        ["plumbline rerank", "internal"],
        ["chat small-1", "client"],
        ["plumbline cite", "internal"],
      ],
    );
    assert.deepEqual(theirs(attributesOf(1)), {
      "gen_ai.operation.name": "embeddings",
      "gen_ai.request.model": "small-1",
      "gen_ai.response.model": "small-1",
      "gen_ai.usage.input_tokens": 120,
      "gen_ai.embeddings.dimension.count": 256,
    });
    assert.deepEqual(theirs(attributesOf(2)), {
      "gen_ai.operation.name": "retrieval",
      "gen_ai.data_source.id": "hr",
      "gen_ai.request.top_k": 8,
    });
    assert.deepEqual(theirs(attributesOf(5)), {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "small-1",
      "gen_ai.response.model": "small-1",
      "gen_ai.usage.input_tokens": 120,
      "gen_ai.usage.output_tokens": 30,
      "gen_ai.response.finish_reasons": ["stop"],
    });
    assert.equal(attributesOf(5)["plumbline.cost.usd"], 0.00015);
    assert.equal(attributesOf(1)["plumbline.cost.usd"], undefined);
    assert.equal(attributesOf(6)["error.type"], "upstream.failed");
  });

  it("names how many documents were wanted as the latest conventions do", () => {
    const attributes = exportAs("genai-latest").attributesOf(2);
    assert.equal(attributes["gen_ai.retrieval.top_k"], 8);
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
      "llm.token_count.prompt": 120,
      "llm.token_count.completion": 30,
    });
    assert.equal(attributesOf(4)["reranker.model_name"], "light-1");
  });

  for (const profile of PROFILES)
    it(`tells nothing that was said under ${profile}, unless asked to`, () => {
      const without = JSON.stringify(exportAs(profile).spans.map(({ attributes }) => attributes));
      for (const text of [CONTENT.question, "Twelve", "doc_1"]) assert.ok(!without.includes(text));
      const { spans } = exportAs(profile, CONTENT);
      const whole = JSON.stringify(spans.map(({ attributes }) => attributes));
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
