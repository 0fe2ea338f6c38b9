import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openHarness, readJson, type Harness } from "./harness.ts";

const QUESTION = "How many weeks of parental leave do employees get?";

describe("traces and feedback over HTTP", () => {
  let harness: Harness;
  let owner: string;
  let ana: string;
  let eve: string;
  before(async () => {
    harness = await openHarness();
    owner = await harness.makeKey(undefined, "read", "write");
    ana = await harness.makeKey(["user:ana", "group:staff"], "read");
    eve = await harness.makeKey(["user:eve"], "read");
    const body = {
      collection: "hr",
      key: "leave.md",
      text: "# Leave\n\nEmployees get 18 weeks of paid parental leave.",
      access: ["group:staff"],
    };
    await harness.send("/v1/documents", { key: owner, body });
  });
  after(() => harness[Symbol.asyncDispose]());

  const ask = async (key: string, more: object = {}, headers = {}) =>
    readJson(
      await harness.send("/v1/answers", { key, body: { question: QUESTION, ...more }, headers }),
    );

  it("goes on with the trace of its caller, and knows the conversation", async () => {
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const { id } = await ask(ana, { conversationId: "c1", source: "shadow" }, { traceparent });
    const trace = await harness.app.getTrace(undefined, id);
    assert.equal(trace.traceId, "4bf92f3577b34da6a3ce929d0e0e4736");
    assert.deepEqual(
      [trace.parentSpanId, trace.conversationId, trace.source],
      ["00f067aa0ba902b7", "c1", "shadow"],
    );
    const headers = { traceparent: "nonsense" };
    const sent = { key: ana, body: { question: QUESTION }, headers };
    await readJson(await harness.send("/v1/search", sent));
    const [search] = await harness.app.listTraces(undefined, { operation: "search", limit: 1 });
    assert.match(search?.traceId ?? "", /^[0-9a-f]{32}$/);
    assert.equal(search?.parentSpanId, undefined);
  });

  it("takes feedback from whoever may read the answer, in the name of the key", async () => {
    const { id } = await ask(ana);
    const path = `/v1/answers/${id}/feedback`;
    const body = { feedback: { kind: "reason", value: "outdated" }, text: "since May" };
    const given = await readJson(await harness.send(path, { key: ana, body }), 201);
    assert.deepEqual([given.by, given.answerId, given.feedback], ["user:ana", id, body.feedback]);
    for (const [key, at] of [
      [eve, path],
      [ana, "/v1/answers/ans_00000000000000000000/feedback"],
    ] as const)
      await readJson(await harness.send(at, { key, body }), 404);
    assert.deepEqual(await harness.app.listFeedback(undefined, { limit: 9 }), [given]);
  });

  const MISTAKES: Readonly<Record<string, unknown>> = {
    "a kind that there is not": { feedback: { kind: "stars", value: 5 } },
    "a field of another kind": { feedback: { kind: "thumb", value: 1, text: "x" } },
    "a thumb that points nowhere": { feedback: { kind: "thumb", value: 0 } },
    "a correction that says nothing": { feedback: { kind: "edit", text: "  " } },
    "what the server alone tells": { feedback: { kind: "reask", answerId: "ans_1" } },
    "a misspelt field": { feedback: { kind: "escalated" }, txt: "x" },
    "a name of one's choosing": { feedback: { kind: "escalated" }, by: "user:bo" },
    "a citation that is not there": { feedback: { kind: "citation", citation: 7, value: 1 } },
  };
  for (const [name, body] of Object.entries(MISTAKES))
    it(`refuses ${name}`, async () => {
      const { id } = await ask(ana);
      await readJson(await harness.send(`/v1/answers/${id}/feedback`, { key: ana, body }), 400);
    });
});
