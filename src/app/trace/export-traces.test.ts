import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import type { Logger } from "../../foundation/effects.ts";
import { traceOf } from "../../testing/record-fixtures.ts";
import { ConfigSchema } from "../../config/index.ts";
import { createTraceExporter } from "./export-traces.ts";

const CONTENT = { question: "Mail ana@mail.example?", reply: "Yes.", documents: [] };

function open(settings: object, status = 200) {
  const url = "http://localhost:4318/v1/traces";
  const { traces } = ConfigSchema.parse({ traces: { export: { url, ...settings } } });
  assert.ok(traces.export);
  const sent: { url: string; headers: Headers; body: string }[] = [];
  const warned: string[] = [];
  const logger: Logger = { debug: () => undefined, warn: (message) => warned.push(message) };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    sent.push({ url: request.url, headers: request.headers, body: await request.text() });
    return new Response("", { status });
  };
  const exporter = createTraceExporter(traces.export, { fetch, logger, version: "1" });
  return { exporter, sent, warned };
}

describe("createTraceExporter", () => {
  it("posts what waits, with its headers and without what was said", async () => {
    const { exporter, sent } = open({ headers: { "x-key": "k" } });
    exporter.offer(traceOf("trc_1"), () => CONTENT);
    exporter.offer(traceOf("trc_2"), () => assert.fail("content is not asked for"));
    await exporter[Symbol.asyncDispose]();
    const [{ headers, body } = assert.fail()] = sent;
    assert.equal(sent.length, 1);
    assert.equal(headers.get("x-key"), "k");
    assert.equal(JSON.parse(body).resourceSpans[0].scopeSpans[0].spans.length, 4);
    assert.ok(!body.includes("Mail"));
  });

  it("sends texts where it is told to, redacted", async () => {
    const { exporter, sent } = open({ content: true, redact: ["Yes"] });
    exporter.offer(traceOf("trc_1"), () => CONTENT);
    await exporter.flush();
    const body = sent[0]?.body ?? "";
    assert.ok(body.includes("Mail [redacted]?"));
    assert.ok(!body.includes("ana@") && !body.includes("Yes"));
  });

  it("exports a share, which is the only thing that is sampled", async () => {
    const { exporter, sent } = open({ sample: 0.1 });
    const random = createRandom("export");
    for (let n = 0; n < 1000; n++) {
      const parts = Array.from({ length: 4 }, () => random.uint32().toString(16).padStart(8, "0"));
      exporter.offer(traceOf(`trc_${n}`, { traceId: parts.join("") }), () => CONTENT);
    }
    await exporter.flush();
    const roots = sent.reduce((sum, { body }) => sum + body.split('"plumbline ask"').length - 1, 0);
    assert.ok(roots > 60 && roots < 140, String(roots));
  });

  it("says that a receiver is down, and harms nobody", async () => {
    const { exporter, warned } = open({}, 503);
    exporter.offer(traceOf("trc_1"), () => CONTENT);
    await exporter[Symbol.asyncDispose]();
    assert.deepEqual(warned, ["traces were not exported"]);
  });
});
