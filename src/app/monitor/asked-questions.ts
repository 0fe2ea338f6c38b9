/** @module Questions of users, from their traces: what windows are made of. */
import { setImmediate } from "node:timers/promises";
import type { Trace, TraceOutcome, TraceSpan } from "../../domain/trace.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";
import { readTracePages } from "../trace/trace-pages.ts";

export interface AskedQuestion {
  /** Of the trace. */
  readonly id: string;
  /** Absent where it failed before there was a record. */
  readonly answerId?: string;
  readonly askedAt: string;
  readonly release: string;
  readonly outcome: TraceOutcome;
  readonly inConversation: boolean;
  /** What it was taken by: a router's choice, the collections it named, or those that answered. */
  readonly route?: string;
  /** Absent where no model was paid, or one told no price. */
  readonly costUsd?: number;
}

export interface AskedPeriod {
  readonly since?: string | undefined;
  /** The moment behind the last. */
  readonly until?: string | undefined;
  readonly release?: string | undefined;
}

/** For a server to look at the network between two pieces of work. */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

/** Page by page, newest first. */
export async function* listAsked(
  store: Pick<Store, "listTraces">,
  period: AskedPeriod,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly AskedQuestion[]> {
  const access = maintenanceAccess("monitor");
  const asked = { ...period, source: "user", operation: "ask" } as const;
  for await (const page of readTracePages(store, access, asked)) {
    yield page.map(toQuestion);
    await pause(signal);
  }
}

function toQuestion({ id, answerId, startedAt, conversationId, ...trace }: Trace): AskedQuestion {
  const costUsd = sumCosts(trace.spans);
  return {
    id,
    ...(answerId === undefined ? {} : { answerId }),
    askedAt: startedAt,
    release: trace.release,
    outcome: trace.outcome,
    inConversation: conversationId !== undefined,
    ...(trace.outcome === "error" ? {} : { route: findRoute(trace) }),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}

function findRoute({
  spans,
  collections,
  foundIn,
}: Pick<Trace, "spans" | "collections" | "foundIn">): string {
  const chosen = spans.find(({ kind }) => kind === "route")?.attributes["route"];
  if (typeof chosen === "string") return chosen;
  const names = collections === "all" ? foundIn : collections;
  return names.length === 0 ? "none" : names.toSorted().join("+");
}

function sumCosts(spans: readonly TraceSpan[]): number | undefined {
  let sum: number | undefined;
  for (const { usage } of spans) {
    if (!usage) continue;
    if (usage.costUsd === "unknown") return undefined;
    sum = (sum ?? 0) + usage.costUsd;
  }
  return sum;
}
