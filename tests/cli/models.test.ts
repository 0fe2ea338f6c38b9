import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { EMBEDDERS, RERANKERS } from "../../src/adapters/index.ts";
import { findNeeds } from "../../src/app/models/adapter-needs.ts";
import { run } from "../../src/cli/index.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

const ENCODER = join(import.meta.dirname, "../fixtures/encoder");

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function plumbline(path: string, ...words: readonly string[]): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal: Terminal = {
    width: 200,
    interactive: false,
    watched: false,
    color: false,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    problem: (line) => void err.push(line),
    hush: () => undefined,
    draw: () => undefined,
  };
  const { signal } = new AbortController();
  const code = await run(words, { terminal, workingDirectory: path, environment: {}, signal });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

describe("plumbline models", () => {
  it("says of every embedder and reranker what it needs", () => {
    for (const { name } of [...EMBEDDERS, ...RERANKERS]) assert.ok(findNeeds(name), name);
  });

  it("lists what there is before anything is added or ingested", async () => {
    using folder = makeTemporaryDirectory();
    const { code, out } = await plumbline(folder.path, "models", "list");
    assert.equal(code, 0);
    assert.match(out, /\* \w+ +needs nothing/);
    assert.match(out, /transformers +needs the package @huggingface\/transformers, and a model/);
    assert.match(out, /none in .*models/);
  });

  it("adds a folder although what is configured is the model that is missing", async () => {
    using folder = makeTemporaryDirectory();
    const { path } = folder;
    const embedder = { adapter: "transformers", options: { model: "mine" } };
    writeFileSync(join(path, "plumbline.yaml"), JSON.stringify({ embedder }));
    const added = await plumbline(path, "models", "add", ENCODER, "--name", "mine");
    assert.equal(added.code, 0, added.err);
    assert.match(added.out, /^mine {2}0\.0 MB {2}licence not told {2}added \d{4}-/);
    assert.match(added.out, /adapter: transformers, options: \{ model: mine \}/);
    assert.ok(existsSync(join(path, ".plumbline/models/mine/onnx/model.onnx")));
    const listed = JSON.parse((await plumbline(path, "models", "list", "--json")).out);
    assert.equal(listed.models[0].record.name, "mine");
    assert.match(listed.models[0].hash, /^[0-9a-f]{64}$/);
    const again = await plumbline(path, "models", "add", ENCODER, "--name", "mine");
    assert.equal(again.code, 2);
    assert.match(again.err, /error\[models.exists\]/);
  });

  it("refuses what is no model, and leaves nothing", async () => {
    using folder = makeTemporaryDirectory();
    const { path } = folder;
    const { code, err } = await plumbline(path, "models", "add", "./", "--name", "none");
    assert.equal(code, 2);
    assert.match(err, /error\[models.incomplete\].*config.json/);
    const models = join(path, ".plumbline/models");
    assert.deepEqual(existsSync(models) ? readdirSync(models) : [], []);
  });

  it("reaches no hub where nothing may leave", async () => {
    using folder = makeTemporaryDirectory();
    const { path } = folder;
    writeFileSync(join(path, "plumbline.yaml"), "outbound: {noEgress: true}\n");
    const { code, err } = await plumbline(path, "models", "add", "owner/encoder", "--dry-run");
    assert.notEqual(code, 0);
    assert.match(err, /^error\[outbound\./);
  });

  it("checks what is configured: what it is, and that it knows what words mean", async () => {
    using folder = makeTemporaryDirectory();
    const { code, out, err } = await plumbline(folder.path, "models", "check", "static", "--json");
    assert.equal(code, 0, err);
    const check = JSON.parse(out);
    assert.match(check.fingerprint, /^static\//);
    assert.equal(check.dimensions, 256);
    assert.ok(check.related > check.unrelated + 0.1);
    assert.deepEqual(check.faults, []);
    const text = await plumbline(folder.path, "models", "check", "hashed");
    assert.match(text.out, /dimensions, weight of the dense leg/);
  });
});
