import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Answer, AnswerEvent, Citation } from "../../domain/answer.ts";
import { answerIncomplete } from "../errors.ts";
import { toChunks, toCompletion } from "./write-chat.ts";

const COMPLETION = { model: "plumbline/hr", created: 1_700_000_000, includeUsage: false };

const cite = (number: number): Citation => ({
  number,
  documentId: `doc_${number}`,
  key: "leave.md",
  collection: "hr",
  versionHash: "0".repeat(64),
  title: "Leave",
  headings: ["Leave"],
  modifiedAt: "2026-03-01T09:00:00.000Z",
  start: 0,
  end: 5,
  quote: "Eight",
});

const ANSWER: Answer = {
  id: "ans_1",
  question: "How long?",
  text: "Eight weeks. Ask early.",
  abstained: false,
  confidence: 0.9,
  citations: [cite(1), cite(2)],
  sentences: [],
  conflicts: [],
  release: "rel_1",
  language: "en",
  latencyMs: 1,
  recorded: true,
};

const SENTENCES: readonly AnswerEvent[] = [
  { type: "answer-started", id: "ans_1" },
  { type: "sentence-checked", text: "Eight weeks.", citations: [cite(1)] },
  { type: "sentence-checked", text: " Ask early.", citations: [cite(1), cite(2)] },
];
const WHOLE = "Eight weeks. [1] Ask early. [1][2]";

async function* tell(...events: readonly (AnswerEvent | Error)[]): AsyncGenerator<AnswerEvent> {
  for (const event of events)
    if (event instanceof Error) throw event;
    else yield event;
}

const completed = (change: Partial<Answer> = {}): AnswerEvent => ({
  type: "answer-completed",
  answer: { ...ANSWER, ...change },
});
const incomplete = (reason: string): AnswerEvent => ({
  type: "answer-incomplete",
  reason,
  answer: { ...ANSWER, incomplete: true },
});

interface Delta {
  readonly content?: string;
  readonly citations?: readonly unknown[];
  readonly abstained?: boolean;
}

interface Chunk {
  readonly id: string;
  readonly choices: readonly { delta: Delta; finish_reason: string | null }[];
  readonly usage?: unknown;
  readonly error?: unknown;
}

/** What is sent, and whether `[DONE]` came last. */
async function stream(
  events: AsyncGenerator<AnswerEvent>,
  change: Partial<typeof COMPLETION> = {},
): Promise<{ chunks: readonly Chunk[]; done: boolean; text: string }> {
  const sent: string[] = [];
  const toError = (error: unknown): unknown => ({ error: { message: String(error) } });
  for await (const event of toChunks(events, { ...COMPLETION, ...change }, toError))
    sent.push(event);
  const data = sent.map((event) => {
    assert.ok(event.startsWith("data: ") && event.endsWith("\n\n"));
    return event.slice(6, -2);
  });
  const chunks = data.filter((text) => text !== "[DONE]").map((text) => JSON.parse(text) as Chunk);
  const text = chunks.map(({ choices }) => choices?.[0]?.delta.content ?? "").join("");
  return { chunks, done: data.at(-1) === "[DONE]", text };
}

