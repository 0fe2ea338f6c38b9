/** @module A scripted reply, and how it is written to a connection, faults of the wire included. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setImmediate, setTimeout } from "node:timers/promises";

/** Bytes, each written apart from the next; or what happens to the connection in their place. */
export type Piece =
  | string
  | Uint8Array
  | { readonly act: "stall" }
  | { readonly act: "reset" }
  | { readonly act: "pause"; readonly ms: number };

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** May never end. */
  readonly pieces: Iterable<Piece>;
}

export const JSON_TYPE = { "content-type": "application/json" };
export const STREAM_TYPE = { "content-type": "text/event-stream; charset=utf-8" };

export const toJsonReply = (value: unknown, status = 200): Reply => ({
  status,
  headers: JSON_TYPE,
  pieces: [JSON.stringify(value)],
});

/** Ends with the reply, or as soon as the other side has gone. */
export async function sendReply(response: ServerResponse, reply: Reply): Promise<void> {
  const { status = 200, headers = {}, pieces } = reply;
  response.on("error", () => undefined);
  const gone = once(response, "close").then(() => true);
  let begun = false;
  for (const piece of pieces) {
    if (response.destroyed) return;
    if (typeof piece === "string" || piece instanceof Uint8Array) {
      if (!begun) response.writeHead(status, { ...headers });
      begun = true;
      if (!response.write(piece)) await Promise.race([once(response, "drain"), gone]);
      // The next piece is another packet, as far as that can be had.
      await setImmediate();
      continue;
    }
    if (piece.act === "reset") return void response.destroy();
    if (piece.act === "stall") return void (await gone);
    await Promise.race([setTimeout(piece.ms), gone]);
  }
  if (!begun) response.writeHead(status, { ...headers });
  response.end();
}
