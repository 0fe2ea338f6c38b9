import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { LocalApp } from "../../src/app/index.ts";
import { openHarness, readJson, toEvents, type Harness } from "./harness.ts";

const QUESTION = "How many weeks of parental leave do employees get?";
const chat = (more: Readonly<Record<string, unknown>> = {}) => ({
  model: "plumbline",
  messages: [{ role: "user", content: QUESTION }],
  ...more,
});

describe("chat completions", () => {
  let harness: Harness;
  let staff: string;
  before(async () => {
    harness = await openHarness();
    const owner = await harness.makeKey(undefined, "read", "write");
    for (const [collection, access, text] of [
      ["hr", "group:staff", "Employees get 18 weeks of paid parental leave."],
      ["board", "group:board", "The board meets on the first Monday."],
    ])
      await harness.send("/v1/documents", {
        key: owner,
        body: { collection, key: "a.md", text, access: [access] },
      });
    staff = await harness.makeKey(["group:staff"], "read");
  });
  after(() => harness[Symbol.asyncDispose]());

  const call = async (body: unknown, status = 200, key = staff) =>
    readJson(await harness.send("/v1/chat/completions", { key, body }), status);

  it("answer with marks in the text and the citations beside it", async () => {
    const { choices, model, usage, id } = await call(chat());
    const [{ message, finish_reason: finish }] = choices;
    assert.equal(message.content, "Employees get 18 weeks of paid parental leave. [1]");
    assert.equal(message.citations[0].quote, "Employees get 18 weeks of paid parental leave.");
    assert.deepEqual([finish, model, message.abstained], ["stop", "plumbline", false]);
    assert.deepEqual(usage, { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 });
    const record = await readJson(await harness.send(`/v1/answers/${id}`, { key: staff }));
    assert.equal(record.answer.question, QUESTION);
  });

  it("abstain with a message that says so", async () => {
    const messages = [{ role: "user", content: "Who painted the Sistine Chapel?" }];
    const { choices } = await call(chat({ messages }));
    const [{ message, finish_reason: finish }] = choices;
    assert.deepEqual([message.abstained, finish, message.citations], [true, "stop", []]);
    assert.ok(message.content.length > 0 && message.reason.length > 0);
  });

  it("stream the same text, and end with [DONE]", async () => {
    const body = chat({ stream: true, stream_options: { include_usage: true } });
    const reply = await harness.send("/v1/chat/completions", { key: staff, body });
    assert.match(reply.headers.get("content-type") ?? "", /^text\/event-stream/);
    const events = toEvents(await reply.text());
    assert.equal(events.at(-1)?.data, "[DONE]");
    const whole = await call(chat());
    const text = events
      .slice(0, -1)
      .map(({ data }) => (data as { choices: { delta: { content?: string } }[] }).choices)
      .map(([choice]) => choice?.delta.content ?? "")
      .join("");
    assert.equal(text, whole.choices[0].message.content);
  });

  it("hand the turns before the question on as its history", async () => {
    let asked: unknown;
    await using watched = await openHarness({
      change: (app) => ({
        streamAnswer: (as, input) => {
          asked = [as, input.question, input.history, input.collections];
          return app.streamAnswer(as, input);
        },
      }),
    });
    const key = await watched.makeKey(["user:ana"], "read");
    const messages = [
      { role: "system", content: "Answer as a pirate." },
      { role: "user", content: "How long is the leave?" },
      { role: "assistant", content: "18 weeks. [1]" },
      { role: "user", content: [{ type: "text", text: "And for part-timers?" }] },
    ];
    await readJson(await watched.send("/v1/chat/completions", { key, body: chat({ messages }) }));
    assert.deepEqual(asked, [
      ["user:ana"],
      "And for part-timers?",
      [
        { role: "user", text: "How long is the leave?" },
        { role: "assistant", text: "18 weeks." },
      ],
      undefined,
    ]);
  });

  it("know the models that the caller may use, and no others", async () => {
    const { data } = await readJson(await harness.send("/v1/models", { key: staff }));
    assert.deepEqual(
      data.map(({ id }: { id: string }) => id),
      ["plumbline", "plumbline/hr"],
    );
    const one = await readJson(await harness.send("/v1/models/plumbline%2Fhr", { key: staff }));
    assert.deepEqual(one, data[1]);
    for (const model of ["plumbline/board", "plumbline/nowhere", "gpt-5", "plumbline/", ""]) {
      const { error } = await call(chat({ model }), 404);
      assert.deepEqual(
        [error.code, error.type],
        ["model_not_found", "invalid_request_error"],
        model,
      );
    }
    assert.equal((await call(chat({ model: "plumbline/hr" }))).choices[0].message.abstained, false);
  });

  it("keep to the collection that the model names", async () => {
    const owner = await harness.makeKey(undefined, "read");
    const { choices } = await call(chat({ model: "plumbline/board" }), 200, owner);
    assert.equal(choices[0].message.abstained, true);
  });

  const MISTAKES: Readonly<Record<string, readonly [unknown, number, string, string | null]>> = {
    "two answers": [chat({ n: 2 }), 400, "server.unsupported-parameter", "n"],
    tools: [chat({ tools: [{ type: "function" }] }), 400, "server.unsupported-parameter", "tools"],
    "a schema for the reply": [
      chat({ response_format: { type: "json_schema" } }),
      400,
      "server.unsupported-parameter",
      "response_format",
    ],
    "an image": [
      chat({ messages: [{ role: "user", content: [{ type: "image_url" }] }] }),
      400,
      "server.unsupported-parameter",
      "messages.0.content.0.type",
    ],
    "no messages": [chat({ messages: [] }), 400, "server.bad-request", "messages"],
    "no model": [
      { messages: [{ role: "user", content: "x" }] },
      400,
      "server.bad-request",
      "model",
    ],
    "a body that is no JSON": ["{", 400, "server.bad-json", null],
  };
  for (const [name, [body, status, code, param]] of Object.entries(MISTAKES))
    it(`tell ${name} as OpenAI's clients read it`, async () => {
      const { error } = await call(body, status);
      assert.deepEqual(
        [error.type, error.code, error.param],
        ["invalid_request_error", code, param],
      );
      assert.ok(error.message.length > 0);
    });

  it("tell a missing key, a missing scope and a limit as OpenAI's clients read them", async () => {
    const send = async (key: string | undefined, by = harness) =>
      by.send("/v1/chat/completions", { key, body: chat() });
    const read = async (reply: Response, status: number) => (await readJson(reply, status)).error;
    for (const key of [undefined, "sk-none"]) {
      const { type, code } = await read(await send(key), 401);
      assert.deepEqual([type, code], ["authentication_error", "invalid_api_key"]);
    }
    const writer = await harness.makeKey(undefined, "write");
    assert.equal((await read(await send(writer), 403)).type, "permission_error");
    await using slow = await openHarness({ limits: { requestsPerMinute: 1 } });
    const key = await slow.makeKey(undefined, "read");
    await send(key, slow);
    const { type, code } = await read(await send(key, slow), 429);
    assert.deepEqual([type, code], ["rate_limit_error", "rate_limit_exceeded"]);
  });
});

