import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ArtifactKind } from "../../domain/artifact.ts";
import { PlumblineError } from "../../foundation/errors.ts";
import { dot, toUnitVector } from "../../foundation/vectors.ts";
import { adaptQuery, type QueryAdapter } from "../../engine/query-adapter/index.ts";
import { makeRelease } from "../../registry/index.ts";
import { cardOf } from "../../testing/artifact-store-contract.ts";
import { createFakeArtifactStore } from "../../testing/fake-artifact-store.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { assemble } from "../assembly.ts";
import { systemClock, systemEntropy } from "../effects.ts";
import { loadConfig } from "../index.ts";
import { createMemoryLedger } from "../spend/memory-ledger.ts";
import { encodeQueryAdapter, QUERY_ADAPTER_FILE, readQueryAdapter } from "./query-adapter-file.ts";

/** Moves every vector towards the second axis. */
const makeAdapter = (dimensions: number): QueryAdapter => ({
  dimensions,
  rank: 1,
  a: Float32Array.from({ length: dimensions }, (_, d) => Math.cos(d)),
  b: Float32Array.from({ length: dimensions }, (_, d) => (d === 1 ? 2.5 : 0)),
});

const EMBEDDER = { fingerprint: "toy/4", dimensions: 4 };
const BYTES = encodeQueryAdapter(makeAdapter(4), EMBEDDER);

const toContent = (bytes: Uint8Array, kind: ArtifactKind = "adapter") => ({
  kind,
  files: new Map([[QUERY_ADAPTER_FILE, bytes]]),
  parents: [],
  recipe: {},
});

const isInvalid = (error: unknown): boolean =>
  error instanceof PlumblineError && error.code === "app.query-adapter-invalid";

describe("query adapters in artifacts", () => {
  it("are read to the last bit as they were written", async () => {
    const artifacts = createFakeArtifactStore();
    const { id } = await artifacts.put(toContent(BYTES), cardOf());
    assert.deepEqual(await readQueryAdapter(artifacts, id, EMBEDDER), makeAdapter(4));
  });

  it("serve no other embedder than their own, and nothing that was cut or is another thing", async () => {
    const text = new TextDecoder().decode(BYTES);
    const toBytes = (changed: string): Uint8Array => new TextEncoder().encode(changed);
    for (const [content, embedder] of [
      [toContent(BYTES), { ...EMBEDDER, fingerprint: "toy/5" }],
      [toContent(BYTES), { ...EMBEDDER, dimensions: 5 }],
      [toContent(BYTES, "reranker"), EMBEDDER],
      [toContent(BYTES.subarray(0, 40)), EMBEDDER],
      [toContent(toBytes(text.replace('"rank":1', '"rank":2'))), EMBEDDER],
      [toContent(toBytes("{}")), EMBEDDER],
    ] as const) {
      const artifacts = createFakeArtifactStore();
      const { id } = await artifacts.put(content, cardOf());
      await assert.rejects(readQueryAdapter(artifacts, id, embedder), isInvalid);
    }
  });

  it("move the questions of a release that names one, and leave documents and index alone", async () => {
    using directory = makeTemporaryDirectory();
    const { path } = directory;
    const assembly = await assemble({
      loaded: await loadConfig({ workingDirectory: path, environment: {} }),
      workingDirectory: path,
      clock: systemClock,
      entropy: systemEntropy,
      log: () => undefined,
    });
    try {
      const { embedder, configured, artifacts } = assembly;
      const adapter = makeAdapter(embedder.dimensions);
      const content = toContent(encodeQueryAdapter(adapter, embedder));
      const { id } = await artifacts.put(content, cardOf());
      const { base } = configured.content;
      const retrieve = { ...base.retrieve, queryAdapter: id };
      const made = { createdAt: configured.createdAt, origin: "tune adapter hr" };
      const release = makeRelease({ base: { ...base, retrieve }, collections: {} }, made);
      assert.deepEqual(release.content.artifacts, [id]);
      const { parts } = await assembly.openRelease(release);
      const purse = assembly.spend.purseOf(createMemoryLedger(), "operator");
      const [adapted, plain] = [parts.embedder.paidBy(purse), embedder.paidBy(purse)];
      assert.equal(adapted.fingerprint, plain.fingerprint);
      assert.deepEqual(parts.indexPlan, assembly.indexPlan);
      const texts = ["How long is parental leave?", ""];
      const document = { texts, role: "document" } as const;
      assert.deepEqual(await adapted.embed(document), await plain.embed(document));
      const query = { texts, role: "query" } as const;
      const [moved, blank] = await adapted.embed(query);
      const [before] = await plain.embed(query);
      assert.ok(before && moved);
      assert.deepEqual(moved, adaptQuery(adapter, before));
      assert.notDeepEqual(moved, before);
      assert.ok(Math.abs(dot(moved, moved) - 1) < 1e-5);
      assert.equal(toUnitVector(blank ?? []), undefined);
    } finally {
      await assembly.outbound[Symbol.asyncDispose]();
    }
  });
});
