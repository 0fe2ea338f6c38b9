/** @module The writer in a thread of its own, so that reading goes on while it works. */
import { once } from "node:events";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { PlumblineError } from "../../foundation/errors.ts";
import type { KeyRecord } from "../../domain/api-key.ts";
import type { BuildEvent } from "../../ingest/index.ts";
import type { PurgeReceipt } from "../../domain/retention.ts";
import { writerStopped } from "../errors.ts";
import type { IngestEvent } from "../ingest.ts";
import type { PutDocumentOutput } from "../put-document.ts";
import type { FromWorker, ToWorker, WorkerStart, WriterCall } from "./protocol.ts";
import type { Writer } from "./writer.ts";

/** The same name beside this file, in a checkout and in the built package. */
const ENTRY = new URL(`worker${extname(import.meta.filename)}`, import.meta.url);

interface Waiting {
  onEvent(event: IngestEvent): void;
  done(value: unknown): void;
  failed(error: Error): void;
}

/** Started by the first call, and again by the next one after it has died. */
export function createThreadWriter(start: WorkerStart, log: (line: string) => void): Writer {
  const thread = new WriterThread(start, log);
  return {
    async open() {
      await thread.call({ name: "open" });
    },
    ingest: ({ signal, ...input }) => iterate(thread, { name: "ingest", input }, signal),
    // Of this call no other events come.
    buildIndexes: ({ signal, ...input }) =>
      iterate(thread, { name: "buildIndexes", input }, signal) as AsyncGenerator<BuildEvent>,
    async dropPlans(plans) {
      await thread.call({ name: "dropPlans", plans });
    },
    // The replies of the thread are what the same method gives there.
    putDocument: (as, { signal, ...input }) =>
      thread.call({ name: "putDocument", as, input }, signal) as Promise<PutDocumentOutput>,
    async deleteDocument(as, id) {
      await thread.call({ name: "deleteDocument", as, id });
    },
    async putKey(record) {
      await thread.call({ name: "putKey", record });
    },
    async putHold(hold) {
      await thread.call({ name: "putHold", hold });
    },
    purge: (request) => thread.call({ name: "purge", request }) as Promise<PurgeReceipt>,
    changeKey: (id, change) => thread.call({ name: "changeKey", id, change }) as Promise<KeyRecord>,
    [Symbol.asyncDispose]: () => thread.close(),
  };
}

/** Yields what the thread tells; ending the iteration early aborts the call. */
async function* iterate(
  thread: WriterThread,
  call: WriterCall,
  signal: AbortSignal | undefined,
): AsyncGenerator<IngestEvent> {
  const told: IngestEvent[] = [];
  let news = Promise.withResolvers<void>();
  let ended = false;
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const hear = (event: IngestEvent): void => {
    told.push(event);
    news.resolve();
  };
  const finished = thread.call(call, either, hear).finally(() => {
    ended = true;
    news.resolve();
  });
  // It may fail while the events before it are still being consumed.
  finished.catch(() => undefined);
  try {
    for (;;) {
      yield* told.splice(0);
      if (told.length > 0) continue;
      if (ended) break;
      await news.promise;
      news = Promise.withResolvers<void>();
    }
    await finished;
  } finally {
    stop.abort(new Error("nobody listens any more"));
    await finished.catch(() => undefined);
  }
}

class WriterThread {
  readonly #start: WorkerStart;
  readonly #log: (line: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #calls = 0;

  constructor(start: WorkerStart, log: (line: string) => void) {
    this.#start = start;
    this.#log = log;
  }

  /** @throws what the call throws there, app.writer-stopped, or the signal's reason. */
  call(
    call: WriterCall,
    signal?: AbortSignal,
    onEvent: Waiting["onEvent"] = () => undefined,
  ): Promise<unknown> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const worker = (this.#worker ??= this.#begin());
    const number = ++this.#calls;
    const abort = (): void => this.#post(worker, { kind: "abort", number });
    signal?.addEventListener("abort", abort, { once: true });
    const outcome = new Promise<unknown>((done, failed) =>
      this.#waiting.set(number, {
        onEvent,
        done,
        failed: (error) => failed(signal?.aborted ? signal.reason : error),
      }),
    );
    this.#post(worker, { kind: "call", number, call });
    return outcome.finally(() => {
      this.#waiting.delete(number);
      signal?.removeEventListener("abort", abort);
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const gone = once(worker, "exit");
    // A thread that died on the way has closed as well.
    await this.call({ name: "close" }).catch(() => undefined);
    await gone;
  }

  #begin(): Worker {
    const worker = new Worker(ENTRY, { workerData: this.#start });
    worker.on("message", (message: FromWorker) => this.#hear(message));
    worker.on("error", (error) => this.#end(worker, error));
    worker.on("exit", () => this.#end(worker, undefined));
    return worker;
  }

  #post(worker: Worker, message: ToWorker): void {
    worker.postMessage(message);
  }

  #hear(message: FromWorker): void {
    if (message.kind === "log") return this.#log(message.line);
    const waiting = this.#waiting.get(message.number);
    switch (message.kind) {
      case "event":
        return waiting?.onEvent(message.event);
      case "done":
        return waiting?.done(message.value);
      case "failed":
        return waiting?.failed(new PlumblineError(message.error));
    }
  }

  #end(worker: Worker, cause: unknown): void {
    if (this.#worker === worker) this.#worker = undefined;
    for (const waiting of this.#waiting.values()) waiting.failed(writerStopped({}, cause));
  }
}
