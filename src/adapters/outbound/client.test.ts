import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { startFaultServer, type FaultName } from "../../testing/fault-server.ts";
import { createOutboundClient, createSystemNetwork, OUTBOUND_LIMITS } from "./index.ts";

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server of the test's own, and a client that may reach it. */
async function open(handler: Handler, limits: Partial<typeof OUTBOUND_LIMITS> = {}) {
  const requests: IncomingMessage[] = [];
  const server = createServer(async (request, response) => {
    requests.push(request);
    handler(request, response, await text(request));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  const url = `http://127.0.0.1:${port}`;
  const client = createOutboundClient(
    // The same server under two names is two origins.
    { allowed: new Set([url, `http://localhost:${port}`]), isOpen: false },
    createSystemNetwork(),
    { ...OUTBOUND_LIMITS, ...limits },
  );
  return {
    url,
    other: `http://localhost:${port}`,
    fetch: client.fetch,
    requests,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      server.closeAllConnections();
      server.close();
    },
  };
}

const echo: Handler = ({ method, headers, url }, response, body) =>
  response.end(JSON.stringify({ method, url, headers, body }));

describe("outbound client", () => {
  it("gives the platform's response, and says where it is from", async () => {
    await using to = await open(echo);
    const response = await to.fetch(`${to.url}/a?b=c#d`, { method: "POST", body: "é" });
    assert.ok(response instanceof Response);
    assert.equal(response.url, `${to.url}/a?b=c`);
    assert.equal(response.redirected, false);
    const { method, url, body } = JSON.parse(await response.text());
    assert.deepEqual([method, url, body], ["POST", "/a?b=c", "é"]);
  });

  it("takes a Request, a URL, forms and bytes as fetch does", async () => {
    await using to = await open(echo);
    const asked = [
      to.fetch(new Request(to.url, { method: "PUT", body: "x" })),
      to.fetch(new URL(to.url), { method: "POST", body: new URLSearchParams({ a: "1" }) }),
      to.fetch(to.url, { method: "POST", body: new Uint8Array([65, 66]) }),
      to.fetch(to.url, { method: "POST", body: new Blob(["cd"]).stream(), duplex: "half" }),
    ];
    const bodies = await Promise.all(asked.map(async (response) => (await response).json()));
    assert.deepEqual(
      bodies.map((reply) => (reply as { body: string }).body), // what `echo` sends
      ["x", "a=1", "AB", "cd"],
    );
  });

  it("sends and keeps no cookies, and calls itself plumbline", async () => {
    await using to = await open((request, response, body) => {
      response.setHeader("set-cookie", "session=1");
      echo(request, response, body);
    });
    const headers = { cookie: "a=b", host: "elsewhere.test" };
    const first = await to.fetch(to.url, { headers });
    assert.equal(first.headers.get("set-cookie"), null);
    await first.text();
    await (await to.fetch(to.url)).text();
    for (const { headers: sent } of to.requests) {
      assert.equal(sent.cookie, undefined);
      assert.equal(sent["user-agent"], "plumbline");
      assert.match(sent.host ?? "", /^127\.0\.0\.1:/);
    }
  });

  it("streams: a piece is there before the next is sent", async () => {
    const next = Promise.withResolvers<void>();
    await using to = await open(async (_, response) => {
      response.setHeader("content-type", "text/event-stream");
      response.write("data: one\n\n");
      await next.promise;
      response.end("data: two\n\n");
    });
    const response = await to.fetch(to.url);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.deepEqual(await reader?.read(), { done: false, value: "data: one\n\n" });
    next.resolve();
    assert.deepEqual(await reader?.read(), { done: false, value: "data: two\n\n" });
    assert.equal((await reader?.read())?.done, true);
  });

  it("lets go of the connection when nobody reads on", async () => {
    const closed = Promise.withResolvers<void>();
    await using to = await open((_, response) => {
      response.on("close", closed.resolve);
      response.write("begun");
    });
    const response = await to.fetch(to.url);
    await response.body?.cancel();
    await closed.promise;
  });

  it("ends with the caller's own reason, before the reply and in the middle of it", async () => {
    await using to = await open((request, response) => {
      if (request.url === "/begun") response.write("begun");
    });
    const gone = new Error("client gone");
    const waiting = new AbortController();
    const head = to.fetch(to.url, { signal: waiting.signal });
    waiting.abort(gone);
    await assert.rejects(head, (error) => error === gone);
    const reading = new AbortController();
    const response = await to.fetch(`${to.url}/begun`, { signal: reading.signal });
    const body = response.text();
    reading.abort(gone);
    await assert.rejects(body, (error) => error === gone);
    await assert.rejects(to.fetch(to.url, { signal: AbortSignal.abort(gone) }), /client gone/);
  });
});

describe("outbound client, redirects", () => {
  const chain: Handler = (request, response, body) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) echo(request, response, body);
    else response.writeHead(302, { location: `/${left - 1}` }).end("moved");
  };

  it("follows five, and says where they led", async () => {
    await using to = await open(chain);
    const response = await to.fetch(`${to.url}/5`);
    assert.deepEqual([response.url, response.redirected], [`${to.url}/0`, true]);
    await response.text();
    const refused = { code: "outbound.redirect-refused" };
    await assert.rejects(to.fetch(`${to.url}/6`), refused);
    await assert.rejects(to.fetch(`${to.url}/1`, { redirect: "error" }), refused);
    const manual = await to.fetch(`${to.url}/1`, { redirect: "manual" });
    assert.deepEqual([manual.status, manual.headers.get("location")], [302, "/0"]);
    await manual.text();
  });

  it("shows another origin no header that could be a key", async () => {
    await using to = await open((request, response, body) => {
      const path = new URL(request.url ?? "", to.url).pathname;
      if (path === "/end") echo(request, response, body);
      else response.writeHead(307, { location: `${path === "/out" ? to.other : ""}/end` }).end();
    });
    const init = {
      method: "POST",
      body: "x",
      headers: { authorization: "Bearer k", "x-api-key": "k", "api-key": "k", accept: "a/b" },
    };
    const sent = async (path: string) =>
      // What `echo` sends.
      (await (await to.fetch(to.url + path, init)).json()) as {
        headers: Record<string, string>;
        body: string;
      };
    const same = await sent("/in");
    assert.deepEqual([same.headers["authorization"], same.body], ["Bearer k", "x"]);
    const { headers, body } = await sent("/out");
    assert.equal(body, "x");
    assert.equal(headers["accept"], "a/b");
    for (const name of ["authorization", "x-api-key", "api-key"])
      assert.equal(headers[name], undefined);
  });

  it("turns what was posted into a GET where the status says so", async () => {
    await using to = await open((request, response, body) => {
      if (request.url === "/end") echo(request, response, body);
      else response.writeHead(Number(request.url?.slice(1)), { location: "/end" }).end();
    });
    for (const [status, expected] of [
      [301, "GET"],
      [302, "GET"],
      [303, "GET"],
      [307, "POST"],
      [308, "POST"],
    ] as const) {
      const reply = await to.fetch(`${to.url}/${status}`, { method: "POST", body: "x" });
      const { method, body, headers } = JSON.parse(await reply.text());
      assert.deepEqual([method, body], [expected, expected === "GET" ? "" : "x"]);
      if (expected === "GET") assert.equal(headers["content-type"], undefined);
    }
  });
});

