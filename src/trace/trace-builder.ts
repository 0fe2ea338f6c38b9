/** @module A trace while it happens: spans are opened, told of and ended, then built once. */
import type { SpanKind, SpanUsage, Trace, TraceSpan } from "../domain/trace.ts";
import type { Clock, Entropy } from "../foundation/effects.ts";
import { PlumblineError } from "../foundation/errors.ts";
import { createRandomId } from "../foundation/ids.ts";
import type { TraceParent } from "./trace-parent.ts";

type Attributes = TraceSpan["attributes"];

/** What a call reports of itself; a field that it cannot tell is absent. */
export interface ReportedUsage {
  readonly model: string;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly costUsd?: number | undefined;
}

/** A span that has not ended. */
export interface OpenSpan {
  readonly spanId: string;
  note(attributes: Attributes): void;
  /** Several calls of one span add up. */
  addUsage(usage: ReportedUsage): void;
  /** Of work that others interrupt: only what is added counts, not the time in between. */
  addWork(ms: number): void;
  /** Once; what comes later is not heard. */
  end(error?: unknown): void;
}

export const toSpanUsage = (usage: ReportedUsage): SpanUsage => ({
  model: usage.model,
  inputTokens: usage.inputTokens ?? "unknown",
  outputTokens: usage.outputTokens ?? "unknown",
  costUsd: usage.costUsd ?? "unknown",
});

/** An unknown part makes an unknown sum. */
const add = (a: number | "unknown", b: number | "unknown"): number | "unknown" =>
  a === "unknown" || b === "unknown" ? "unknown" : a + b;

export function addUsages(a: SpanUsage | undefined, b: SpanUsage): SpanUsage {
  if (!a) return b;
  return {
    model: b.model,
    inputTokens: add(a.inputTokens, b.inputTokens),
    outputTokens: add(a.outputTokens, b.outputTokens),
    costUsd: add(a.costUsd, b.costUsd),
  };
}

/** Enough for a waterfall, and short in a record. */
const round = (ms: number): number => Math.round(ms * 100) / 100;

/** What only the end knows. */
export type TraceEnd = Omit<
  Trace,
  "id" | "traceId" | "spanId" | "parentSpanId" | "startedAt" | "endedAt" | "spans"
>;

const hex = (entropy: Entropy, bytes: number): string =>
  Buffer.from(entropy.bytes(bytes)).toString("hex");

export class TraceBuilder {
  readonly id: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly #clock: Clock;
  readonly #startedAt: Date;
  readonly #startedMs: number;
  readonly #spans: OpenedSpan[] = [];

  constructor(effects: { readonly clock: Clock; readonly entropy: Entropy }, parent?: TraceParent) {
    const { clock, entropy } = effects;
    this.#clock = clock;
    this.id = createRandomId("trc", entropy);
    this.traceId = parent?.traceId ?? hex(entropy, 16);
    this.spanId = hex(entropy, 8);
    this.parentSpanId = parent?.spanId;
    this.#startedAt = clock.now();
    this.#startedMs = clock.monotonicMs();
  }

  /** Milliseconds since it began. */
  get elapsedMs(): number {
    return this.#clock.monotonicMs() - this.#startedMs;
  }

  begin(kind: SpanKind, parent?: Pick<OpenSpan, "spanId">): OpenSpan {
    const spanId = toChildId(this.spanId, this.#spans.length + 1);
    const span = new OpenedSpan({ spanId, kind, parentId: parent?.spanId }, () => this.elapsedMs);
    this.#spans.push(span);
    return span;
  }

  /** Spans that are still open end with it. */
  build(end: TraceEnd): Trace {
    const lasted = this.elapsedMs;
    for (const span of this.#spans) span.end();
    return {
      id: this.id,
      traceId: this.traceId,
      spanId: this.spanId,
      ...(this.parentSpanId === undefined ? {} : { parentSpanId: this.parentSpanId }),
      ...end,
      startedAt: this.#startedAt.toISOString(),
      endedAt: new Date(this.#startedAt.getTime() + Math.max(0, Math.round(lasted))).toISOString(),
      spans: this.#spans.map((span) => span.toSpan()),
    };
  }
}

/** Numbered from the root's own id on: unlike any other, and alike enough to take little room. */
function toChildId(rootId: string, number: number): string {
  const next = (BigInt(`0x${rootId}`) + BigInt(number)) & 0xffff_ffff_ffff_ffffn;
  return next.toString(16).padStart(16, "0");
}

class OpenedSpan implements OpenSpan {
  readonly #head: Pick<TraceSpan, "spanId" | "kind"> & { readonly parentId: string | undefined };
  readonly #now: () => number;
  readonly #startMs: number;
  #attributes: Attributes = {};
  #usage: SpanUsage | undefined;
  #workMs: number | undefined;
  #endMs: number | undefined;
  #error: string | undefined;

  constructor(
    head: Pick<TraceSpan, "spanId" | "kind"> & { readonly parentId: string | undefined },
    now: () => number,
  ) {
    this.#head = head;
    this.#now = now;
    this.#startMs = now();
  }

  get spanId(): string {
    return this.#head.spanId;
  }

  note(attributes: Attributes): void {
    this.#attributes = { ...this.#attributes, ...attributes };
  }

  addUsage(usage: ReportedUsage): void {
    this.#usage = addUsages(this.#usage, toSpanUsage(usage));
  }

  addWork(ms: number): void {
    this.#workMs = (this.#workMs ?? 0) + ms;
  }

  end(error?: unknown): void {
    if (this.#endMs !== undefined) return;
    this.#endMs = this.#now();
    if (error !== undefined) this.#error = toErrorCode(error);
  }

  toSpan(): TraceSpan {
    const { spanId, kind, parentId } = this.#head;
    return {
      spanId,
      ...(parentId === undefined ? {} : { parentId }),
      kind,
      startMs: round(this.#startMs),
      durationMs: round(this.#workMs ?? (this.#endMs ?? this.#startMs) - this.#startMs),
      ...(this.#error === undefined ? {} : { error: this.#error }),
      ...(this.#usage === undefined ? {} : { usage: this.#usage }),
      attributes: this.#attributes,
    };
  }
}

/** A code where there is one; never a message, which may quote a document. */
export const toErrorCode = (error: unknown): string =>
  error instanceof PlumblineError ? error.code : error instanceof Error ? error.name : "unknown";
