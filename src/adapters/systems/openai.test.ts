import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { adapterContext } from "../../testing/adapter-context.ts";
import { createOpenAiSystem } from "./openai.ts";

const ASKED = { id: "q1", text: "How long?", history: [], principals: [] };
const OPTIONS = { baseUrl: "http://models.example/v1", model: "toy" };

/** A server that replies with one message, and keeps what it was sent. */
function serve(message: object, more: object = {}, status = 200) {
  const sent: { url: string; body: unknown; key: string | null }[] = [];
  const context = adapterContext({
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const key = request.headers.get("authorization");
      sent.push({ url: request.url, body: await request.json(), key });
      const choices = [{ index: 0, finish_reason: "stop", message, ...more }];
      const usage = { prompt_tokens: 12, completion_tokens: 3 };
      return Response.json({ model: "toy-2", choices, usage }, { status });
    },
  });
  return { sent, system: createOpenAiSystem({ ...OPTIONS, apiKey: "k" }, context) };
}

const ask = (message: object, more: object = {}) =>
  serve(message, more).system.answer?.(ASKED) ?? Promise.reject(new Error("no answer"));

describe("a system over chat completions", () => {
  it("is sent the history and the question, with its key", async () => {
    const { system, sent } = serve({ content: "Twelve." });
    const history = [
      { role: "user", text: "Hello" },
      { role: "assistant", text: "Hi" },
    ] as const;
    await system.answer?.({ ...ASKED, history });
    assert.equal(sent[0]?.url, "http://models.example/v1/chat/completions");
    assert.equal(sent[0]?.key, "Bearer k");
    assert.deepEqual(sent[0]?.body, {
      model: "toy",
      messages: [
        { role: "user", content: "Hello" },
        { role: "assistant", content: "Hi" },
        { role: "user", content: "How long?" },
      ],
      temperature: 0,
      stream: false,
    });
  });

  it("understands the citations and the abstention of our own server", async () => {
    const citations = [{ number: 1, key: "leave.md", quote: "Twelve weeks.", start: 4, end: 17 }];
    const told = { content: "Twelve weeks. [1]", citations, abstained: false, confidence: 0.9 };
    assert.deepEqual(await ask(told), {
      outcome: "answered",
      text: "Twelve weeks. [1]",
      sentences: [{ text: "Twelve weeks.", factual: true, citations: ["1"] }],
      passages: [{ id: "1", document: "leave.md", text: "Twelve weeks." }],
      quotes: [{ document: "leave.md", quote: "Twelve weeks.", start: 4, end: 17 }],
      confidence: 0.9,
      usage: { model: "toy-2", inputTokens: 12, outputTokens: 3 },
    });
    const silent = await ask({ content: "Not there.", abstained: true, reason: "weak-evidence" });
    assert.deepEqual(
      [silent.outcome, silent.text, silent.reason],
      ["abstained", "", "weak-evidence"],
    );
    assert.deepEqual(silent.sentences, []);
  });

  it("reads no abstention from words", async () => {
    const { outcome, outcomeDeclared } = await ask({ content: "I do not know." });
    assert.deepEqual([outcome, outcomeDeclared], ["answered", false]);
  });

  it("takes a refusal for an abstention, and an end at the limit for an incomplete answer", async () => {
    assert.equal((await ask({ content: null, refusal: "No." })).outcome, "abstained");
    const cut = await ask({ content: "Twelve wee" }, { finish_reason: "length" });
    assert.deepEqual([cut.outcome, cut.reason], ["incomplete", "length"]);
  });

  it("bears what other servers send where ours has something else", async () => {
    const { outcome, passages } = await ask({
      content: "Twelve [1].",
      citations: ["https://example.org"],
      abstained: "no",
    });
    assert.deepEqual([outcome, passages], ["answered", []]);
  });

  it("fails typed: for a reply that is none, a server that refuses, somebody it cannot ask as", async () => {
    await assert.rejects(ask({ content: 7 }), { kind: "upstream" });
    await assert.rejects(async () => serve({}, {}, 503).system.answer?.(ASKED), {
      kind: "upstream",
    });
    await assert.rejects(
      async () => serve({ content: "x" }).system.answer?.({ ...ASKED, principals: ["group:hr"] }),
      { code: "adapters.principals-refused" },
    );
  });

  it("is another system with another model or address", () => {
    const { context } = { context: adapterContext() };
    const of = (change: object): string =>
      createOpenAiSystem({ ...OPTIONS, ...change }, context).subject.fingerprint;
    assert.equal(of({}), of({ apiKey: "other" }));
    assert.notEqual(of({}), of({ model: "other" }));
    assert.notEqual(of({}), of({ baseUrl: "http://other.example/v1" }));
  });
});
