import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { startFaultServer, type FaultServer } from "../../src/testing/fault-server.ts";
import { makeFolder, plumbline } from "./command.ts";

const QUESTION = "How many weeks of parental leave do employees get?";

/** What the server's healthy answer rests on. */
const DOCUMENTS = {
  "docs/leave.md": "# Leave\n\nEmployees get 26 weeks of parental leave.\n",
  "docs/cafe.md": "# Café\n\nThe café’s staff get 12 weeks.\n",
};

describe("plumbline ask with a language model", () => {
  const folder = makeFolder(DOCUMENTS);
  const run = (...args: readonly string[]) => plumbline(folder.path, args, { env: { KEY: "k3y" } });
  let server: FaultServer;

  before(async () => {
    server = await startFaultServer();
    const options = [
      `baseUrl: ${server.url}`,
      "model: toy",
      "apiKey: { env: KEY }",
      "price: { inputPerMillion: 1, outputPerMillion: 1 }",
    ];
    const generator = `generator: { adapter: openai-compatible, options: { ${options.join(", ")} } }`;
    writeFileSync(join(folder.path, "plumbline.yaml"), `${generator}\n`);
    const { code, stderr } = await run("ingest", "docs", "--collection", "hr");
    assert.equal(code, 0, stderr);
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it("prints checked sentences with their sources, and what they cost", async () => {
    const { code, stdout, stderr } = await run("ask", QUESTION);
    assert.equal(code, 0, stderr);
    const [first, second] = stdout.split("\n");
    assert.equal(first, "Employees get 26 weeks of parental leave. [1]");
    assert.equal(second, "The café’s staff get 12 weeks. [2]");
    assert.match(stderr, /^toy · 120 tokens in, 30 out · \$0\.00015$/m);
    assert.ok(!(stdout + stderr).includes("k3y"));
  });

  it("sends the key, and what was said before", async () => {
    const turns = [
      { role: "user", text: "Who works in the café?" },
      { role: "assistant", text: "Students." },
    ];
    const lines = turns.map((turn) => JSON.stringify(turn)).join("\n");
    writeFileSync(join(folder.path, "said.jsonl"), lines);
    const { stdout } = await run("ask", QUESTION, "--history", "said.jsonl", "--json");
    const { usage, id } = JSON.parse(stdout);
    assert.deepEqual(usage, { model: "toy", inputTokens: 120, outputTokens: 30, costUsd: 0.00015 });
    const call = server.calls.at(-1);
    assert.equal(call?.headers["authorization"], "Bearer k3y");
    assert.match(JSON.stringify(call?.body), /\|user: Who works in the café\?/);
    const { history, draft } = JSON.parse((await run("show", id, "--json")).stdout);
    assert.deepEqual(history, turns);
    assert.equal(draft.prompt.id, "grounding");
  });

  it("says that an answer is incomplete, and exits 3", async () => {
    server.setFault("finish-length");
    const { code, stdout } = await run("ask", QUESTION);
    assert.equal(code, 3);
    assert.match(
      stdout,
      /^Employees get 26 weeks of parental leave\. \[1\]\nincomplete \(length\): what is here is\s+checked, and not the whole answer$/m,
    );
    server.setFault();
  });

  it("fails in two lines when the model cannot be asked", async () => {
    server.setFault("http-401");
    const { code, stdout, stderr } = await run("ask", QUESTION);
    assert.deepEqual([code, stdout], [3, ""]);
    assert.match(stderr, /^error\[adapters\.upstream-denied\]: .*\nhint: .*apiKey/);
    server.setFault();
  });

  it("refuses a history that is none", async () => {
    writeFileSync(join(folder.path, "bad.jsonl"), '{"role":"system","text":"x"}');
    const { code, stderr } = await run("search", "leave", "--history", "bad.jsonl");
    assert.equal(code, 2);
    assert.match(stderr, /^error\[app\.bad-history\]/);
  });
});
