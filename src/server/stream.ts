/** @module Replies that come bit by bit: server-sent events, JSON Lines, and the body that carries them. */

/** A client or a proxy that hears nothing for longer may take the connection for dead. */
const ALIVE_EVERY_MS = 15_000;

export const EVENT_STREAM = "text/event-stream; charset=utf-8";
export const JSON_LINES = "application/x-ndjson";

/** One server-sent event; JSON has no line breaks that would end it early. */
export const toEvent = (name: string | undefined, data: unknown): string =>
  `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;

export const toJsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;

/**
 * Takes a text only when the client has room for it. A client that goes away ends the iteration.
 *
 * @param onEnd called once, however it ends.
 */
export function toBody(
  texts: AsyncGenerator<string>,
  keepAlive: boolean,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let alive: NodeJS.Timeout | undefined;
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    clearInterval(alive);
    onEnd();
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (!keepAlive) return;
      alive = setInterval(() => controller.enqueue(encoder.encode(": alive\n\n")), ALIVE_EVERY_MS);
      alive.unref();
    },
    async pull(controller) {
      try {
        const { done, value } = await texts.next();
        if (!done) return controller.enqueue(encoder.encode(value));
        end();
        controller.close();
      } catch (error) {
        end();
        controller.error(error);
      }
    },
    async cancel() {
      end();
      await texts.return(undefined);
    },
  });
}
