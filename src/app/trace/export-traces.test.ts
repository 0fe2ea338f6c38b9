import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import type { Logger } from "../../foundation/effects.ts";
import type { PlumblineError } from "../../foundation/errors.ts";
import type { ExportedSpan } from "../../ports/span-exporter.ts";
import { upstreamFailed } from "../../adapters/index.ts";
import { traceOf } from "../../testing/record-fixtures.ts";
import { ConfigSchema } from "../../config/index.ts";
import { createTraceExporter } from "./export-traces.ts";

const CONTENT = { question: "Mail ana@mail.example?", reply: "Yes.", documents: [] };

function open(settings: object, failure?: PlumblineError) {
  const url = "http://localhost:4318/v1/traces";
  const { traces } = ConfigSchema.parse({ traces: { export: { url, ...settings } } });
  assert.ok(traces.export);
  const sent: (readonly ExportedSpan[])[] = [];
  const warned: unknown[] = [];
  const logger: Logger = {
    debug: () => undefined,
    warn: (message, details) => warned.push([message, details?.["code"]]),
  };
  let isClosed = false;
  const exporter = createTraceExporter(traces.export, {
    logger,
    exporter: {
      async export(spans) {
        assert.ok(!isClosed, "it is closed last");
        sent.push(spans);
        if (failure) throw failure;
      },
      async [Symbol.asyncDispose]() {
        isClosed = true;
      },
    },
  });
  return { exporter, sent, warned };
}

const textsOf = (spans: readonly ExportedSpan[] | undefined): string =>
  JSON.stringify(spans?.map(({ attributes }) => attributes));

describe("createTraceExporter", () => {
  it("exports what waits in one call, without what was said", async () => {
    const { exporter, sent } = open({});
    exporter.offer(traceOf("trc_1"), () => CONTENT);
    exporter.offer(traceOf("trc_2"), () => assert.fail("content is not asked for"));
    await exporter[Symbol.asyncDispose]();
    assert.deepEqual(
      sent.map((spans) => spans.length),
      [4],
    );
    assert.ok(!textsOf(sent[0]).includes("Mail"));
  });

  it("sends texts where it is told to, redacted", async () => {
    const { exporter, sent } = open({ content: true, redact: ["Yes"] });
    exporter.offer(traceOf("trc_1"), () => CONTENT);
    await exporter.flush();
    const body = textsOf(sent[0]);
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
    const roots = sent.flat().filter(({ name }) => name === "plumbline ask").length;
    assert.ok(roots > 60 && roots < 140, String(roots));
  });

  it("says that a receiver is down, and harms nobody", async () => {
    const failure = upstreamFailed({ adapter: "otlp-json", status: 503 });
    const { exporter, warned } = open({}, failure);
    exporter.offer(traceOf("trc_1"), () => CONTENT);
    await exporter[Symbol.asyncDispose]();
    assert.deepEqual(warned, [["traces were not exported", "adapters.upstream-failed"]]);
  });
});
