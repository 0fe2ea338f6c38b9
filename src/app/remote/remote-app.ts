/** @module The use cases, done by the server that has the data directory. */
import { resolve } from "node:path";
import { PlumblineError } from "../../foundation/errors.ts";
import type { AnswerEvent } from "../../domain/answer.ts";
import { serverGone } from "../errors.ts";
import type { App } from "../app.ts";
import type { DecisionsApp } from "../decide/decisions-app.ts";
import type { MeasureArmsInput } from "../decide/measure-input.ts";
import type { EvaluateInput } from "../evaluate/evaluate-input.ts";
import type { FailuresInput } from "../failures/failures-input.ts";
import type { IngestEvent, IngestInput } from "../ingest.ts";
import type { MonitorApp } from "../monitor/monitor-app.ts";
import type { RegistryApp } from "../registry/registry-input.ts";
import type { RecordsApp } from "../trace/records-app.ts";
import { exchange } from "./exchange.ts";
import type { FoundServer } from "./find-server.ts";
import { CALL_PATH, type RemoteCall, type RemoteLine, type RemoteMethod } from "./protocol.ts";

type Result<Method extends RemoteMethod> = Awaited<ReturnType<App[Method]>>;

export interface RemoteOptions {
  readonly server: FoundServer;
  readonly dataDirectory: string;
  /** Relative paths start here, not where the server was started. */
  readonly workingDirectory: string;
}

type Call = <Method extends RemoteMethod>(
  asked: Extract<RemoteCall, { method: Method }>,
  signal?: AbortSignal,
) => Promise<Result<Method>>;

