import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PlumblineError } from "../../foundation/errors.ts";
import { unsupportedParameter } from "../errors.ts";
import { ChatBody } from "../schemas/openai.ts";
import { readChat, refuseUnsupported } from "./read-chat.ts";

const MESSAGES = [{ role: "user", content: "How many weeks?" }];
const toRequest = (more: Readonly<Record<string, unknown>>) =>
  ChatBody.parse({ model: "plumbline", messages: MESSAGES, ...more });
const read = (messages: readonly unknown[]) => readChat(toRequest({ messages }).messages);

const namesPath = (path: string) => (error: unknown) => {
  assert.ok(unsupportedParameter.is(error) && error instanceof PlumblineError, String(error));
  return error.details["path"] === path;
};

describe("readChat", () => {
  it("takes the last message for the question and the turns before it for the history", () => {
    const { question, history } = read([
      { role: "system", content: "You are a pirate." },
      { role: "user", content: "How long is the leave?" },
      { role: "assistant", content: "It is 18 weeks [1]. Ask early. [2][13]" },
      { role: "developer", content: "Be brief." },
      { role: "user", content: "And for part-timers?" },
    ]);
    assert.equal(question, "And for part-timers?");
    assert.deepEqual(history, [
      { role: "user", text: "How long is the leave?" },
      { role: "assistant", text: "It is 18 weeks. Ask early." },
    ]);
  });

  it("joins parts of text", () => {
    const content = [
      { type: "text", text: "How many" },
      { type: "text", text: "weeks?" },
    ];
    assert.equal(read([{ role: "user", content }]).question, "How many\nweeks?");
  });

  it("takes a reply without words for one, as a refusal is", () => {
    const { history } = read([{ role: "assistant", content: null }, ...MESSAGES]);
    assert.deepEqual(history, [{ role: "assistant", text: "" }]);
  });

  it("leaves brackets of the user's own as they are", () => {
    assert.equal(
      read([{ role: "user", content: "What is rule [12]?" }]).question,
      "What is rule [12]?",
    );
  });

  it("refuses what it cannot read, by its place", () => {
    const image = { type: "image_url", image_url: { url: "data:," } };
    assert.throws(
      () => read([...MESSAGES, { role: "user", content: [image] }]),
      namesPath("messages.1.content.0.type"),
    );
    assert.throws(
      () => read([{ role: "tool", content: "7", tool_call_id: "x" }, ...MESSAGES]),
      namesPath("messages.0.role"),
    );
    for (const last of ["assistant", "system"])
      assert.throws(
        () => read([...MESSAGES, { role: last, content: "It is" }]),
        namesPath("messages.1.role"),
      );
  });
});

describe("refuseUnsupported", () => {
  it("accepts what clients send and nothing changes", () => {
    for (const more of [
      { temperature: 0.7, top_p: 1, n: 1, max_tokens: 100, max_completion_tokens: 5, seed: 1 },
      { presence_penalty: 0, frequency_penalty: 0, user: "x", store: false, metadata: {} },
      { tools: [], tool_choice: "none", functions: null, stop: null, logprobs: false },
      { response_format: { type: "text" }, modalities: ["text"], service_tier: "auto" },
      { stream_options: { include_usage: true }, parallel_tool_calls: true, something_new: {} },
    ])
      assert.doesNotThrow(() => refuseUnsupported(toRequest(more)), JSON.stringify(more));
  });

  it("refuses what would change the meaning of the reply, by its name", () => {
    for (const [path, value] of [
      ["n", 2],
      ["n", 0],
      ["tools", [{ type: "function", function: { name: "f" } }]],
      ["functions", [{ name: "f" }]],
      ["response_format", { type: "json_schema", json_schema: {} }],
      ["response_format", { type: "json_object" }],
      ["logprobs", true],
      ["stop", "\n"],
      ["stop", ["\n"]],
      ["modalities", ["text", "audio"]],
      ["audio", { voice: "alloy" }],
    ] as const)
      assert.throws(() => refuseUnsupported(toRequest({ [path]: value })), namesPath(path), path);
  });
});
