import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { modelIncomplete, modelUnreadable, weightsMissing } from "./errors.ts";
import { chooseWeights, hashModel, readModel } from "./read-model.ts";

const FILES: Readonly<Record<string, unknown>> = {
  "config.json": { model_type: "bert", hidden_size: 8, max_position_embeddings: 64 },
  "tokenizer.json": {},
  "tokenizer_config.json": { model_max_length: 48 },
  "onnx/model.onnx": "whole",
};

function makeModel(folder: string, files: Readonly<Record<string, unknown>> = FILES): string {
  for (const [name, value] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof value === "string" ? value : JSON.stringify(value));
  }
  return folder;
}

describe("a model's folder", () => {
  it("tells dimensions, longest text, pooling and precisions", () => {
    using folder = makeTemporaryDirectory();
    const model = readModel(makeModel(folder.path), "mine");
    assert.deepEqual(
      [model.name, model.dimensions, model.maxTokens, model.pooling, model.query, model.weights],
      ["mine", 8, 48, "mean", "", ["fp32"]],
    );
  });

  it("believes what it was trained with before what its tokenizer allows", () => {
    using folder = makeTemporaryDirectory();
    const files = {
      ...FILES,
      "tokenizer_config.json": { model_max_length: 1e30 },
      "1_Pooling/config.json": { pooling_mode_cls_token: true },
      "config_sentence_transformers.json": { prompts: { query: "ask: ", passage: "told: " } },
      "onnx/model_quantized.onnx": "small",
    };
    const plain = readModel(makeModel(folder.path, files), "x/e5-small-v2");
    assert.deepEqual(
      [plain.maxTokens, plain.pooling, plain.query, plain.document, plain.weights],
      [64, "cls", "ask: ", "told: ", ["fp32", "q8"]],
    );
    makeModel(folder.path, { "sentence_bert_config.json": { max_seq_length: 32 } });
    assert.equal(readModel(folder.path).maxTokens, 32);
  });

  for (const [name, query, document, pooling] of [
    ["Xenova/e5-small-v2", "query: ", "passage: ", "mean"],
    ["Xenova/multilingual-e5-base", "query: ", "passage: ", "mean"],
    ["Xenova/bge-small-en-v1.5", /^Represent this sentence/, "", "cls"],
    ["nomic-ai/nomic-embed-text-v1.5", "search_query: ", "search_document: ", "mean"],
    ["Snowflake/snowflake-arctic-embed-m-v2.0", "query: ", "", "cls"],
    ["Xenova/all-MiniLM-L6-v2", "", "", "mean"],
  ] as const)
    it(`knows what ${name} wants`, () => {
      using folder = makeTemporaryDirectory();
      const model = readModel(makeModel(folder.path), name);
      if (typeof query === "string") assert.equal(model.query, query);
      else assert.match(model.query, query);
      assert.deepEqual([model.document, model.pooling], [document, pooling]);
    });

  for (const missing of ["config.json", "tokenizer.json", "onnx/model.onnx"])
    it(`says that ${missing} is missing`, () => {
      using folder = makeTemporaryDirectory();
      makeModel(folder.path);
      rmSync(join(folder.path, missing));
      assert.throws(
        () => readModel(folder.path),
        (error) => modelIncomplete.is(error) && String(error).includes(missing),
      );
    });

  it("names a file that is cut, and what is wrong in one", () => {
    using folder = makeTemporaryDirectory();
    makeModel(folder.path, { ...FILES, "config.json": '{"model_type":' });
    assert.throws(() => readModel(folder.path), modelUnreadable.is);
    makeModel(folder.path, { "config.json": { model_type: "bert" } });
    assert.throws(() => readModel(folder.path), /hidden_size/);
  });

  it("takes the precision that is asked for, or says which there are", () => {
    using folder = makeTemporaryDirectory();
    const model = readModel(makeModel(folder.path, { ...FILES, "onnx/model_quantized.onnx": "s" }));
    assert.equal(chooseWeights(model, undefined), "fp32");
    assert.equal(chooseWeights(model, "q8"), "q8");
    assert.throws(() => chooseWeights(model, "fp16"), weightsMissing.is);
  });

  it("has another hash when a byte of what decides vectors is another", async () => {
    using folder = makeTemporaryDirectory();
    const model = readModel(makeModel(folder.path));
    const before = await hashModel(model, "fp32");
    assert.equal(await hashModel(model, "fp32"), before);
    makeModel(folder.path, { "README.md": "more" });
    assert.equal(await hashModel(model, "fp32"), before);
    for (const change of [
      { "onnx/model.onnx": "whole." },
      { "tokenizer.json": { a: 1 } },
      { "1_Pooling/config.json": {} },
      { "onnx/model.onnx_data": "more" },
    ]) {
      makeModel(folder.path, change);
      assert.notEqual(await hashModel(model, "fp32"), before);
    }
  });
});