describe("outbound client, bodies", () => {
  it("decompresses gzip and br, and refuses what it did not ask for", async () => {
    const body = "leave ".repeat(100);
    const packed = {
      gzip: gzipSync(body),
      br: brotliCompressSync(body),
      deflate: deflateSync(body),
    };
    await using to = await open((request, response) => {
      const encoding = request.url?.slice(1) as keyof typeof packed; // one of them is asked for
      response.setHeader("content-encoding", encoding).end(packed[encoding]);
    });
    for (const encoding of ["gzip", "br"]) {
      const response = await to.fetch(`${to.url}/${encoding}`);
      assert.equal(response.headers.get("content-encoding"), null);
      assert.equal(await response.text(), body);
    }
    await assert.rejects(to.fetch(`${to.url}/deflate`), { code: "outbound.encoding-refused" });
    assert.equal(to.requests[0]?.headers["accept-encoding"], "gzip, br");
  });

  it("is cut off where a little inflates to much, and not where it is little all the same", async () => {
    await using to = await open((request, response) => {
      const size = Number(request.url?.slice(1));
      response.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.alloc(size, 0x20)));
    });
    const read = async (size: number) => (await to.fetch(`${to.url}/${size}`)).text();
    assert.equal((await read(2 ** 20)).length, 2 ** 20);
    await assert.rejects(read(3 * 2 ** 20), /inflates more than 100 times/);
  });

  it("has none for HEAD, 204 and 304", async () => {
    await using to = await open((request, response) => {
      response.writeHead(Number(request.url?.slice(1)), { etag: '"1"' }).end();
    });
    for (const [method, status] of [
      ["HEAD", 200],
      ["GET", 204],
      ["GET", 304],
    ] as const) {
      const response = await to.fetch(`${to.url}/${status}`, { method });
      assert.deepEqual([response.status, response.body], [status, null]);
      assert.equal(response.headers.get("etag"), '"1"');
    }
  });

  it("is cut off where it grows past its limit, announced or not", async () => {
    await using to = await open(
      (request, response) => {
        const { type, length } = Object.fromEntries(
          new URL(request.url ?? "", to.url).searchParams,
        );
        response.setHeader("content-type", type ?? "");
        if (length) response.setHeader("content-length", 3000);
        response.write("x".repeat(1500));
        response.end("x".repeat(1500));
      },
      { pageBytes: 2000, fileBytes: 4000 },
    );
    const read = async (query: string) => (await to.fetch(`${to.url}/?${query}`)).text();
    const tooLarge = { code: "outbound.too-large" };
    await assert.rejects(read("type=text/html"), tooLarge);
    await assert.rejects(read("type=text/html&length=1"), tooLarge);
    await assert.rejects(read("type=text/event-stream"), tooLarge);
    assert.equal((await read("type=application/pdf")).length, 3000);
  });
});

