import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { z } from "zod";
import type { AdapterDefinition } from "../../ports/adapter.ts";
import type { Embedder, EmbedRequest } from "../../ports/embedder.ts";
import type { DraftUsage } from "../../ports/generator.ts";
import { adapterContext } from "../../testing/adapter-context.ts";
import { describeEmbedder } from "../../testing/embedder-contract.ts";
import { toFaultServerVector } from "../../testing/fault-server.ts";
import { cohereEmbedder } from "./cohere.ts";
import { openaiEmbedder } from "./openai.ts";
import { voyageEmbedder } from "./voyage.ts";

type Definition = AdapterDefinition<"embedder", z.ZodType, Embedder>;

const DIMENSIONS = 4;

interface Sent {
  readonly url: string;
  readonly key: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Replies as the services do, and remembers what they were sent. */
function listen(sent: Sent[] = []) {
  const fetch = async (input: unknown, init?: RequestInit): Promise<Response> => {
    init?.signal?.throwIfAborted();
    assert.ok(typeof init?.body === "string");
    // Written by the adapter a moment ago.
    const body = JSON.parse(init.body) as Sent["body"];
    const url = String(input);
    sent.push({ url, key: new Headers(init?.headers).get("authorization"), body });
    const texts = (body["texts"] ?? body["input"]) as readonly string[];
    const vectors = texts.map((text) => toFaultServerVector(text, DIMENSIONS));
    if (url.endsWith("/embed"))
      return Response.json({
        embeddings: { float: vectors },
        texts: texts.map((text) => text.toLowerCase()),
        meta: { billed_units: { input_tokens: 1000 } },
      });
    const data = vectors.map((embedding, index) => ({ index, embedding }));
    return Response.json({ data: data.toReversed(), model: "m", usage: { total_tokens: 1000 } });
  };
  return { sent, fetch };
}

const open = (
  { options, create }: Definition,
  given: Readonly<Record<string, unknown>> = {},
  { fetch } = listen(),
): Promise<Embedder> =>
  create(
    options.parse({ model: "m", apiKey: "k3y", dimensions: DIMENSIONS, ...given }),
    adapterContext({ fetch }),
  );

const PROVIDERS: readonly Definition[] = [openaiEmbedder, cohereEmbedder, voyageEmbedder];

for (const definition of PROVIDERS)
  describeEmbedder(definition.name, () => open(definition, { maxBatch: 8 }));

async function send(
  definition: Definition,
  role: EmbedRequest["role"],
  given: Readonly<Record<string, unknown>>,
): Promise<{ readonly sent: Sent; readonly usage: DraftUsage | undefined }> {
  const listening = listen();
  let usage: DraftUsage | undefined;
  const embedder = await open(definition, given, listening);
  await embedder.embed({ texts: ["Leave"], role, onUsage: (told) => (usage = told) });
  const [sent] = listening.sent;
  assert.ok(sent);
  return { sent, usage };
}

describe("providers' embedders, what they send", () => {
  it("ask each provider at its address, with the key, in its own words", async () => {
    const asked = await send(openaiEmbedder, "query", {});
    assert.deepEqual(asked.sent, {
      url: "https://api.openai.com/v1/embeddings",
      key: "Bearer k3y",
      body: { model: "m", input: ["Leave"], dimensions: 4 },
    });
    assert.deepEqual((await send(voyageEmbedder, "document", {})).sent, {
      url: "https://api.voyageai.com/v1/embeddings",
      key: "Bearer k3y",
      body: { model: "m", input: ["Leave"], input_type: "document", output_dimension: 4 },
    });
    assert.deepEqual((await send(cohereEmbedder, "query", {})).sent, {
      url: "https://api.cohere.com/v2/embed",
      key: "Bearer k3y",
      body: {
        model: "m",
        texts: ["Leave"],
        input_type: "search_query",
        embedding_types: ["float"],
        output_dimension: 4,
      },
    });
    const told = await send(cohereEmbedder, "document", {});
    assert.equal(told.sent.body["input_type"], "search_document");
    const asks = await send(voyageEmbedder, "query", {});
    assert.equal(asks.sent.body["input_type"], "query");
  });

  it("know the sizes of known models, and ask for those of others", async () => {
    const key = { apiKey: "k3y" };
    const known = { ...key, model: "text-embedding-3-small" };
    const embedder = await openaiEmbedder.create(
      openaiEmbedder.options.parse(known),
      adapterContext(),
    );
    assert.equal(embedder.dimensions, 1536);
    assert.equal(embedder.fingerprint, "openai/text-embedding-3-small/1536");
    const unknown = openaiEmbedder.options.safeParse({ ...key, model: "text-embedding-9" });
    assert.match(unknown.error?.message ?? "", /how many values this model gives/);
  });

  it("are metered, and tell the price of the list or of the configuration", async () => {
    const listed = await send(voyageEmbedder, "query", { model: "voyage-3.5" });
    assert.deepEqual(listed.usage?.inputTokens, 1000);
    assert.ok(Math.abs((listed.usage?.costUsd ?? 0) - 0.00006) < 1e-9);
    const own = await send(cohereEmbedder, "query", { price: { inputPerMillion: 2 } });
    assert.equal(own.usage?.costUsd, 0.002);
    const unknown = await send(openaiEmbedder, "query", {});
    assert.equal(unknown.usage?.costUsd, undefined);
    for (const definition of PROVIDERS) {
      assert.equal((await open(definition)).metered, true);
      assert.equal((await open(definition, { price: { inputPerMillion: 0 } })).metered, false);
    }
  });
});
