import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { it } from "node:test";
import { HANDBOOK, makeFolder, plumbline } from "./command.ts";
import { makeKey, serve } from "./served.ts";

/** A conversation of two turns, whole and streamed, with its errors: as its users write it. */
const PROGRAM = `
import json, sys
from openai import OpenAI, AuthenticationError, BadRequestError, NotFoundError

client = OpenAI(base_url=sys.argv[1], api_key=sys.argv[2], max_retries=0)
told = {"models": [model.id for model in client.models.list()]}
messages = [{"role": "developer", "content": "Be brief."}]
told["turns"] = []
for question in ["How many weeks of paid parental leave may parents take?", "Who approves parental leave?"]:
    messages.append({"role": "user", "content": question})
    whole = client.chat.completions.create(model="plumbline", messages=messages, temperature=0)
    message = whole.choices[0].message
    streamed, finish, citations, usage = "", None, None, None
    for chunk in client.chat.completions.create(
        model="plumbline/hr", messages=messages, stream=True, stream_options={"include_usage": True}
    ):
        if chunk.usage:
            usage = chunk.usage.total_tokens
        if not chunk.choices:
            continue
        choice = chunk.choices[0]
        streamed += choice.delta.content or ""
        finish = choice.finish_reason or finish
        citations = getattr(choice.delta, "citations", None) or citations
    told["turns"].append({
        "content": message.content,
        "finish": whole.choices[0].finish_reason,
        "citations": message.citations,
        "streamed": streamed,
        "streamed_finish": finish,
        "streamed_citations": citations,
        "usage": usage,
    })
    messages.append({"role": "assistant", "content": message.content})
nothing = client.chat.completions.create(
    model="plumbline", messages=[{"role": "user", "content": "Which bicycle leasing scheme is offered?"}]
)
told["abstained"] = nothing.choices[0].message.abstained

def refusal(kind, by=client, **more):
    try:
        by.chat.completions.create(**{"model": "plumbline", "messages": messages[:2], **more})
    except kind as error:
        return error.code
told["errors"] = [
    refusal(NotFoundError, model="gpt-5"),
    refusal(BadRequestError, n=2),
    refusal(AuthenticationError, by=OpenAI(base_url=sys.argv[1], api_key="sk-none", max_retries=0)),
]
print(json.dumps(told))
`;

const has = spawnSync("python3", ["-c", "import openai"]).status === 0;
const skip = has ? false : "python3 has no package openai: pip install openai";

it("OpenAI's Python client holds a conversation, whole and streamed", { skip }, async () => {
  using folder = makeFolder(HANDBOOK);
  const ingest = ["ingest", "docs", "--collection", "hr", "--access", "public"];
  assert.equal((await plumbline(folder.path, ingest)).code, 0);
  await using served = await serve(folder);
  const key = await makeKey(folder, "--as", "user:maria");
  const url = new URL("v1", served.address).href;
  const child = spawn("python3", ["-", url, key], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(PROGRAM);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  assert.equal(code, 0, stderr);
  const told = JSON.parse(stdout);
  assert.deepEqual(told.models, ["plumbline", "plumbline/hr"]);
  assert.equal(told.turns.length, 2);
  for (const turn of told.turns) {
    assert.match(turn.content, /\[1\]/);
    assert.equal(turn.streamed, turn.content);
    assert.deepEqual([turn.finish, turn.streamed_finish, turn.usage], ["stop", "stop", 0]);
    assert.deepEqual(turn.streamed_citations, turn.citations);
    assert.ok(turn.citations[0].quote.length > 0);
  }
  assert.equal(told.abstained, true);
  const codes = ["model_not_found", "server.unsupported-parameter", "invalid_api_key"];
  assert.deepEqual(told.errors, codes);
});
