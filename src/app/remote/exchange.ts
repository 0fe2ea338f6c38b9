/** @module One exchange with the server of a data directory, its reply read line by line. */
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";

export interface ExchangeOptions {
  readonly token?: string;
  /** Sent as JSON by POST; without it the request is a GET. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export interface Exchanged {
  readonly status: number;
  readonly lines: AsyncIterable<string>;
}

/** @throws what the connection throws, or the signal's reason. */
export async function exchange(url: URL, options: ExchangeOptions): Promise<Exchanged> {
  const { token, body, signal } = options;
  const sending = request(url, {
    method: body === undefined ? "GET" : "POST",
    agent: false,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(signal ? { signal } : {}),
  });
  sending.end(body === undefined ? undefined : JSON.stringify(body));
  const [incoming] = (await once(sending, "response")) as [IncomingMessage]; // as node:http documents
  return { status: incoming.statusCode ?? 0, lines: readLines(incoming) };
}

/** Readline ends quietly where a connection breaks off, so that is looked for. */
async function* readLines(incoming: IncomingMessage): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: incoming, crlfDelay: Infinity });
    if (!incoming.complete) throw new Error("the connection was closed before the end");
  } finally {
    incoming.destroy();
  }
}
