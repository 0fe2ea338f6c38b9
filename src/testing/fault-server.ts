/** @module A provider that fails on command: chat, embeddings and rerank over real sockets. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import { json } from "node:stream/consumers";
import type { AddressInfo } from "node:net";
import type { Clock } from "../foundation/effects.ts";
import { FIXED_CLOCK } from "./adapter-context.ts";
import { toCommonReply } from "./faults/any-reply.ts";
import { toChatReply, toFaultyChat } from "./faults/chat-reply.ts";
import {
  toEmbeddingsReply,
  toFaultyEmbeddings,
  type EmbeddingStyle,
} from "./faults/embeddings-reply.ts";
import type { FaultName, Wire } from "./faults/faults.ts";
import { toFaultyMessages, toMessagesReply } from "./faults/messages-reply.ts";
import { sendReply, toJsonReply, type Reply } from "./faults/reply.ts";
import { toFaultyRanks, toRerankReply, type RerankStyle } from "./faults/rerank-reply.ts";

export { listFaults, PROVIDER_FAULTS } from "./faults/faults.ts";
export type { Fault, FaultName, Outcome, Wire } from "./faults/faults.ts";
export { toFaultServerVector } from "./faults/embeddings-reply.ts";
export { toFaultServerScore } from "./faults/rerank-reply.ts";

/** One request that arrived. */
export interface FaultCall {
  readonly wire: Wire;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  /** Which fault answered it. */
  readonly fault: FaultName | undefined;
  /** Settles when the exchange is over: `aborted` when the caller went first. */
  readonly ended: Promise<"finished" | "aborted">;
}

export interface FaultServer extends AsyncDisposable {
  /** Such as `http://127.0.0.1:41001`: the base URL of all its services. */
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly calls: readonly FaultCall[];
  /**
   * How the requests from now on are answered: all with one fault, the next `times` with it and
   * the rest well, or as a function of the request's number from 0 says; well without a name.
   */
  setFault(fault?: FaultName | ((request: number) => FaultName | undefined), times?: number): void;
  /** What chat and messages say when they are well; as a function, to the request's body. */
  setAnswer(answer: string | ((body: unknown) => string)): void;
}

/** Two sentences with anchors, and characters of two and three bytes. */
export const FAULT_SERVER_ANSWER =
  "Employees get 26 weeks of parental leave [1]. The café’s staff get 12 weeks [2].";

interface Route {
  readonly wire: Wire;
  /** How rerankers are asked. */
  readonly style?: RerankStyle;
  /** How embedders are asked. */
  readonly embeds?: EmbeddingStyle;
}

const ROUTES: Readonly<Record<string, Route>> = {
  "/v1/chat/completions": { wire: "chat" },
  "/v1/messages": { wire: "messages" },
  "/v1/embeddings": { wire: "embeddings" },
  "/v2/embed": { wire: "embeddings", embeds: "cohere" },
  "/v2/rerank": { wire: "rerank", style: "cohere" },
  "/v1/rerank": { wire: "rerank", style: "jina" },
  "/rerank": { wire: "rerank", style: "tei" },
};

/**
 * Listens on 127.0.0.1 alone, on a free port, until it is disposed of.
 *
 * @param clock dates of `retry-after` count from its time; it stands still by default.
 */
export async function startFaultServer({
  clock = FIXED_CLOCK,
}: { readonly clock?: Clock } = {}): Promise<FaultServer> {
  const calls: FaultCall[] = [];
  let answer = (_body: unknown): string => FAULT_SERVER_ANSWER;
  let choose: (request: number) => FaultName | undefined = () => undefined;
  let since = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
    const route = ROUTES[path];
    if (!route || request.method !== "POST")
      return sendReply(response, toJsonReply({ error: { message: `no route ${path}` } }, 404));
    const body = await json(request);
    const fault = choose(calls.length - since);
    const ended = once(response, "close").then(() =>
      response.writableFinished ? ("finished" as const) : ("aborted" as const),
    );
    const before = calls.filter(({ wire }) => wire === route.wire).length;
    calls.push({ wire: route.wire, path, headers: request.headers, body, fault, ended });
    await sendReply(
      response,
      toReply(fault, route, { body, answer: answer(body), before, now: clock.now() }),
    );
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    setFault(fault, times = Number.POSITIVE_INFINITY) {
      since = calls.length;
      choose =
        typeof fault === "function" ? fault : (number) => (number < times ? fault : undefined);
    },
    setAnswer(given) {
      answer = typeof given === "string" ? () => given : given;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Asked {
  readonly body: unknown;
  readonly answer: string;
  /** Requests of the same kind so far. */
  readonly before: number;
  readonly now: Date;
}

function toReply(
  fault: FaultName | undefined,
  { wire, style = "cohere", embeds = "openai" }: Route,
  { body, answer, before, now }: Asked,
): Reply {
  const services = {
    chat: [() => toChatReply(body, answer), (name: FaultName) => toFaultyChat(name, body, answer)],
    messages: [
      () => toMessagesReply(body, answer),
      (name: FaultName) => toFaultyMessages(name, body, answer),
    ],
    embeddings: [
      () => toEmbeddingsReply(body, embeds),
      (name: FaultName) => toFaultyEmbeddings(name, body, before, embeds),
    ],
    rerank: [
      () => toRerankReply(body, style),
      (name: FaultName) => toFaultyRanks(name, body, style),
    ],
  } as const satisfies Record<Wire, readonly [() => Reply, (name: FaultName) => Reply | undefined]>;
  const [toHealthy, toFaulty] = services[wire];
  const healthy = toHealthy();
  if (fault === undefined) return healthy;
  const faulty = toCommonReply(fault, healthy, now) ?? toFaulty(fault);
  return faulty ?? toJsonReply({ error: { message: `${wire} has no fault ${fault}` } }, 501);
}
