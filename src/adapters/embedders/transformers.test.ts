import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { dot } from "../../foundation/vectors.ts";
import type { Embedder } from "../../ports/embedder.ts";
import { adapterContext } from "../../testing/adapter-context.ts";
import { describeEmbedder } from "../../testing/embedder-contract.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import {
  modelDimensions,
  modelNotFound,
  modelNotLoaded,
  modelPackageMissing,
  modelUnsupported,
} from "../models/errors.ts";
import { createFakeRuntime } from "../models/fake-runtime.ts";
import { transformersRuntime, type EncoderRuntime } from "../models/runtime.ts";
import { createTransformersEmbedder, transformersEmbedder } from "./transformers.ts";

/** Written by training/embedder/tiny_encoder.py, with the vectors that PyTorch gives. */
const ENCODER = join(import.meta.dirname, "../../../tests/fixtures/encoder");

const open = (
  given: Readonly<Record<string, unknown>> = {},
  runtime: EncoderRuntime = createFakeRuntime(16),
  modelsDirectory = "none",
): Promise<Embedder> =>
  createTransformersEmbedder(
    transformersEmbedder.options.parse({ model: ENCODER, maxBatch: 8, ...given }),
    adapterContext({ modelsDirectory }),
    runtime,
  );

function findReason(): string | undefined {
  try {
    transformersRuntime.assertInstalled();
    return undefined;
  } catch {
    return "the package @huggingface/transformers is not installed";
  }
}
const reason = findReason();
const installed = reason === undefined ? {} : { skip: reason };

describeEmbedder("transformers", () => open());