describe("toCompletion", () => {
  it("puts a mark behind each sentence for each of its citations", async () => {
    const reply = JSON.parse(
      JSON.stringify(await toCompletion(tell(...SENTENCES, completed()), COMPLETION)),
    );
    assert.deepEqual(
      [reply.id, reply.object, reply.model, reply.created],
      ["ans_1", "chat.completion", "plumbline/hr", 1_700_000_000],
    );
    const [choice] = reply.choices;
    assert.equal(choice.message.content, WHOLE);
    assert.equal(choice.finish_reason, "stop");
    assert.deepEqual(choice.message.citations, JSON.parse(JSON.stringify(ANSWER.citations)));
  });

  it("makes an abstention a message that says so", async () => {
    const told = {
      text: "",
      abstained: true,
      reason: "weak-evidence",
      message: "Not there.",
    } as const;
    const reply = await toCompletion(tell(completed({ ...told, citations: [] })), COMPLETION);
    const { choices } = JSON.parse(JSON.stringify(reply));
    const { message, finish_reason: finish } = choices[0];
    assert.deepEqual(
      [message.content, message.abstained, message.reason, message.citations, finish],
      ["Not there.", true, "weak-evidence", [], "stop"],
    );
  });

  it("counts tokens where a model was asked, 0 where none was, and nothing it was not told", async () => {
    const usageOf = async (change: Partial<Answer>) =>
      JSON.parse(JSON.stringify(await toCompletion(tell(completed(change)), COMPLETION))).usage;
    const usage = { model: "m", inputTokens: 70, outputTokens: 9, costUsd: "unknown" } as const;
    assert.deepEqual(await usageOf({ usage }), {
      prompt_tokens: 70,
      completion_tokens: 9,
      total_tokens: 79,
    });
    assert.equal((await usageOf({})).total_tokens, 0);
    assert.equal(await usageOf({ usage: { ...usage, outputTokens: "unknown" } }), undefined);
  });

  it("keeps the reasons that OpenAI has words for, and fails for the rest", async () => {
    for (const [reason, finish] of [
      ["length", "length"],
      ["content_filter", "content_filter"],
      ["content-filter", "content_filter"],
    ] as const) {
      const reply = await toCompletion(tell(...SENTENCES, incomplete(reason)), COMPLETION);
      assert.equal(JSON.parse(JSON.stringify(reply)).choices[0].finish_reason, finish);
    }
    for (const reason of ["error", "cut", "other", "stop"])
      await assert.rejects(
        toCompletion(tell(...SENTENCES, incomplete(reason)), COMPLETION),
        answerIncomplete.is,
        reason,
      );
    await assert.rejects(toCompletion(tell(...SENTENCES), COMPLETION), answerIncomplete.is);
  });
});

describe("toChunks", () => {
  it("sends the role, each sentence, then the citations with the reason for the end", async () => {
    const { chunks, done, text } = await stream(tell(...SENTENCES, completed()));
    assert.ok(done);
    assert.equal(text, WHOLE);
    assert.deepEqual(chunks[0]?.choices[0]?.delta, { role: "assistant", content: "" });
    const last = chunks.at(-1)?.choices[0];
    assert.equal(last?.finish_reason, "stop");
    assert.equal(last?.delta.citations?.length, 2);
    assert.ok(chunks.slice(0, -1).every(({ choices }) => choices[0]?.finish_reason === null));
    assert.ok(chunks.every(({ id }) => id === "ans_1"));
  });

  it("gives the same text as the whole reply, and the message of an abstention", async () => {
    const told = { text: "", abstained: true, message: "Not there.", citations: [] } as const;
    const { text, chunks } = await stream(tell(SENTENCES[0] ?? new Error(), completed(told)));
    assert.equal(text, "Not there.");
    assert.equal(chunks.at(-1)?.choices[0]?.delta.abstained, true);
  });

  it("sends the usage last, when it is asked for", async () => {
    const { chunks, done } = await stream(tell(...SENTENCES, completed()), { includeUsage: true });
    assert.ok(done);
    assert.deepEqual(chunks.at(-1)?.choices, []);
    assert.deepEqual(chunks.at(-1)?.usage, {
      prompt_tokens: 0,
      completion_tokens: 0,
      total_tokens: 0,
    });
    assert.ok(chunks.slice(0, -1).every(({ usage }) => usage === null));
  });

  it("ends a cut answer with an error and no [DONE]", async () => {
    for (const events of [
      [...SENTENCES, incomplete("cut")],
      [...SENTENCES, new Error("broken")],
      SENTENCES,
    ]) {
      const { chunks, done, text } = await stream(tell(...events));
      assert.ok(!done);
      assert.ok(chunks.at(-1)?.error);
      assert.equal(text, WHOLE);
      assert.ok(chunks.every(({ choices }) => (choices?.[0]?.finish_reason ?? null) === null));
    }
  });

  it("keeps length as length, which is an end", async () => {
    const { chunks, done } = await stream(tell(...SENTENCES, incomplete("length")));
    assert.ok(done);
    assert.equal(chunks.at(-1)?.choices[0]?.finish_reason, "length");
  });
});
