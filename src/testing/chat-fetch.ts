/** @module A `fetch` for tests that speaks OpenAI's streamed chat: scripted text, no socket. */

export interface ChatScript {
  /** What the model writes, in these pieces. */
  readonly pieces: readonly string[];
  readonly finish?: string;
  readonly model?: string;
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

export interface ChatFetch {
  readonly fetch: typeof globalThis.fetch;
  /** What was asked, oldest first. */
  readonly requests: readonly {
    readonly url: string;
    readonly headers: Headers;
    readonly body: string;
  }[];
  /** Of the requests: those that their caller gave up. */
  readonly aborted: () => number;
}

/** @param hold keeps the stream open behind the last piece, until the caller gives up. */
export function createChatFetch(script: ChatScript, hold = false): ChatFetch {
  const { pieces, finish = "stop", model = "fake-model-1", usage } = script;
  const requests: { url: string; headers: Headers; body: string }[] = [];
  let aborted = 0;
  const toEvent = (value: unknown): string =>
    `data: ${JSON.stringify({ model, ...Object(value) })}\n\n`;
  const toChoice = (delta: unknown, reason: string | null): string =>
    toEvent({ choices: [{ index: 0, delta, finish_reason: reason }] });
  return {
    requests,
    aborted: () => aborted,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      requests.push({ url: request.url, headers: request.headers, body: await request.text() });
      init?.signal?.throwIfAborted();
      const events = pieces.map((content) => toChoice({ content }, null));
      if (!hold) events.push(toChoice({}, finish));
      if (!hold && usage) events.push(toEvent({ choices: [], usage }));
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const event of events) controller.enqueue(encoder.encode(event));
          if (!hold) return controller.close();
          init?.signal?.addEventListener("abort", () => {
            aborted++;
            controller.error(init.signal?.reason);
          });
        },
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    },
  };
}
