/** @module Copies of traces for a telemetry system; a system that is down costs nothing. */
import type { Trace } from "../../domain/trace.ts";
import type { Logger } from "../../foundation/effects.ts";
import { toPlumblineError } from "../../foundation/errors.ts";
import type { SpanExporter } from "../../ports/span-exporter.ts";
import { isSampled, redactContent, toExportedSpans, type TraceContent } from "../../trace/index.ts";
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

interface WaitingTrace {
  readonly trace: Trace;
  readonly content: TraceContent | undefined;
}

export const NO_EXPORT: TraceExporter = {
  offer: () => undefined,
  flush: async () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
};

/** @param effects.exporter is closed with it. */
export function createTraceExporter(
  { profile, sample, content, redact }: ExportConfig,
  { exporter, logger }: { readonly exporter: SpanExporter; readonly logger: Logger },
): TraceExporter {
  const patterns = redact.map((pattern) => new RegExp(pattern, "gu"));
  const waiting: WaitingTrace[] = [];
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();
  const send = async (batch: readonly WaitingTrace[]): Promise<void> => {
    const spans = batch.flatMap((each) => toExportedSpans(each.trace, each.content, profile));
    try {
      await exporter.export(spans);
    } catch (error) {
      const { code, message: reason } = toPlumblineError(error);
      logger.warn("traces were not exported", { traces: batch.length, code, reason });
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
        content: content ? redactContent(toContent(), patterns) : undefined,
      });
      timer ??= setTimeout(() => void flush(), DELAY_MS);
    },
    flush,
    async [Symbol.asyncDispose]() {
      await flush();
      await exporter[Symbol.asyncDispose]();
    },
  };
}
