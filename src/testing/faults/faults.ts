/** @module Every way a provider fails, by name: what it does, and how a caller must take it. */

/** What a provider is asked: OpenAI's chat and embeddings, Anthropic's messages, any reranker. */
export type Wire = "chat" | "messages" | "embeddings" | "rerank";

/**
 * What a caller must make of it. `complete` is the whole, right reply; `incomplete` a reply that
 * says it was cut; `either` one of the two, and never wrong characters. The rest are kinds of
 * errors.
 */
export type Outcome =
  | "complete"
  | "incomplete"
  | "either"
  | "upstream"
  | "timeout"
  | "limited"
  | "invalid"
  | "conflict";

interface FaultTraits {
  /** By what is asked; chat and messages are asked as streams. A wire that is absent has no such fault. */
  readonly outcomes: Readonly<Partial<Record<Wire, Outcome>>>;
  /** Whether the same request may be tried again, as long as nothing of the reply was shown. */
  readonly isRetried: boolean;
}

const everywhere = (outcome: Outcome, isRetried = false): FaultTraits => ({
  outcomes: { chat: outcome, messages: outcome, embeddings: outcome, rerank: outcome },
  isRetried,
});

/** What has begun to stream is incomplete; a reply in one piece is no reply. */
const cut = (whole: Outcome, isRetried = false): FaultTraits => ({
  outcomes: { chat: "incomplete", messages: "incomplete", embeddings: whole, rerank: whole },
  isRetried,
});

const streamed = (outcome: Outcome, messages: Outcome | undefined = outcome): FaultTraits => ({
  outcomes: { chat: outcome, messages },
  isRetried: false,
});
const only = (wire: Wire, outcome: Outcome): FaultTraits => ({
  outcomes: { [wire]: outcome },
  isRetried: false,
});

const TRAITS = {
  // The connection.
  "reset-before-headers": everywhere("upstream", true),
  "no-headers": everywhere("timeout", true),
  "stall-mid-body": cut("timeout"),
  "slow-drip": everywhere("timeout"),
  "reset-mid-body": cut("upstream", true),
  "cut-mid-event": cut("upstream"),
  "cut-mid-character": cut("upstream"),

  // The status.
  "http-400": everywhere("invalid"),
  "http-400-context-length": everywhere("invalid"),
  "http-401": everywhere("upstream"),
  "http-403": everywhere("upstream"),
  "http-404": everywhere("invalid"),
  "http-408": everywhere("upstream", true),
  "http-409": everywhere("upstream", true),
  "http-413": everywhere("invalid"),
  "http-422": everywhere("invalid"),
  "http-500": everywhere("upstream", true),
  "http-502": everywhere("upstream", true),
  "http-503": everywhere("upstream", true),
  "http-504": everywhere("upstream", true),
  "http-529": everywhere("upstream", true),
  "http-429": everywhere("limited", true),
  "http-429-seconds": everywhere("limited", true),
  "http-429-ms": everywhere("limited", true),
  "http-429-date": everywhere("limited", true),
  "http-429-absurd": everywhere("limited"),
  "http-429-negative": everywhere("limited", true),
  "http-429-past": everywhere("limited", true),

  // The body.
  "html-200": everywhere("upstream"),
  "empty-200": everywhere("upstream"),
  "malformed-json": everywhere("upstream"),
  "wrong-schema": everywhere("upstream"),
  "error-200": everywhere("upstream"),
  "endless-body": everywhere("upstream"),
  "huge-reply": everywhere("upstream"),
  "decompression-bomb": everywhere("upstream"),

  // The stream.
  "no-choices": only("chat", "upstream"),
  "error-mid-stream": streamed("incomplete"),
  "closed-without-finish": streamed("incomplete"),
  "finish-null": streamed("incomplete"),
  "finish-unknown": streamed("incomplete"),
  "finish-length": streamed("incomplete"),
  "finish-content-filter": streamed("incomplete"),
  "finish-without-done": streamed("complete", "incomplete"),
  "done-without-finish": streamed("incomplete"),
  "text-after-finish": streamed("incomplete"),
  "two-finishes": streamed("incomplete"),
  "duplicated-chunks": streamed("either"),
  "empty-chunks": streamed("complete"),
  "keep-alive-comments": streamed("complete"),
  "crlf-lines": streamed("complete"),
  "no-blank-lines": streamed("either"),
  "split-characters": streamed("complete"),
  "invalid-utf8": streamed("either"),
  "usage-missing": streamed("complete"),
  "usage-absurd": streamed("complete"),
  "tool-arguments-null": only("chat", "upstream"),
  "tool-unknown": only("chat", "upstream"),
  "tool-cut": only("chat", "incomplete"),

  // The vectors.
  "vectors-fewer": only("embeddings", "upstream"),
  "vectors-more": only("embeddings", "upstream"),
  "vectors-reordered": only("embeddings", "complete"),
  "vector-index-repeated": only("embeddings", "upstream"),
  "vector-index-out-of-range": only("embeddings", "upstream"),
  "vector-dimensions-wrong": only("embeddings", "upstream"),
  "vector-nan": only("embeddings", "upstream"),
  "vector-null": only("embeddings", "upstream"),
  "vector-infinite": only("embeddings", "upstream"),
  "vector-zero": only("embeddings", "upstream"),
  "vector-drift": only("embeddings", "conflict"),
  "model-changed": only("embeddings", "conflict"),

  // The ranks.
  "ranks-missing": only("rerank", "upstream"),
  "ranks-repeated": only("rerank", "upstream"),
  "ranks-empty": only("rerank", "upstream"),
  "rank-index-out-of-range": only("rerank", "upstream"),
  "rank-score-nan": only("rerank", "upstream"),
  "rank-score-null": only("rerank", "upstream"),
} as const satisfies Readonly<Record<string, FaultTraits>>;

export type FaultName = keyof typeof TRAITS;

export interface Fault extends FaultTraits {
  readonly name: FaultName;
}

/** All of them; `http-429-*` is told when to come back, or nonsense. */
export const PROVIDER_FAULTS: readonly Fault[] = Object.entries(TRAITS).map(([name, traits]) => ({
  // The entries of an object literal whose keys are the names.
  name: name as FaultName,
  ...traits,
}));

/** The faults that something asked in one way can meet, each with what must come of it. */
export function listFaults(
  wire: Wire,
): readonly { readonly name: FaultName; readonly outcome: Outcome; readonly isRetried: boolean }[] {
  return PROVIDER_FAULTS.flatMap(({ name, outcomes, isRetried }) => {
    const outcome = outcomes[wire];
    if (!outcome) return [];
    return [{ name, outcome, isRetried: isRetried && outcome !== "incomplete" }];
  });
}
