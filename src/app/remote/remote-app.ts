/** @module The use cases, done by the server that has the data directory. */
import { resolve } from "node:path";
import { PlumblineError } from "../../foundation/errors.ts";
import type { AnswerEvent } from "../../domain/answer.ts";
import { serverGone } from "../errors.ts";
import { readGoldenSet } from "../golden.ts";
import type { App } from "../app.ts";
import type { IngestEvent, IngestInput } from "../ingest.ts";
import { readQueries } from "../queries.ts";
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

/** Files that a command names are read here; what is made of the data directory comes from there. */
export function createRemoteApp(options: RemoteOptions): App {
  const { server, dataDirectory, workingDirectory } = options;
  const absolute = (path: string): string => resolve(workingDirectory, path);
  const call = async <Method extends RemoteMethod>(
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
    measureRanking: (folder, collections) =>
      call({ method: "measureRanking", args: [absolute(folder), collections] }),
    measureAnswers: (folder, difficulty) =>
      call({ method: "measureAnswers", args: [absolute(folder), difficulty] }),
    doctor: (...args) => call({ method: "doctor", args }),
    readQueries: (path) => readQueries(workingDirectory, path),
    readGoldenSet: (folder) => readGoldenSet(workingDirectory, folder),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function toAbsolute(given: IngestInput, absolute: (path: string) => string): IngestInput {
  const { signal: _, ...input } = given;
  const { path } = input;
  if (path === undefined || /^https?:\/\//i.test(path)) return input;
  return { ...input, path: absolute(path) };
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
