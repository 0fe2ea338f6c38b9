import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { adapterContext } from "../../testing/adapter-context.ts";
import { createChatFetch, type ChatScript } from "../../testing/chat-fetch.ts";
import { describeRewriter } from "../../testing/rewriter-contract.ts";
import { openaiCompatibleRewriter } from "./language-model.ts";

const REQUEST = {
  question: "And for part-timers?",
  history: [{ role: "user", text: "How many weeks of leave do employees get?" }],
} as const;

const REWRITTEN = "How many weeks of leave do part-timers get?";

function open(script: ChatScript) {
  const { fetch, requests } = createChatFetch(script);
  const options = openaiCompatibleRewriter.options.parse({
    model: "small",
    baseUrl: "http://models.example/v1",
  });
  return {
    rewriter: openaiCompatibleRewriter.create(options, adapterContext({ fetch })),
    requests,
  };
}

describeRewriter("openai-compatible", () => open({ pieces: [REWRITTEN] }).rewriter);

describe("a language model's rewrite", () => {
  const rewrite = async (script: ChatScript) => (await open(script).rewriter).rewrite(REQUEST);

  it("is what the model writes, without its quotation marks", async () => {
    for (const text of [REWRITTEN, `\n "${REWRITTEN}" \n`, `„${REWRITTEN}“`])
      assert.equal(await rewrite({ pieces: Array.from(text) }), REWRITTEN);
  });

  it("is none when it is no single question", async () => {
    for (const pieces of [[""], ["Sure:\n", REWRITTEN], ["word ".repeat(400)]])
      assert.equal(await rewrite({ pieces }), undefined);
  });

  it("is none when it was cut", async () => {
    assert.equal(await rewrite({ pieces: [REWRITTEN], finish: "length" }), undefined);
  });

  it("is asked with the last turns, and the question behind them", async () => {
    const { rewriter, requests } = open({ pieces: [REWRITTEN] });
    const history = Array.from(
      { length: 20 },
      (_, turn) => ({ role: "user", text: `turn ${turn}` }) as const,
    );
    await (await rewriter).rewrite({ ...REQUEST, history });
    const { messages, temperature } = JSON.parse(requests[0]?.body ?? "");
    assert.equal(temperature, 0);
    assert.ok(messages[1].content.includes("user: turn 12\n"));
    assert.ok(!messages[1].content.includes("turn 11\n"));
    assert.ok(messages[1].content.endsWith("Last question: And for part-timers?"));
  });
});
