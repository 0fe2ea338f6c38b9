/** @module What the commands of the data directory's owner call; see `app/remote`. */
import { z } from "zod";
import {
  CALL_PATH,
  dispatch,
  HELLO_PATH,
  readVersion,
  REMOTE_METHODS,
  toProof,
  type Hello,
  type RemoteCall,
} from "../../app/index.ts";
import { jsonBody } from "../json-body.ts";
import { noRoute } from "../errors.ts";
import { defineRoute } from "../route.ts";
import { JSON_LINES, toJsonLine } from "../stream.ts";

/** Who asks shows nothing yet, and learns nothing but whether this is the server meant. */
export const helloRoute = defineRoute({
  method: "GET",
  path: HELLO_PATH,
  operation: "hello",
  summary: "Shows a command that this is the server of its data directory",
  scope: "open",
  work: "light",
  internal: true,
  query: z.strictObject({ nonce: z.string().regex(/^[0-9a-f]{32}$/) }),
  replies: { 200: { description: "Hello" } },
  async handle({ context, query }) {
    const { ownerToken, app, fingerprint } = context;
    if (ownerToken === undefined) throw noRoute({ at: HELLO_PATH });
    const hello: Hello = {
      proof: toProof(ownerToken, query.nonce),
      version: readVersion(),
      release: app.release,
      fingerprint,
      pid: process.pid,
    };
    return { json: hello };
  },
});

const LIMIT_BYTES = 16 * 1024 * 1024;

/** The command is of this very version, so its arguments are what the method takes. */
const CallBody = z.object({ method: z.enum(REMOTE_METHODS), args: z.array(z.unknown()) });

export const callRoute = defineRoute({
  method: "POST",
  path: CALL_PATH,
  operation: "call",
  summary: "One use case, its events and what it gives as JSON Lines",
  scope: "owner",
  work: "job",
  internal: true,
  body: jsonBody(CallBody, LIMIT_BYTES),
  replies: { 200: { description: "Lines" } },
  async handle({ context, body, signal }) {
    const lines = dispatch(context.app, body as RemoteCall, signal);
    return { stream: toLines(lines), type: JSON_LINES };
  },
});

async function* toLines(lines: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const line of lines) yield toJsonLine(line);
}
