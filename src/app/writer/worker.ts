/** @module Entry of the writing thread: it owns the only connection that writes. */
import { parentPort, workerData } from "node:worker_threads";
import { toPlumblineError } from "../../foundation/errors.ts";
import { openSqliteStore } from "../../adapters/index.ts";
import { assemble } from "../assembly.ts";
import { systemClock, systemEntropy } from "../effects.ts";
import type { IngestEvent } from "../ingest.ts";
import { createLazyStore } from "../lazy-store.ts";
import type { FromWorker, ToWorker, WorkerStart, WriterCall } from "./protocol.ts";
import { createStoreWriter } from "./store-writer.ts";

const { loaded, workingDirectory, logLevel } = workerData as WorkerStart; // sent by thread-writer
const say = (message: FromWorker): void => parentPort?.postMessage(message);

const assembly = await assemble({
  loaded,
  workingDirectory,
  clock: systemClock,
  entropy: systemEntropy,
  logLevel,
  log: (line) => say({ kind: "log", line }),
});
const directory = loaded.dataDirectory;
const stores = createLazyStore((mode) => openSqliteStore({ directory, mode, clock: systemClock }));
const writer = createStoreWriter(assembly, stores);

interface Running {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

const running = new Map<number, Running>();

type CallOf<Name extends WriterCall["name"]> = Extract<WriterCall, { name: Name }>;

const PERFORM: {
  readonly [Name in WriterCall["name"]]: (
    call: CallOf<Name>,
    number: number,
    signal: AbortSignal,
  ) => Promise<unknown>;
} = {
  open: () => writer.open(),
  ingest: ({ input }, number, signal) => tellEvents(number, writer.ingest({ ...input, signal })),
  buildIndexes: ({ input }, number, signal) =>
    tellEvents(number, writer.buildIndexes({ ...input, signal })),
  dropPlans: ({ plans }) => writer.dropPlans(plans),
  putDocument: ({ as, input }, _, signal) => writer.putDocument(as, { ...input, signal }),
  deleteDocument: ({ as, id }) => writer.deleteDocument(as, id),
  putKey: ({ record }) => writer.putKey(record),
  putHold: ({ hold }) => writer.putHold(hold),
  purge: ({ request }) => writer.purge(request),
  changeKey: ({ id, change }) => writer.changeKey(id, change),
  close: (_, number) => close(number),
};

parentPort?.on("message", (message: ToWorker) => {
  if (message.kind === "abort") {
    running.get(message.number)?.stop.abort(new Error("interrupted"));
    return;
  }
  const stop = new AbortController();
  const ended = run(message.number, message.call, stop.signal);
  running.set(message.number, { stop, ended });
  void ended.then(() => running.delete(message.number));
});

async function run(number: number, call: WriterCall, signal: AbortSignal): Promise<void> {
  try {
    // Each call goes to the entry of its own name.
    const perform = PERFORM[call.name] as (
      call: WriterCall,
      number: number,
      signal: AbortSignal,
    ) => Promise<unknown>;
    const value = await perform(call, number, signal);
    say({ kind: "done", number, value });
  } catch (error) {
    const { code, kind, message, hint, details } = toPlumblineError(error);
    say({ kind: "failed", number, error: { code, kind, message, hint, details } });
  }
  if (call.name === "close") parentPort?.close();
}

async function tellEvents(number: number, events: AsyncIterable<IngestEvent>): Promise<void> {
  for await (const event of events) say({ kind: "event", number, event });
}

/** What still runs ends first: it must not find its store closed. */
async function close(number: number): Promise<void> {
  const others = [...running].filter(([other]) => other !== number).map(([, other]) => other);
  for (const { stop } of others) stop.abort(new Error("the writer closes"));
  await Promise.all(others.map(({ ended }) => ended));
  await writer[Symbol.asyncDispose]();
  await stores[Symbol.asyncDispose]();
  await assembly.outbound[Symbol.asyncDispose]();
}
