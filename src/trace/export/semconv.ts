/** @module The names of other people's telemetry: the only file that holds them. */
import type { SpanKind, Trace, TraceSpan } from "../../domain/trace.ts";
import type { ExportedSpan, ExportedValue } from "../../ports/span-exporter.ts";

/**
 * `semconv-1.41` is the last release of OpenTelemetry's conventions that held these names, all of
 * them still in development; `genai-latest` is what became of them in their own repository;
 * `openinference` is Arize's.
 */
export const PROFILES = ["semconv-1.41", "genai-latest", "openinference"] as const;
export type Profile = (typeof PROFILES)[number];

type Attributes = ExportedSpan["attributes"];

/** What was said; exported only where the configuration asks for it. */
export interface TraceContent {
  readonly question: string;
  readonly reply?: string;
  readonly documents: readonly { readonly id: string; readonly score: number }[];
}

export type NamedSpan = Pick<ExportedSpan, "name" | "kind" | "attributes">;

type Naming = Readonly<{
  root(trace: Trace, content: TraceContent | undefined): NamedSpan;
  span(span: TraceSpan, trace: Trace, content: TraceContent | undefined): NamedSpan;
}>;

const OUR_NAMES = {
  release: "plumbline.release",
  fingerprint: "plumbline.fingerprint",
  source: "plumbline.source",
  stage: "plumbline.stage",
  outcome: "plumbline.outcome",
  reason: "plumbline.abstain.reason",
  cost: "plumbline.cost.usd",
} as const;

/** Leaves out what is absent or unknown: never an empty text, never a 0 for it. */
function compactOf(values: Readonly<Record<string, ExportedValue | undefined>>): Attributes {
  const told: Record<string, ExportedValue> = {};
  for (const [key, value] of Object.entries(values))
    if (value !== undefined && value !== "unknown") told[key] = value;
  return told;
}

const ours = (trace: Trace): Attributes =>
  compactOf({
    [OUR_NAMES.release]: trace.release,
    [OUR_NAMES.fingerprint]: trace.fingerprint,
    [OUR_NAMES.source]: trace.source,
    [OUR_NAMES.outcome]: trace.outcome,
    [OUR_NAMES.reason]: trace.reason,
    "error.type": trace.outcome === "error" ? (trace.reason ?? "unknown") : undefined,
  });

const ourSpan = ({ kind, attributes, usage, error }: TraceSpan): Attributes =>
  compactOf({
    [OUR_NAMES.stage]: kind,
    [OUR_NAMES.cost]: usage?.costUsd,
    "error.type": error,
    ...Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`plumbline.${kind}.${name}`, value]),
    ),
  });

const toSource = ({ collections, foundIn }: Trace): string =>
  (collections === "all" ? foundIn : collections).join(",") || "all";

