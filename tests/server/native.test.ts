import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openHarness, readJson, toEvents, type Harness } from "./harness.ts";

const QUESTION = "How many weeks of parental leave do employees get?";

describe("the native API", () => {
  let harness: Harness;
  let owner: string;
  before(async () => {
    harness = await openHarness();
    owner = await harness.makeKey(undefined, "read", "write");
  });
  after(() => harness[Symbol.asyncDispose]());

  const call = async (path: string, body?: unknown, status?: number, key = owner) =>
    readJson(await harness.send(path, { key, body }), status);

  it("takes a document, which every query finds as soon as it replies", async () => {
    const sent = {
      collection: "hr",
      key: "leave.md",
      text: "# Leave\n\nEmployees get 18 weeks of paid parental leave.",
      filename: "leave.md",
      metadata: { year: 2026, tags: ["leave", "family"] },
      access: ["group:staff"],
    };
    const reply = await harness.send("/v1/documents", { key: owner, body: sent });
    const { document, outcome } = await readJson(reply, 201);
    assert.equal(outcome, "added");
    assert.equal(reply.headers.get("location"), `/v1/documents/${document.id}`);
    assert.deepEqual(
      [document.collection, document.key, document.title, document.metadata],
      ["hr", "leave.md", "Leave", sent.metadata],
    );
    assert.deepEqual(document.access, { allow: [["group:staff"]], deny: [] });
    const { passages } = await call("/v1/search", { question: "parental leave" });
    assert.deepEqual(passages[0].documentId, document.id);
  });

  it("replaces the document of a key, and does nothing for the same one again", async () => {
    const put = (text: string) => ({ collection: "hr", key: "pay.md", text });
    const first = await call("/v1/documents", put("Pay day is the 25th."), 201);
    const again = await call("/v1/documents", put("Pay day is the 25th."));
    const changed = await call("/v1/documents", put("Pay day is the 27th."));
    assert.deepEqual(
      [first.outcome, again.outcome, changed.outcome],
      ["added", "unchanged", "replaced"],
    );
    assert.equal(changed.document.id, first.document.id);
    const found = await call(`/v1/documents/${first.document.id}?text=true`);
    assert.equal(found.text, "Pay day is the 27th.");
    assert.equal(found.versions.length, 2);
    const { passages } = await call("/v1/search", { question: "When is pay day?" });
    assert.ok(passages.every(({ text }: { text: string }) => !text.includes("25th")));
  });

  it("changes title and facts of the same bytes", async () => {
    const file = (title: string, year: number) => ({
      collection: "hr",
      filename: "same.txt",
      content: Buffer.from("The same bytes.").toString("base64"),
      title,
      metadata: { year },
    });
    await call("/v1/documents", file("One", 2025), 201);
    const { document, outcome } = await call("/v1/documents", file("Two", 2026));
    assert.deepEqual(
      [outcome, document.title, document.metadata],
      ["replaced", "Two", { year: 2026 }],
    );
  });

  it("takes a file as a form, with its fields", async () => {
    const form = new FormData();
    form.set("collection", "hr");
    form.set("title", "Travel rules");
    form.set("metadata", '{"year":2026}');
    form.append("access", "group:staff,user:ana");
    form.append("access", "user:bob");
    form.set("file", new File(["Meals cost up to 45 euros."], "reise kosten é.txt"));
    const reply = await harness.service.fetch(
      new Request("http://127.0.0.1:8787/v1/documents", {
        method: "POST",
        headers: { host: "127.0.0.1:8787", authorization: `Bearer ${owner}` },
        body: form,
      }),
    );
    const { document } = await readJson(reply, 201);
    assert.deepEqual([document.key, document.title], ["reise kosten é.txt", "Travel rules"]);
    assert.deepEqual(document.access.allow, [["group:staff", "user:ana", "user:bob"]]);
  });

  it("reads content by its media type, whatever the key looks like", async () => {
    const body = {
      collection: "hr",
      key: "https://wiki.example/desks.pdf?v=2",
      text: "# Desks\n\nDesks are shared on Fridays.",
      mediaType: "text/markdown; charset=utf-8",
    };
    const { document } = await call("/v1/documents", body, 201);
    assert.deepEqual([document.key, document.title], [body.key, "Desks"]);
  });

  it("refuses a document whose file cannot be read, with the parser's own reason", async () => {
    const body = {
      collection: "hr",
      filename: "a.pdf",
      content: Buffer.from("x").toString("base64"),
    };
    const { error } = await call("/v1/documents", body, 400);
    assert.match(error.code, /^parsers\./);
    assert.ok(error.hint.length > 0);
  });

  it("answers with citations, and keeps the record", async () => {
    const answer = await call("/v1/answers", { question: QUESTION });
    assert.match(answer.text, /18 weeks/);
    assert.equal(answer.citations[0].quote, "Employees get 18 weeks of paid parental leave.");
    const record = await call(`/v1/answers/${answer.id}`);
    assert.deepEqual(record.answer, answer);
  });

  it("tells an answer as it is made, to whoever asks for a stream in either way", async () => {
    const whole = await call("/v1/answers", { question: QUESTION });
    for (const sent of [
      { body: { question: QUESTION, stream: true } },
      { body: { question: QUESTION }, headers: { accept: "text/event-stream" } },
    ]) {
      const reply = await harness.send("/v1/answers", { key: owner, ...sent });
      assert.match(reply.headers.get("content-type") ?? "", /^text\/event-stream/);
      const events = toEvents(await reply.text());
      assert.deepEqual(
        [events[0]?.event, events.at(-1)?.event],
        ["answer-started", "answer-completed"],
      );
      const texts = events
        .filter(({ event }) => event === "sentence-checked")
        .map(({ data }) => (data as { text: string }).text);
      assert.equal(texts.join(""), whole.text);
    }
  });

  it("abstains with 200: an abstention is a result", async () => {
    const answer = await call("/v1/answers", { question: "Who painted the Sistine Chapel?" });
    assert.deepEqual([answer.abstained, answer.text], [true, ""]);
  });

  it("lists documents page by page, each once, in one order", async () => {
    const all = await call("/v1/documents");
    const ids: string[] = [];
    let last = "";
    for (let page = 0; page < 10; page++) {
      const { documents, next } = await call(`/v1/documents?limit=2${last && `&after=${last}`}`);
      ids.push(...documents.map(({ id }: { id: string }) => id));
      if (next === undefined) break;
      last = next;
    }
    assert.deepEqual(
      ids,
      all.documents.map(({ id }: { id: string }) => id),
    );
    assert.ok(ids.length >= 4);
    const { documents } = await call(
      "/v1/documents?filter=year>=2026&filter=tags=leave&collection=hr",
    );
    assert.deepEqual(
      documents.map(({ key }: { key: string }) => key),
      ["leave.md"],
    );
  });

  it("says that a page's beginning has gone, rather than that there is no more", async () => {
    const { document } = await call(
      "/v1/documents",
      { collection: "hr", key: "z", text: "Z." },
      201,
    );
    assert.deepEqual((await call(`/v1/documents?after=${document.id}`)).documents, []);
    await readJson(
      await harness.send(`/v1/documents/${document.id}`, { method: "DELETE", key: owner }),
    );
    await call(`/v1/documents?after=${document.id}`, undefined, 404);
  });

  it("deletes a document from every query at once", async () => {
    const body = { collection: "hr", key: "gone.md", text: "The xylophone policy." };
    const { document } = await call("/v1/documents", body, 201);
    assert.equal((await call("/v1/search", { question: "xylophone" })).passages.length > 0, true);
    const reply = await harness.send(`/v1/documents/${document.id}`, {
      method: "DELETE",
      key: owner,
    });
    assert.deepEqual(await readJson(reply), { deleted: document.id });
    const { passages } = await call("/v1/search", { question: "xylophone" });
    assert.ok(
      passages.every(({ documentId }: { documentId: string }) => documentId !== document.id),
    );
    await call(`/v1/documents/${document.id}`, undefined, 404);
  });

  it("names the collections in which something may be read", async () => {
    const staff = await harness.makeKey(["group:staff"], "read");
    const nobody = await harness.makeKey(["user:nobody"], "read");
    const { collections } = await call("/v1/collections", undefined, 200, staff);
    const [{ name, documents, defaultAccess }] = collections;
    assert.deepEqual([collections.length, name, documents], [1, "hr", 2]);
    assert.equal(defaultAccess, undefined);
    assert.deepEqual((await call("/v1/collections", undefined, 200, nobody)).collections, []);
  });

  it("is alive and ready without a key, and says what it offers", async () => {
    assert.deepEqual(await readJson(await harness.send("/healthz")), { status: "ok" });
    assert.deepEqual(await readJson(await harness.send("/readyz")), { status: "ready" });
    const { openapi } = await readJson(await harness.send("/openapi.json"));
    assert.equal(openapi, "3.1.0");
    const head = await harness.send("/healthz", { method: "HEAD" });
    assert.deepEqual([head.status, await head.text()], [200, ""]);
  });

  it("sends headers that keep a browser from making anything else of a reply", async () => {
    for (const path of ["/healthz", "/v1/documents", "/nowhere"]) {
      const { headers } = await harness.send(path, { key: owner });
      assert.equal(headers.get("x-content-type-options"), "nosniff", path);
      assert.equal(headers.get("cache-control"), "no-store", path);
      assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/, path);
      assert.match(headers.get("x-request-id") ?? "", /^req_[0-9a-f]{16}$/, path);
      assert.equal(headers.get("access-control-allow-origin"), null, path);
    }
  });
});

