import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import OpenAI, { AuthenticationError, BadRequestError, NotFoundError } from "openai";
import { HANDBOOK, makeFolder, plumbline, start, type Ended, type Folder } from "./command.ts";
import { makeKey, serve, type Served } from "./served.ts";

const QUESTION = "How many weeks of paid parental leave may parents take?";
const STAFF = ["--access", "group:staff,group:payroll"];
const INGEST = ["ingest", "docs", "--collection", "hr", ...STAFF];

const run = async (folder: Folder, ...args: readonly string[]) => {
  const ended = await plumbline(folder.path, args);
  assert.equal(ended.code, 0, `${args.join(" ")}: ${ended.stderr}`);
  return ended.stdout;
};

interface Extended {
  readonly citations?: readonly { readonly quote: string; readonly key: string }[];
  readonly abstained?: boolean;
}

describe("OpenAI's own client", () => {
  const folder = makeFolder(HANDBOOK);
  let served: Served;
  let client: OpenAI;
  let key: string;
  before(async () => {
    await run(folder, ...INGEST);
    served = await serve(folder);
    key = await makeKey(folder, "--as", "user:maria,group:staff");
    client = new OpenAI({
      baseURL: new URL("v1", served.address).href,
      apiKey: key,
      maxRetries: 0,
    });
  });
  after(async () => {
    await served.stop();
    folder[Symbol.dispose]();
  });

  it("lists the models, and finds one by its name", async () => {
    const { data } = await client.models.list();
    assert.deepEqual(
      data.map(({ id }) => id),
      ["plumbline", "plumbline/hr"],
    );
    assert.equal((await client.models.retrieve("plumbline/hr")).id, "plumbline/hr");
  });

  it("holds a conversation, whole and streamed, with the same words", async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: "system", content: "You are a helpful assistant." },
    ];
    for (const question of [
      QUESTION,
      "Who approves parental leave?",
      "Up to what are meals paid?",
    ]) {
      messages.push({ role: "user", content: question });
      const { choices } = await client.chat.completions.create({
        model: "plumbline",
        messages,
        temperature: 0.2,
        max_tokens: 300,
      });
      const [choice] = choices;
      assert.equal(choice?.finish_reason, "stop");
      const message = choice.message as typeof choice.message & Extended; // what we add
      const content = message.content ?? "";
      assert.match(content, /\[1\]/, question);
      assert.ok((message.citations?.length ?? 0) > 0);
      const stream = client.chat.completions.stream({
        model: "plumbline",
        messages,
        stream_options: { include_usage: true },
      });
      const final = await stream.finalChatCompletion();
      assert.equal(final.choices[0]?.message.content, content);
      assert.equal(final.choices[0]?.finish_reason, "stop");
      assert.equal(final.usage?.total_tokens, 0);
      const streamed = final.choices[0].message as typeof message; // the same extension
      assert.deepEqual(streamed.citations, message.citations);
      messages.push({ role: "assistant", content });
    }
  });

  it("is told that the documents do not answer, as a message", async () => {
    const { choices } = await client.chat.completions.create({
      model: "plumbline/hr",
      messages: [{ role: "user", content: "Which bicycle leasing scheme does the company offer?" }],
    });
    const message = choices[0]?.message as OpenAI.ChatCompletionMessage & Extended; // what we add
    assert.equal(message.abstained, true);
    assert.ok((message.content ?? "").length > 0);
    assert.equal(choices[0]?.finish_reason, "stop");
  });

  it("never sees what its key may not read", async () => {
    const ask = (by: OpenAI) =>
      by.chat.completions.create({
        model: "plumbline",
        messages: [{ role: "user", content: "What is the salary band of a senior engineer?" }],
      });
    assert.ok(!JSON.stringify(await ask(client)).includes("95,000"));
    const payroll = await makeKey(folder, "--as", "group:payroll");
    const other = new OpenAI({ baseURL: client.baseURL, apiKey: payroll, maxRetries: 0 });
    assert.ok(JSON.stringify(await ask(other)).includes("95,000"));
  });

  it("gets errors of its own classes", async () => {
    const ask = (by: OpenAI, more: object = {}) =>
      by.chat.completions.create({
        model: "plumbline",
        messages: [{ role: "user", content: QUESTION }],
        ...more,
      });
    const stranger = new OpenAI({ baseURL: client.baseURL, apiKey: "sk-none", maxRetries: 0 });
    await assert.rejects(ask(stranger), AuthenticationError);
    await assert.rejects(ask(client, { model: "gpt-5" }), (error) => {
      assert.ok(error instanceof NotFoundError);
      return error.code === "model_not_found";
    });
    await assert.rejects(ask(client, { n: 3 }), (error) => {
      assert.ok(error instanceof BadRequestError);
      return error.param === "n";
    });
  });
});