describe("a chat completion whose writer stops early", () => {
  const cut = (reason: string): LocalApp["streamAnswer"] =>
    async function* () {
      const answer = {
        id: "ans_1",
        question: QUESTION,
        text: "Employees get",
        abstained: false,
        incomplete: true,
        confidence: 1,
        citations: [],
        sentences: [],
        conflicts: [],
        release: "rel_1",
        language: "en",
        latencyMs: 1,
        recorded: true,
      } as const;
      yield { type: "answer-started", id: "ans_1" };
      yield { type: "sentence-checked", text: "Employees get.", citations: [] };
      yield { type: "answer-incomplete", answer, reason };
    };

  for (const [reason, finish] of [
    ["length", "length"],
    ["content-filter", "content_filter"],
  ] as const)
    it(`is ${finish} and no stop, whole and streamed`, async () => {
      await using harness = await openHarness({ change: () => ({ streamAnswer: cut(reason) }) });
      const key = await harness.makeKey(undefined, "read");
      const whole = await readJson(
        await harness.send("/v1/chat/completions", { key, body: chat() }),
      );
      assert.equal(whole.choices[0].finish_reason, finish);
      const body = chat({ stream: true });
      const streamed = await harness.send("/v1/chat/completions", { key, body });
      assert.ok((await streamed.text()).includes(`"finish_reason":"${finish}"`));
    });

  it("is an error and never a stop when its connection broke", async () => {
    await using harness = await openHarness({ change: () => ({ streamAnswer: cut("cut") }) });
    const key = await harness.makeKey(undefined, "read");
    const whole = await harness.send("/v1/chat/completions", { key, body: chat() });
    const { error } = await readJson(whole, 502);
    assert.deepEqual([error.type, error.code], ["server_error", "answer_incomplete"]);
    const body = chat({ stream: true });
    const text = await (await harness.send("/v1/chat/completions", { key, body })).text();
    assert.ok(!text.includes("[DONE]") && !text.includes('"stop"'));
    assert.match(text, /data: \{"error":\{"message":"[^"]+/);
  });
});
