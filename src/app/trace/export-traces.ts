/** @module Copies of traces for a telemetry system, in OTLP; a system that is down costs nothing. */
import type { Trace } from "../../domain/trace.ts";
import type { Logger } from "../../foundation/effects.ts";
import type { AdapterContext } from "../../ports/adapter.ts";
import {
  isSampled,
  redactContent,
  toOtlp,
  type ExportedTrace,
  type TraceContent,
} from "../../trace/index.ts";
import type { Config } from "../../config/index.ts";

type ExportConfig = NonNullable<Config["traces"]["export"]>;

export interface TraceExporter extends AsyncDisposable {
  /** Texts are looked at only where the configuration asks for them. */
  offer(trace: Trace, toContent: () => TraceContent): void;
  /** Sends what waits. Never throws. */
  flush(): Promise<void>;
}

const DELAY_MS = 1000;
const MOST_SENT = 128;
/** Beyond this the oldest are dropped: a receiver that is down must not fill the memory. */
const MOST_WAITING = 4096;
const DEADLINE_MS = 5000;

export const NO_EXPORT: TraceExporter = {
  offer: () => undefined,
  flush: async () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
};

export function createTraceExporter(
  config: ExportConfig,
  { fetch, logger, version }: Pick<AdapterContext, "fetch"> & { logger: Logger; version: string },
): TraceExporter {
  const { url, headers, profile, sample, content } = config;
  const patterns = config.redact.map((pattern) => new RegExp(pattern, "gu"));
  const waiting: ExportedTrace[] = [];
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();
  const send = async (batch: readonly ExportedTrace[]): Promise<void> => {
    const body = toOtlp(batch, { profile, serviceName: "plumbline", version });
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`status ${response.status}`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn("traces were not exported", { traces: batch.length, reason });
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    sending = sending.then(async () => {
      while (waiting.length > 0) await send(waiting.splice(0, MOST_SENT));
    });
    return sending;
  };
  return {
    offer(trace, toContent) {
      if (!isSampled(trace.traceId, sample)) return;
      if (waiting.length === MOST_WAITING) waiting.shift();
      waiting.push({
        trace,
        ...(content ? { content: redactContent(toContent(), patterns) } : {}),
      });
      timer ??= setTimeout(() => void flush(), DELAY_MS);
    },
    flush,
    [Symbol.asyncDispose]: flush,
  };
}