describe("commands beside a server", () => {
  const folder = makeFolder({
    ...HANDBOOK,
    "other.yaml": "retrieve: { topK: 3 }\ndata: .plumbline\n",
    "more/canteen.md": "# Canteen\n\nThe canteen opens at eleven.\n",
  });
  let served: Served;
  before(async () => {
    await run(folder, ...INGEST);
    served = await serve(folder);
  });
  after(async () => {
    await served[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  /** And without the size of the file, which grows by the records of every round. */
  const withoutTime = (text: string): string =>
    text.replaceAll(/"(?:latencyMs|id|answerId|bytes)":(?:[\d.]+|"ans_\w+")/g, "");

  it("print what they print without one, to the byte", async () => {
    const { documents } = JSON.parse(await run(folder, "documents", "list", "--json"));
    const answer = JSON.parse(await run(folder, "ask", QUESTION, "--json"));
    const reading: readonly (readonly string[])[] = [
      ["ask", QUESTION, "--json"],
      ["ask", "What is the salary band?", "--as", "user:maria,group:staff"],
      ["search", "parental leave", "--why"],
      ["search", "parental leave", "--json", "--as", "group:staff"],
      ["documents", "list", "--as", "group:staff", "--json"],
      ["documents", "show", documents[0].id, "--text"],
      ["show", answer.id, "--citation", "1"],
      ["show", answer.id, "--as", "user:otto"],
      ["ask", "x", "--collection", "nowhere"],
      ["doctor", "--json"],
    ];
    const beside: Ended[] = [];
    for (const args of reading) beside.push(await plumbline(folder.path, args));
    await served.stop();
    for (const [index, args] of reading.entries()) {
      const { code, stdout, stderr } = await plumbline(folder.path, args);
      const other = beside[index];
      assert.ok(other);
      assert.equal(withoutTime(other.stdout), withoutTime(stdout), args.join(" "));
      assert.equal(other.code, code, args.join(" "));
      if (code !== 0) assert.equal(other.stderr, stderr, args.join(" "));
    }
    served = await serve(folder);
  });

  it("bring documents in through it, told the same way, from paths of their own", async () => {
    const elsewhere = join(folder.path, "more");
    const data = join(folder.path, ".plumbline");
    const place = ["--collection", "hr", "--access", "public", "--data", data];
    const ended = await plumbline(elsewhere, ["ingest", "canteen.md", ...place]);
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(ended.stdout, "1 document: 1 added; 1 chunk\n");
    assert.match(await run(folder, "ask", "When does the canteen open?"), /eleven/);
    const again = JSON.parse(
      await run(folder, "ingest", "--json").then((text) => text.split("\n")[0] ?? ""),
    );
    assert.equal(again.counts.added, 0);
  });

  it("delete a document, which the server then finds no more", async () => {
    const { documents } = JSON.parse(await run(folder, "documents", "list", "--json"));
    const { id } = documents.find(({ key }: { key: string }) => key === "travel.md");
    await run(folder, "documents", "delete", id);
    const key = await makeKey(folder);
    const reply = await fetch(new URL(`v1/documents/${id}`, served.address), {
      headers: { authorization: `Bearer ${key}` },
    });
    assert.equal(reply.status, 404);
  });

  it("S16 make keys that open at once, and revoke them within a second", async () => {
    const created = JSON.parse(
      await run(folder, "keys", "create", "--name", "laptop", "--expires", "30d", "--json"),
    );
    assert.match(created.key, /^pl_live_\w{49}$/);
    const status = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${created.key}` };
      return (await fetch(new URL("v1/collections", served.address), { headers })).status;
    };
    assert.equal(await status(), 200);
    assert.ok(!(await run(folder, "keys", "list", "--json")).includes(created.key));
    assert.match(
      await run(folder, "keys", "list"),
      new RegExp(`${created.id}\tuntil \\d{4}-.*\tlaptop`),
    );
    await run(folder, "keys", "revoke", created.id);
    assert.equal(await status(), 401);
    assert.match(await run(folder, "keys", "list"), new RegExp(`${created.id}\trevoked`));
  });

  it("say so where the server has other settings: reading goes on, writing does not", async () => {
    const config = ["--config", "other.yaml"];
    const read = await plumbline(folder.path, ["search", "leave", ...config]);
    assert.equal(read.code, 0, read.stderr);
    assert.match(read.stderr, /^note: the server of this data directory .* another configuration/);
    const bm25 = await plumbline(folder.path, ["search", "leave", "--bm25", "0.9,0.4"]);
    assert.match(bm25.stderr, /other BM25 parameters/);
    const written = await plumbline(folder.path, [...INGEST, ...config]);
    assert.equal(written.code, 2);
    assert.match(
      written.stderr,
      /^error\[cli\.server-differs\]: .*another configuration.*\nhint: \S/,
    );
  });

  it("refuse a second server, naming the first", async () => {
    const { code, stderr } = await plumbline(folder.path, ["serve", "--port", "0"]);
    assert.equal(code, 3);
    assert.match(stderr, new RegExp(`^error\\[store\\.locked\\]: .*${served.running.child.pid}`));
  });

  it("keep the token of the owner to the owner", () => {
    const { mode } = statSync(join(folder.path, ".plumbline", "server.token"));
    assert.equal(mode & 0o777, 0o600);
  });
});

const COUNT = 2000;
const makeMany = (): Folder =>
  makeFolder(
    Object.fromEntries(
      Array.from({ length: COUNT }, (_, i) => [
        `docs/${i}.txt`,
        `Parents take ${i} weeks of leave by rule number ${i}.`,
      ]),
    ),
  );
const RULES = ["ingest", "docs", "--collection", "rules", "--access", "public"];

/** Documents that the server finds by now. */
async function count(served: Served, key: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  const reply = await fetch(new URL("v1/collections", served.address), { headers });
  const { collections } = JSON.parse(await reply.text());
  return collections[0]?.documents ?? 0;
}

async function untilSome(served: Served, key: string): Promise<void> {
  while ((await count(served, key)) === 0) await sleep(20);
}

describe("a long ingest through a server", () => {
  it("is interrupted by Ctrl-C, keeps what it committed, and goes on the next time", async () => {
    using folder = makeMany();
    await using served = await serve(folder);
    const key = await makeKey(folder);
    const ingesting = start(folder.path, RULES);
    await untilSome(served, key);
    ingesting.child.kill("SIGINT");
    const { code, stderr } = await ingesting.ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /interrupted: what was committed is kept/);
    const kept = await count(served, key);
    assert.ok(kept > 0 && kept < COUNT, `${kept} documents`);
    const again = JSON.parse(await run(folder, ...RULES, "--json"));
    assert.ok(again.counts.unchanged >= kept && again.counts.unchanged < COUNT);
    assert.equal(again.counts.unchanged + again.counts.added, COUNT);
  });

  it("is told when the server is killed, and goes on without it", async () => {
    using folder = makeMany();
    await using served = await serve(folder);
    const key = await makeKey(folder);
    const ingesting = start(folder.path, RULES);
    await untilSome(served, key);
    const kept = await count(served, key);
    await served.stop("SIGKILL");
    const { code, stderr } = await ingesting.ended;
    assert.equal(code, 3, stderr);
    assert.match(stderr, /error\[app\.server-gone\]: .*\nhint: run the command again/);
    const again = JSON.parse(await run(folder, ...RULES, "--json"));
    assert.ok(again.counts.unchanged >= kept);
    assert.equal(again.counts.unchanged + again.counts.added, COUNT);
  });
});

describe("the end of a server", () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    it(`by ${signal} is clean: exit 0, the store closed, the token gone`, async () => {
      using folder = makeFolder(HANDBOOK);
      await run(folder, ...INGEST);
      await using served = await serve(folder);
      const { code, stdout, stderr } = await served.stop(signal);
      assert.equal(code, 0, stderr);
      assert.equal(stdout, `listening on ${served.address.href}\n`);
      assert.match(stderr, /no key yet/);
      assert.ok(!existsSync(join(folder.path, ".plumbline", "server.token")));
      assert.match(await run(folder, "ingest"), /4 unchanged/);
    });

  it("is not waited for twice: a second Ctrl-C ends it at once", async () => {
    using folder = makeMany();
    await using served = await serve(folder);
    const key = await makeKey(folder);
    const ingesting = start(folder.path, RULES);
    await untilSome(served, key);
    served.running.child.kill("SIGINT");
    await sleep(100);
    const started = performance.now();
    const { code } = await served.stop("SIGINT");
    assert.equal(code, 130);
    assert.ok(performance.now() - started < 5000);
    assert.equal((await ingesting.ended).code, 3);
  });

  it("leaves an upload that was acknowledged, whatever ended it", async () => {
    using folder = makeFolder(HANDBOOK);
    await run(folder, ...INGEST);
    await using served = await serve(folder);
    const key = await makeKey(folder, "--scope", "write");
    const reply = await fetch(new URL("v1/documents", served.address), {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ collection: "hr", key: "k", text: "The lighthouse opens at nine." }),
    });
    assert.equal(reply.status, 201);
    await served.stop("SIGKILL");
    assert.match(await run(folder, "ask", "When does the lighthouse open?"), /at nine/);
  });
});

describe("a server that cannot start", () => {
  it("says why in one line, and what to do in the next", async () => {
    using folder = makeFolder(HANDBOOK);
    await run(folder, ...INGEST);
    await using served = await serve(folder);
    const other = ["serve", "--data", "elsewhere"];
    for (const [args, line] of [
      [["--port", served.address.port], /^error\[server\.port-in-use\]: .*\nhint: \S/],
      [["--port", "0", "--host", "0.0.0.0"], /^error\[server\.keys-needed\]: .*\nhint: \S/],
      [["--port", "many"], /^error\[cli\.usage\]: .*port/],
    ] as const) {
      const { code, stdout, stderr } = await plumbline(folder.path, [...other, ...args]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, line);
    }
  });
});