describe("a mistake in a request", () => {
  let harness: Harness;
  let owner: string;
  before(async () => {
    harness = await openHarness();
    owner = await harness.makeKey(undefined, "read", "write");
  });
  after(() => harness[Symbol.asyncDispose]());

  const MISTAKES: Readonly<
    Record<
      string,
      readonly [path: string, body: unknown, status: number, code: string, at?: string]
    >
  > = {
    "an unknown field": [
      "/v1/search",
      { question: "x", topk: 3 },
      400,
      "server.bad-request",
      "topk",
    ],
    "a wrong type deep inside": [
      "/v1/search",
      {
        question: "x",
        filter: [
          { field: "a", equals: 1 },
          { field: "b", equals: {} },
        ],
      },
      400,
      "server.bad-request",
      "filter.1.equals",
    ],
    "a question that is none": [
      "/v1/answers",
      { question: "" },
      400,
      "server.bad-request",
      "question",
    ],
    "a question of blanks": ["/v1/answers", { question: "  " }, 400, "retrieve.empty-question"],
    "a list in place of an object": ["/v1/answers", [], 400, "server.bad-request"],
    "JSON that is cut": ["/v1/search", '{"question":', 400, "server.bad-json"],
    "an unknown collection": [
      "/v1/search",
      { question: "x", collections: ["nowhere"] },
      404,
      "app.unknown-collection",
    ],
    "both text and content": [
      "/v1/documents",
      { collection: "hr", key: "a", text: "x", content: "eA==" },
      400,
      "server.bad-request",
    ],
    "content that is no base64": [
      "/v1/documents",
      { collection: "hr", filename: "a.txt", content: "eA=" },
      400,
      "server.bad-request",
      "content",
    ],
    "a media type that is not read": [
      "/v1/documents",
      { collection: "hr", key: "a", content: "eA==", mediaType: "video/mp4" },
      400,
      "app.bad-upload",
    ],
    "content without a name": [
      "/v1/documents",
      { collection: "hr", key: "a", content: "eA==" },
      400,
      "server.bad-request",
      "filename",
    ],
    "a collection that cannot be named so": [
      "/v1/documents",
      { collection: "HR!", key: "a", text: "x" },
      400,
      "app.bad-collection-name",
    ],
    "a principal that is none": [
      "/v1/documents",
      { collection: "hr", key: "a", text: "x", access: ["everybody"] },
      400,
      "server.bad-request",
      "access.0",
    ],
    "a document without words": [
      "/v1/documents",
      { collection: "hr", key: "a", text: " " },
      400,
      "ingest.no-text",
    ],
    "a hostile name": [
      "/v1/documents",
      '{"collection":"hr","key":"a","text":"x","metadata":{"__proto__":"y"}}',
      400,
      "server.bad-request",
      "metadata.__proto__",
    ],
    "a limit that is none": [
      "/v1/documents?limit=0",
      undefined,
      400,
      "server.bad-request",
      "limit",
    ],
    "an unknown query": ["/v1/documents?offset=2", undefined, 400, "server.bad-request", "offset"],
    "a filter that is none": ["/v1/documents?filter=a%3E5", undefined, 400, "app.bad-filter"],
    "an unknown document": ["/v1/documents/doc_0", undefined, 404, "app.not-found"],
    "an unknown answer": ["/v1/answers/ans_0", undefined, 404, "app.not-found"],
    "an unknown path": ["/v1/nothing", undefined, 404, "server.not-found"],
    "a path that climbs": ["/v1/documents/..%2f..%2fetc", undefined, 404, "app.not-found"],
  };
  for (const [name, [path, body, status, code, at]] of Object.entries(MISTAKES))
    it(`${name} is told with what is wrong, where, and what to do`, async () => {
      const { error } = await readJson(await harness.send(path, { key: owner, body }), status);
      assert.equal(error.code, code);
      assert.ok(error.message.length > 0 && error.hint.length > 0);
      if (at !== undefined) assert.equal(error.path, at);
      assert.match(error.requestId, /^req_/);
    });

  it("in the method is told with those that there are", async () => {
    const reply = await harness.send("/v1/search", { method: "PUT", key: owner });
    assert.equal(reply.headers.get("allow"), "POST");
    assert.equal((await readJson(reply, 405)).error.code, "server.method");
    const options = await harness.send("/v1/documents", { method: "OPTIONS" });
    assert.equal(options.status, 405);
    assert.equal(options.headers.get("access-control-allow-methods"), null);
  });

  it("in the content type is told before the body is read", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", ""]) {
      const headers = { "content-type": type };
      const sent = { key: owner, body: '{"question":"x"}', headers };
      const reply = await harness.send("/v1/search", sent);
      assert.equal((await readJson(reply, 415)).error.code, "server.content-type", type);
    }
  });

  it("of size is told before the body is read", async () => {
    const body = JSON.stringify({ question: "x".repeat(2_000_000) });
    const headers = { "content-length": String(body.length) };
    const reply = await harness.send("/v1/search", { key: owner, body, headers });
    assert.equal((await readJson(reply, 413)).error.code, "server.body-too-large");
  });

  it("of ours is told as one, without what it was", async () => {
    await using broken = await openHarness({
      change: () => ({ search: () => Promise.reject(new Error("secret detail")) }),
    });
    const key = await broken.makeKey(undefined, "read");
    const reply = await broken.send("/v1/search", { key, body: { question: "x" } });
    const text = await reply.text();
    assert.equal(reply.status, 500);
    assert.ok(!text.includes("secret detail"));
    assert.equal(JSON.parse(text).error.code, "internal.unexpected");
    const [line = ""] = broken.log.filter((each) => each.startsWith("error "));
    assert.ok(line.includes(JSON.parse(text).error.requestId) && line.includes("secret detail"));
  });
});
