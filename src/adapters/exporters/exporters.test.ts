import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { adapterContext } from "../../testing/adapter-context.ts";
import { startOtlpReceiver } from "../../testing/otlp-receiver.ts";
import { describeSpanExporter } from "../../testing/span-exporter-contract.ts";
import { createOutboundAgents, createOutboundClient, createSystemNetwork } from "../index.ts";
import { exporterPackagesMissing } from "./errors.ts";
import { loadSdk, openTelemetryExporter } from "./opentelemetry.ts";
import { otlpJsonExporter } from "./otlp-json.ts";

const ADAPTERS = { "otlp-json": otlpJsonExporter, opentelemetry: openTelemetryExporter };
const OPTIONS = { headers: {}, serviceName: "s", serviceVersion: "1", deadlineMs: 2000 };
const network = createSystemNetwork();

/** Of the client that an app lends, for the origin of a URL alone. */
function lend(url: string) {
  const policy = { allowed: new Set([new URL(url).origin]), isOpen: false };
  const { fetch } = createOutboundClient(policy, network);
  const { agent } = createOutboundAgents(policy, network);
  return adapterContext({ fetch, agent });
}

for (const [name, adapter] of Object.entries(ADAPTERS))
  describeSpanExporter(name, (options) => adapter.create(options, lend(options.url)));

const SPAN = {
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  spanId: "00f067aa0ba902b7",
  name: "n",
  kind: "internal",
  startNs: 1n,
  endNs: 2n,
  attributes: {},
} as const;

describe("otlp-json", () => {
  it("says that a receiver kept only a part", async () => {
    await using receiver = await startOtlpReceiver();
    receiver.setReply(200, '{"partialSuccess": {"rejectedSpans": "1"}}');
    const exporter = await otlpJsonExporter.create({ ...OPTIONS, url: receiver.url }, lend(receiver.url)); // prettier-ignore
    await assert.rejects(exporter.export([SPAN]), /1 of the spans were rejected/);
  });
});

describe("opentelemetry", () => {
  it("names the packages to install where they are missing", async () => {
    const missing = () => Promise.reject(new Error("Cannot find package '@opentelemetry/api'"));
    await assert.rejects(loadSdk(missing), (error: unknown) => {
      assert.ok(exporterPackagesMissing.is(error));
      assert.match(error.hint, /^npm install @opentelemetry\/api @opentelemetry\/sdk-trace /);
      assert.match(error.hint, /otlp-json, which needs none/);
      return true;
    });
  });

  it("speaks protobuf", async () => {
    await using receiver = await startOtlpReceiver();
    const context = lend(receiver.url);
    await using exporter = await openTelemetryExporter.create({ ...OPTIONS, url: receiver.url }, context); // prettier-ignore
    await exporter.export([SPAN]);
    assert.equal(receiver.calls[0]?.headers["content-type"], "application/x-protobuf");
  });

  it("tries again where a receiver is busy for a moment", async () => {
    await using receiver = await startOtlpReceiver();
    const context = lend(receiver.url);
    await using exporter = await openTelemetryExporter.create({ ...OPTIONS, url: receiver.url }, context); // prettier-ignore
    receiver.setReply(503);
    const exported = exporter.export([SPAN]);
    while (receiver.calls.length === 0) await new Promise(setImmediate);
    receiver.setReply(200);
    await exported;
    assert.equal(receiver.calls.length, 2);
  });

  it("connects to nobody but the origin that it is configured for", async () => {
    await using receiver = await startOtlpReceiver();
    const elsewhere = lend("http://127.0.0.1:1/v1/traces");
    await using exporter = await openTelemetryExporter.create({ ...OPTIONS, url: receiver.url }, elsewhere); // prettier-ignore
    await assert.rejects(exporter.export([SPAN]), { code: "outbound.origin-refused" });
    assert.equal(receiver.calls.length, 0);
  });
});
