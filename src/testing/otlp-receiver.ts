/** @module A receiver of OTLP over HTTP for tests: JSON and protobuf become the same spans. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { ExportedSpan } from "../ports/span-exporter.ts";
import { readJsonSpans } from "./otlp/json-spans.ts";
import { readProtobufSpans } from "./otlp/protobuf-spans.ts";

/** A span as it arrived; whole numbers are bigints, so that nobody mistakes a double for one. */
export interface ReceivedSpan extends Omit<ExportedSpan, "attributes" | "parent"> {
  readonly parentSpanId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of the process that sent it. */
  readonly resource: Readonly<Record<string, unknown>>;
  readonly scope: string;
}

export interface ReceivedCall {
  readonly headers: IncomingHttpHeaders;
  readonly spans: readonly ReceivedSpan[];
}

export interface OtlpReceiver extends AsyncDisposable {
  /** Such as `http://127.0.0.1:41001/v1/traces`. */
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  /** How requests from now on are answered; `silent` leaves them without a reply. */
  setReply(status: number | "silent", body?: string): void;
}

/** Listens on 127.0.0.1 alone, on a free port, until it is disposed of. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const calls: ReceivedCall[] = [];
  let reply: { readonly status: number | "silent"; readonly body: string } = {
    status: 200,
    body: "",
  };
  const server = createServer((request, response) => {
    const { headers } = request;
    void buffer(request).then((body) => {
      const isJson = headers["content-type"]?.startsWith("application/json");
      calls.push({ headers, spans: isJson ? readJsonSpans(body) : readProtobufSpans(body) });
      if (reply.status !== "silent") response.writeHead(reply.status).end(reply.body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    calls,
    setReply: (status, body = "") => void (reply = { status, body }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