/** Files that a command names are read here; what is made of the data directory comes from there. */
export function createRemoteApp(options: RemoteOptions): App {
  const { server, dataDirectory, workingDirectory } = options;
  const absolute = (path: string): string => resolve(workingDirectory, path);
  const call: Call = async <Method extends RemoteMethod>(
    asked: Extract<RemoteCall, { method: Method }>,
    signal?: AbortSignal,
  ): Promise<Result<Method>> => {
    const replies = converse(server, asked, signal);
    let reply = await replies.next();
    while (!reply.done) reply = await replies.next();
    return reply.value as Result<Method>; // what that method gave there
  };
  return {
    release: server.release,
    dataDirectory,
    ingest: (input) =>
      converse(server, { method: "ingest", args: [toAbsolute(input, absolute)] }, input.signal),
    search: (as, { signal, ...input }) => call({ method: "search", args: [as, input] }, signal),
    rank: (as, { signal, ...input }) => call({ method: "rank", args: [as, input] }, signal),
    ask: (as, { signal, ...input }) => call({ method: "ask", args: [as, input] }, signal),
    streamAnswer: (as, { signal, ...input }) =>
      converse(server, { method: "streamAnswer", args: [as, input] }, signal),
    getAnswer: (...args) => call({ method: "getAnswer", args }),
    getCitation: (...args) => call({ method: "getCitation", args }),
    listCollections: (...args) => call({ method: "listCollections", args }),
    listDocuments: (...args) => call({ method: "listDocuments", args }),
    getDocument: (...args) => call({ method: "getDocument", args }),
    deleteDocument: (...args) => call({ method: "deleteDocument", args }),
    createKey: (...args) => call({ method: "createKey", args }),
    listKeys: (...args) => call({ method: "listKeys", args }),
    revokeKey: (...args) => call({ method: "revokeKey", args }),
    evaluate: (input) =>
      converse(server, { method: "evaluate", args: [namePlaces(input, absolute)] }, input.signal),
    listEvaluations: (...args) => call({ method: "listEvaluations", args }),
    getEvaluation: (...args) => call({ method: "getEvaluation", args }),
    failures: (as, { signal, ...input }) =>
      call({ method: "failures", args: [as, nameWorth(input, absolute)] }, signal),
    ...createRemoteRecords(call),
    ...createRemoteRegistry(server, call, absolute),
    decide: (as, { golden, ...request }) =>
      call({
        method: "decide",
        args: [as, { ...request, golden: golden && absolute(golden) }],
      }),
    checkEntryGate: ({ golden, ...input }) =>
      call({ method: "checkEntryGate", args: [{ ...input, golden: golden && absolute(golden) }] }),
    measureArms: ({ signal, ...input }) =>
      converse(server, { method: "measureArms", args: [nameGolden(input, absolute)] }, signal),
    measureRanking: (folder, collections) =>
      call({ method: "measureRanking", args: [absolute(folder), collections] }),
    measureAnswers: (folder, difficulty) =>
      call({ method: "measureAnswers", args: [absolute(folder), difficulty] }),
    doctor: (...args) => call({ method: "doctor", args }),
    async readQueries(path) {
      const use = await import("../queries.ts");
      return use.readQueries(workingDirectory, path);
    },
    async readGoldenSet(folder) {
      const use = await import("../golden/set-folder.ts");
      return use.readGoldenSet(workingDirectory, folder);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** What is read and written of records, as it is done there. */
const createRemoteRecords = (
  call: Call,
): RecordsApp & Omit<DecisionsApp, "decide" | "measureArms" | "checkEntryGate"> & MonitorApp => ({
  listTraces: (...args) => call({ method: "listTraces", args }),
  getTrace: (...args) => call({ method: "getTrace", args }),
  replayTrace: (...args) => call({ method: "replayTrace", args }),
  computeCosts: (...args) => call({ method: "computeCosts", args }),
  addFeedback: (...args) => call({ method: "addFeedback", args }),
  listFeedback: (...args) => call({ method: "listFeedback", args }),
  listHolds: (...args) => call({ method: "listHolds", args }),
  placeHold: (...args) => call({ method: "placeHold", args }),
  releaseHold: (...args) => call({ method: "releaseHold", args }),
  runRetention: (...args) => call({ method: "runRetention", args }),
  listDecisions: (...args) => call({ method: "listDecisions", args }),
  getDecision: (...args) => call({ method: "getDecision", args }),
  replayDecision: (...args) => call({ method: "replayDecision", args }),
  diffDecisions: (...args) => call({ method: "diffDecisions", args }),
  monitor: (as, { signal, ...input }) => call({ method: "monitor", args: [as, input] }, signal),
  getMonitorReport: (...args) => call({ method: "getMonitorReport", args }),
});

/** What an input may name of the command's own files. */
interface Files {
  readonly golden?: string | undefined;
  readonly policy?: string | undefined;
}

function createRemoteRegistry(
  server: FoundServer,
  call: Call,
  absolute: (path: string) => string,
): RegistryApp {
  const place = <T extends Files>(input: T): T => ({
    ...input,
    ...(input.golden === undefined ? {} : { golden: absolute(input.golden) }),
    ...(input.policy === undefined ? {} : { policy: absolute(input.policy) }),
  });
  return {
    listRegistry: (...args) => call({ method: "listRegistry", args }),
    showRegistered: (...args) => call({ method: "showRegistered", args }),
    promoteRelease: ({ signal, ...input }) =>
      converse(server, { method: "promoteRelease", args: [place(input)] }, signal),
    rollBackRelease: (...args) => call({ method: "rollBackRelease", args }),
    challengeRelease: ({ signal, ...input }) =>
      converse(server, { method: "challengeRelease", args: [place(input)] }, signal),
    diffReleases: ({ signal, ...input }) =>
      converse(server, { method: "diffReleases", args: [place(input)] }, signal),
    collectGarbage: (...args) => call({ method: "collectGarbage", args }),
    verifyRegistry: (...args) => call({ method: "verifyRegistry", args }),
    retireRegistered: (...args) => call({ method: "retireRegistered", args }),
    buildRelease: ({ signal, ...input }) =>
      converse(server, { method: "buildRelease", args: [input] }, signal),
  };
}

function toAbsolute(given: IngestInput, absolute: (path: string) => string): IngestInput {
  const { signal: _, ...input } = given;
  const { path } = input;
  if (path === undefined || /^https?:\/\//i.test(path)) return input;
  return { ...input, path: absolute(path) };
}

function nameWorth(input: FailuresInput, absolute: (path: string) => string): FailuresInput {
  const { worth } = input;
  return worth ? { ...input, worth: { ...worth, golden: absolute(worth.golden) } } : input;
}

function nameGolden(input: MeasureArmsInput, absolute: (path: string) => string): MeasureArmsInput {
  const { golden, instruction } = input;
  return { ...input, golden: absolute(golden), instruction: instruction && absolute(instruction) };
}

/** Files that an evaluation names; a baseline may be an id as well. */
function namePlaces(given: EvaluateInput, absolute: (path: string) => string): EvaluateInput {
  const { signal: _, ...input } = given;
  const { golden, run, qrels, answers, against, gate, baseline } = input;
  const isFile = baseline !== undefined && !/^(?:evl_[0-9a-f]+|last|none)$/.test(baseline);
  return {
    ...input,
    golden: golden && absolute(golden),
    run: run && absolute(run),
    qrels: qrels && absolute(qrels),
    answers: answers && absolute(answers),
    against: against && (/^rel_[0-9a-f]{16}$/.test(against) ? against : absolute(against)),
    gate: typeof gate === "string" ? absolute(gate) : gate,
    baseline: isFile ? absolute(baseline) : baseline,
  };
}

/** @throws what the call throws there, or app.server-gone. */
async function* converse<Event = IngestEvent & AnswerEvent>(
  server: FoundServer,
  asked: RemoteCall,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event, unknown> {
  const { address, token, pid } = server;
  try {
    const { lines } = await exchange(new URL(CALL_PATH, address), { token, body: asked, signal });
    for await (const text of lines) {
      const line = JSON.parse(text) as RemoteLine; // from a server of this very version
      if ("error" in line) throw new PlumblineError(line.error);
      if ("value" in line) return line.value;
      yield line.event as Event; // what that method tells there
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof PlumblineError) throw error;
    throw serverGone({ pid, reason: error instanceof Error ? error.message : "?" }, error);
  }
  throw serverGone({ pid, reason: "the reply has no end" });
}