const toText = (value: string | number | boolean | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** The operation of a span under `gen_ai.operation.name`; stages of our own have none. */
const OPERATIONS: Readonly<Partial<Record<SpanKind, string>>> = {
  rewrite: "chat",
  embed: "embeddings",
  retrieve: "retrieval",
  generate: "chat",
  judge: "chat",
  tool: "execute_tool",
};

const toMessages = (role: string, text: string): string =>
  JSON.stringify([{ role, parts: [{ type: "text", content: text }] }]);

/** Both profiles of `gen_ai`: they differ in the name of how many documents were wanted. */
const genAi = (topKName: string): Naming => ({
  root: (trace, content) => ({
    name: `plumbline ${trace.operation}`,
    kind: "server",
    attributes: {
      ...ours(trace),
      ...compactOf({
        "gen_ai.conversation.id": trace.conversationId,
        "gen_ai.data_source.id": toSource(trace),
        "gen_ai.input.messages": content && toMessages("user", content.question),
        "gen_ai.output.messages":
          content?.reply === undefined ? undefined : toMessages("assistant", content.reply),
      }),
    },
  }),
  span(span, trace, content) {
    const { kind, usage, attributes } = span;
    const operation = OPERATIONS[kind];
    // Retrieval without a model, and drafts without one, are work of this very process.
    const target = kind === "retrieve" ? toSource(trace) : usage?.model;
    const isRemote = usage !== undefined;
    if (operation === undefined || (kind !== "retrieve" && !isRemote))
      return { name: `plumbline ${kind}`, kind: "internal", attributes: ourSpan(span) };
    return {
      name: `${operation} ${target ?? ""}`.trim(),
      kind: isRemote ? "client" : "internal",
      attributes: {
        ...ourSpan(span),
        ...compactOf({
          "gen_ai.operation.name": operation,
          "gen_ai.provider.name": toText(attributes["provider"]),
          "gen_ai.request.model": toText(attributes["model"]) ?? usage?.model,
          "gen_ai.response.model": usage?.model,
          "gen_ai.usage.input_tokens": usage?.inputTokens,
          "gen_ai.usage.output_tokens": kind === "embed" ? undefined : usage?.outputTokens,
          "gen_ai.embeddings.dimension.count":
            kind === "embed" ? attributes["dimensions"] : undefined,
          ...(kind === "generate" && attributes["finish"] !== undefined
            ? { "gen_ai.response.finish_reasons": [String(attributes["finish"])] }
            : {}),
          ...(kind === "retrieve"
            ? {
                "gen_ai.data_source.id": toSource(trace),
                [topKName]: trace.retrieval?.topK,
                "gen_ai.retrieval.query.text": content?.question,
                "gen_ai.retrieval.documents": content && JSON.stringify(content.documents),
              }
            : {}),
        }),
      },
    };
  },
});

const OPENINFERENCE_KINDS: Readonly<Partial<Record<SpanKind, string>>> = {
  rewrite: "LLM",
  embed: "EMBEDDING",
  retrieve: "RETRIEVER",
  rerank: "RERANKER",
  generate: "LLM",
  cite: "GUARDRAIL",
  judge: "EVALUATOR",
  tool: "TOOL",
};

const openInference: Naming = {
  root: (trace, content) => ({
    name: `plumbline ${trace.operation}`,
    kind: "server",
    attributes: {
      ...ours(trace),
      ...compactOf({
        "openinference.span.kind": "CHAIN",
        "session.id": trace.conversationId,
        "input.value": content?.question,
        "output.value": content?.reply,
      }),
    },
  }),
  span(span, _, content) {
    const { kind, usage, attributes } = span;
    const role = OPENINFERENCE_KINDS[kind] ?? "CHAIN";
    const model = usage?.model ?? toText(attributes["model"]);
    const documents = kind === "retrieve" ? (content?.documents ?? []) : [];
    const listed = documents.flatMap(({ id, score }, index) => [
      [`retrieval.documents.${index}.document.id`, id],
      [`retrieval.documents.${index}.document.score`, score],
    ]);
    return {
      name: `plumbline ${kind}`,
      kind: usage ? "client" : "internal",
      attributes: {
        ...ourSpan(span),
        ...compactOf({
          "openinference.span.kind": role,
          "llm.model_name": role === "LLM" ? model : undefined,
          "llm.provider": role === "LLM" ? toText(attributes["provider"]) : undefined,
          "llm.token_count.prompt": usage?.inputTokens,
          "llm.token_count.completion": role === "LLM" ? usage?.outputTokens : undefined,
          "embedding.model_name": role === "EMBEDDING" ? model : undefined,
          "reranker.model_name": role === "RERANKER" ? toText(attributes["reranker"]) : undefined,
          "input.value": role === "RETRIEVER" ? content?.question : undefined,
        }),
        ...Object.fromEntries(listed),
      },
    };
  },
};

export const NAMINGS: Readonly<Record<Profile, Naming>> = {
  "semconv-1.41": genAi("gen_ai.request.top_k"),
  "genai-latest": genAi("gen_ai.retrieval.top_k"),
  openinference: openInference,
};
