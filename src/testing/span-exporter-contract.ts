/** @module What every exporter of spans promises, checked against a receiver on this machine. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { PlumblineError } from "../foundation/errors.ts";
import type { ExportedSpan, SpanExporter } from "../ports/span-exporter.ts";
import { startOtlpReceiver, type OtlpReceiver } from "./otlp-receiver.ts";

/** 0.123456789 s after a moment of 2026, so that every digit counts. */
const START_NS = 1_772_442_000_123_456_789n;

const ROOT: ExportedSpan = {
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  spanId: "00f067aa0ba902b7",
  parent: { spanId: "b7ad6b7169203331", isRemote: true },
  name: "plumbline ask",
  kind: "server",
  startNs: START_NS,
  endNs: START_NS + 1_500_000_001n,
  attributes: {
    text: "Café, 12 °C",
    empty: "",
    whole: 120,
    negative: -3,
    part: 0.00015,
    yes: true,
    no: false,
    list: ["stop", "length"],
  },
};
const CHILD: ExportedSpan = {
  traceId: ROOT.traceId,
  spanId: "00f067aa0ba902b8",
  parent: { spanId: ROOT.spanId, isRemote: false },
  name: "chat small-1",
  kind: "client",
  startNs: START_NS + 1n,
  endNs: START_NS + 1n,
  attributes: {},
  error: "adapters.upstream-failed",
};

const toFacts = (
  {
    traceId,
    spanId,
    name,
    kind,
    startNs,
    endNs,
    error,
  }: Omit<ExportedSpan, "attributes" | "parent">,
  parentId: string | undefined,
) => ({ traceId, spanId, parentId, name, kind, startNs, endNs, error });

export interface SpanExporterOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly serviceVersion: string;
  readonly deadlineMs: number;
}

/** @param open makes an exporter that is disposed of by the suite. */
export function describeSpanExporter(
  name: string,
  open: (options: SpanExporterOptions) => Promise<SpanExporter>,
  { skip }: { readonly skip?: string } = {},
): void {
  describe(`span exporter ${name}`, skip === undefined ? {} : { skip }, () => {
    let receiver: OtlpReceiver;
    before(async () => {
      receiver = await startOtlpReceiver();
    });
    after(() => receiver[Symbol.asyncDispose]());

    const openHere = (deadlineMs = 5000): Promise<SpanExporter> =>
      open({
        url: receiver.url,
        headers: { "x-key": "k1" },
        serviceName: "handbook",
        serviceVersion: "1.2.3",
        deadlineMs,
      });

    it("sends all spans of a call at once, with its headers, as whom it is", async () => {
      await using exporter = await openHere();
      const earlier = receiver.calls.length;
      await exporter.export([ROOT, CHILD]);
      const [call, ...more] = receiver.calls.slice(earlier);
      assert.deepEqual(more, []);
      assert.equal(call?.headers["x-key"], "k1");
      assert.deepEqual(
        call.spans.map(({ spanId, scope }) => [spanId, scope]),
        [
          [ROOT.spanId, "plumbline"],
          [CHILD.spanId, "plumbline"],
        ],
      );
      for (const { resource } of call.spans) {
        assert.equal(resource["service.name"], "handbook");
        assert.equal(resource["service.version"], "1.2.3");
      }
    });

    it("keeps ids, parents, times to the nanosecond, names, kinds and errors", async () => {
      await using exporter = await openHere();
      await exporter.export([ROOT, CHILD]);
      const received = receiver.calls.at(-1)?.spans.map((span) => toFacts(span, span.parentSpanId));
      const sent = [ROOT, CHILD].map((span) => toFacts(span, span.parent?.spanId));
      assert.deepEqual(received, sent);
    });

    it("keeps attributes, whole numbers as whole numbers", async () => {
      await using exporter = await openHere();
      await exporter.export([ROOT]);
      const [span] = receiver.calls.at(-1)?.spans ?? [];
      assert.deepEqual(span?.attributes, { ...ROOT.attributes, whole: 120n, negative: -3n });
    });

    it("sends nothing for no spans", async () => {
      await using exporter = await openHere();
      const earlier = receiver.calls.length;
      await exporter.export([]);
      assert.equal(receiver.calls.length, earlier);
    });

    for (const [what, status] of [
      ["refuses the key", 401],
      ["does not take it", 400],
    ] as const)
      it(`throws typed when the receiver ${what}`, async () => {
        await using exporter = await openHere();
        receiver.setReply(status);
        try {
          await assert.rejects(exporter.export([ROOT]), PlumblineError);
        } finally {
          receiver.setReply(200);
        }
      });

    it("throws typed at its deadline when the receiver stays silent", async () => {
      await using exporter = await openHere(50);
      receiver.setReply("silent");
      try {
        await assert.rejects(exporter.export([ROOT]), PlumblineError);
      } finally {
        receiver.setReply(200);
      }
    });

    it("throws typed when nobody listens", async () => {
      const gone = await startOtlpReceiver();
      await gone[Symbol.asyncDispose]();
      await using exporter = await open({
        url: gone.url,
        headers: {},
        serviceName: "handbook",
        serviceVersion: "1",
        deadlineMs: 50,
      });
      await assert.rejects(exporter.export([ROOT]), PlumblineError);
    });
  });
}