describe("outbound client, faults of the wire", () => {
  const limits = {
    ...OUTBOUND_LIMITS,
    replyMs: 300,
    idleMs: 300,
    totalMs: 4000,
    streamMs: 4000,
    pageBytes: 4e6,
    fileBytes: 4e6,
  };
  const expected: Readonly<Partial<Record<FaultName, string>>> = {
    "reset-before-headers": "outbound.unreachable",
    "no-headers": "outbound.no-reply",
    "stall-mid-body": "outbound.stalled",
    "slow-drip": "outbound.too-slow",
    "reset-mid-body": "outbound.broken-off",
    "endless-body": "outbound.too-large",
    "huge-reply": "outbound.too-large",
    "decompression-bomb": "outbound.too-large",
  };
  // At once: each waits for its own limit.
  for (const path of ["/v1/embeddings", "/v1/chat/completions"])
    it(`has a name for each of them: ${path}`, { concurrency: true }, async () => {
      const outcomes = await Promise.all(
        Object.entries(expected).map(async ([name, code]) => {
          await using server = await startFaultServer();
          // A key of the table above.
          server.setFault(name as FaultName);
          const policy = { allowed: new Set([server.url]), isOpen: false };
          await using client = createOutboundClient(policy, createSystemNetwork(), limits);
          const body = JSON.stringify({ input: ["a"], stream: true });
          const reading = client
            .fetch(server.url + path, { method: "POST", body })
            .then((response) => response.text());
          const outcome = await reading.then(
            () => "read",
            (error: unknown) => (error as { code?: string }).code, // what is looked for
          );
          return [name, outcome === code ? code : `${outcome} instead of ${code}`];
        }),
      );
      assert.deepEqual(Object.fromEntries(outcomes), expected);
    });

  it("names a server that is not there", async () => {
    const server = await startFaultServer();
    await server[Symbol.asyncDispose]();
    const policy = { allowed: new Set([server.url]), isOpen: false };
    await using client = createOutboundClient(policy, createSystemNetwork());
    await assert.rejects(client.fetch(server.url), /no connection .*ECONNREFUSED/);
  });
});
