import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mendUsage } from "./mend-usage.ts";

/** What comes out of a stream that comes in these pieces. */
async function mend(
  wire: "chat" | "messages",
  pieces: readonly string[],
  type = "text/event-stream",
): Promise<string> {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
  const reply = new Response(body, { headers: { "content-type": type } });
  const response = await mendUsage(async () => reply, wire)("http://models.example");
  assert.equal(response.headers.get("content-type"), type);
  return response.text();
}

const toLine = (value: unknown): string => `data: ${JSON.stringify(value)}`;

describe("mendUsage", () => {
  it("changes no byte of what is right", async () => {
    for (const [wire, event] of [
      ["chat", { choices: [], usage: { prompt_tokens: 5, completion_tokens: 2, more: "x" } }],
      ["chat", { choices: [{ delta: { content: 'a "usage" of words' } }] }],
      ["messages", { type: "message_delta", usage: { output_tokens: 3 } }],
      ["messages", { type: "content_block_delta", delta: { text: "usage" } }],
    ] as const) {
      const stream = `: note\r\n\r\n${toLine(event)}\r\ndata: [DONE]\n\ndata: {"cut`;
      assert.equal(await mend(wire, [stream]), stream);
    }
  });

  it("drops counts of a chat that are none", async () => {
    const usage = { prompt_tokens: -1, completion_tokens: "many" };
    const mended = await mend("chat", [`${toLine({ choices: [], usage })}\r\n\r\n`]);
    assert.ok(mended.endsWith("}\r\n\r\n"));
    assert.deepEqual(JSON.parse(mended.slice(6)), { choices: [], usage: null });
  });

  it("puts 0, for unknown, where a message must have counts", async () => {
    const start = { type: "message_start", message: { id: "m", model: "toy" } };
    const end = { type: "message_delta", delta: { stop_reason: "end_turn" } };
    const unknown = { input_tokens: 0, output_tokens: 0 };
    const mended = await mend("messages", [`${toLine(start)}\n${toLine(end)}\n`]);
    assert.deepEqual(
      mended
        .trim()
        .split("\n")
        .map((line): unknown => JSON.parse(line.slice(6))),
      [
        { ...start, message: { ...start.message, usage: unknown } },
        { ...end, usage: unknown },
      ],
    );
  });

  it("reads lines that come in pieces", async () => {
    const line = `${toLine({ choices: [], usage: { prompt_tokens: -1 } })}\n`;
    assert.equal(await mend("chat", Array.from(line)), await mend("chat", [line]));
  });

  it("leaves a reply that is no stream of events alone", async () => {
    const text = toLine({ usage: { prompt_tokens: -1 } });
    assert.equal(await mend("chat", [text], "application/json"), text);
  });
});