describe("transformers embedder", () => {
  it("is named by its model, and by everything that decides a vector", async () => {
    const { fingerprint, dimensions, defaultAlpha } = await open();
    assert.match(fingerprint, /^transformers\/encoder\/[0-9a-f]{12}\/16$/);
    assert.deepEqual([dimensions, defaultAlpha], [16, 0.7]);
    for (const change of [
      { queryPrefix: "query: " },
      { documentPrefix: "passage: " },
      { pooling: "cls" },
      { maxTokens: 12 },
      { weights: "q8" },
      { dimensions: 8 },
    ])
      assert.notEqual((await open(change)).fingerprint, fingerprint, JSON.stringify(change));
    for (const same of [{ threads: 1 }, { maxBatch: 3 }, { alpha: 0.5 }])
      assert.equal((await open(same)).fingerprint, fingerprint, JSON.stringify(same));
  });

  it("puts the prefix of its role in front of a text", async () => {
    const [plain, prefixed] = [await open(), await open({ queryPrefix: "ask: " })];
    const asked = await prefixed.embed({ texts: ["leave"], role: "query" });
    assert.deepEqual(asked, await plain.embed({ texts: ["ask: leave"], role: "query" }));
    const told = await prefixed.embed({ texts: ["leave"], role: "document" });
    assert.deepEqual(told, await plain.embed({ texts: ["leave"], role: "document" }));
  });

  it("gives the first values, made a unit vector, where fewer are asked for", async () => {
    const request = { texts: ["leave"], role: "query" } as const;
    const [whole] = await (await open()).embed(request);
    const [half] = await (await open({ dimensions: 8 })).embed(request);
    assert.ok(whole && half);
    assert.equal(half.length, 8);
    assert.ok(Math.abs(dot(half, half) - 1) < 1e-5);
    assert.ok(Math.abs((half[0] ?? 0) / (half[1] ?? 1) - (whole[0] ?? 0) / (whole[1] ?? 1)) < 1e-4);
    await assert.rejects(open({ dimensions: 17 }), modelDimensions.is);
  });

  it("loads its weights with the first text and not before", async () => {
    let opened = 0;
    const fake = createFakeRuntime(16);
    const counting: EncoderRuntime = {
      ...fake,
      open(...given) {
        opened++;
        return opened === 1 ? Promise.reject(new Error("busy")) : fake.open(...given);
      },
    };
    const embedder = await open({}, counting);
    await embedder.embed({ texts: ["", " "], role: "query" });
    assert.equal(opened, 0);
    await assert.rejects(embedder.embed({ texts: ["a"], role: "query" }), /busy/);
    await embedder.embed({ texts: ["a"], role: "query" });
    await embedder.embed({ texts: ["b"], role: "query" });
    assert.equal(opened, 2);
  });

  it("finds a model by the name it was added under, or says how to add it", async () => {
    using folder = makeTemporaryDirectory();
    const model = "Xenova/e5-small-v2";
    await assert.rejects(
      open({ model }, createFakeRuntime(16), folder.path),
      (error) => modelNotFound.is(error) && /models add Xenova/.test(error.hint),
    );
    cpSync(ENCODER, join(folder.path, model), { recursive: true });
    const { fingerprint } = await open({ model }, createFakeRuntime(16), folder.path);
    assert.match(fingerprint, /^transformers\/Xenova\/e5-small-v2\//);
  });

  it("takes no name that climbs out of the models", () => {
    for (const model of ["a/../../b", "a/b/c", "https://x/y", "a\\..\\b", ""])
      assert.equal(transformersEmbedder.options.safeParse({ model }).success, false, model);
  });

  it("says which package is missing and how it is installed", async () => {
    const missing: EncoderRuntime = {
      ...createFakeRuntime(16),
      assertInstalled() {
        throw modelPackageMissing({ name: "@huggingface/transformers", version: "4.3.1" });
      },
    };
    await assert.rejects(
      open({}, missing),
      (error) => modelPackageMissing.is(error) && /npm install @hugging/.test(error.hint),
    );
  });

  it("refuses weights that give other sizes than the folder says", async () => {
    const embedder = await open({}, createFakeRuntime(12));
    await assert.rejects(embedder.embed({ texts: ["a"], role: "query" }), modelDimensions.is);
  });

  it("refuses an export that ends before the layers its vectors need", async () => {
    using folder = makeTemporaryDirectory();
    cpSync(ENCODER, folder.path, { recursive: true });
    const modules = [{ type: "sentence_transformers.models.Dense" }];
    writeFileSync(join(folder.path, "modules.json"), JSON.stringify(modules));
    const embedder = await open({ model: folder.path });
    await assert.rejects(embedder.embed({ texts: ["a"], role: "query" }), modelUnsupported.is);
  });
});

if (reason === undefined) {
  describeEmbedder("transformers, run", () => open({ maxBatch: 4 }, transformersRuntime));
  describeEmbedder("transformers, run in 8 bits", () =>
    open({ weights: "q8", maxBatch: 4 }, transformersRuntime),
  );
}

describe("transformers embedder, run", installed, () => {
  it("gives the vectors that PyTorch gives, also for texts that are cut and padded", async () => {
    // From this repository, and of that shape.
    const cases = JSON.parse(readFileSync(join(ENCODER, "vectors.json"), "utf8")) as readonly {
      text: string;
      vector: readonly number[];
    }[];
    const embedder = await open({}, transformersRuntime);
    const vectors = await embedder.embed({ texts: cases.map(({ text }) => text), role: "query" });
    for (const [i, { text, vector }] of cases.entries()) {
      const found = vectors[i];
      assert.ok(found);
      for (const [d, value] of vector.entries())
        assert.ok(Math.abs((found[d] ?? 0) - value) < 2e-5, `${text}: ${d}`);
    }
  });

  it("says that weights are damaged", async () => {
    using folder = makeTemporaryDirectory();
    cpSync(ENCODER, folder.path, { recursive: true });
    mkdirSync(join(folder.path, "onnx"), { recursive: true });
    writeFileSync(join(folder.path, "onnx", "model.onnx"), "no network");
    const embedder = await open({ model: folder.path }, transformersRuntime);
    await assert.rejects(embedder.embed({ texts: ["a"], role: "query" }), modelNotLoaded.is);
  });
});
