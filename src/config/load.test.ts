import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PlumblineError } from "../foundation/errors.ts";
import { makeTemporaryDirectory } from "../testing/temporary-directory.ts";
import { configInvalid, configNotFound, secretMissing } from "./errors.ts";
import { loadConfig, redact, type LoadOptions } from "./load.ts";
import { makeTemplate } from "./template.ts";

/** Loads a text as plumbline.yaml of a folder of its own. */
async function load(text: string | undefined, change: Partial<LoadOptions> = {}) {
  using directory = makeTemporaryDirectory();
  const { path } = directory;
  if (text !== undefined) writeFileSync(join(path, "plumbline.yaml"), text);
  const loaded = await loadConfig({ workingDirectory: path, environment: {}, ...change });
  return { ...loaded, directory: path };
}

async function mistakesOf(text: string): Promise<readonly string[]> {
  try {
    await load(text);
  } catch (error) {
    assert.ok(error instanceof PlumblineError && configInvalid.is(error), String(error));
    return error.message.split("\n  ").slice(1);
  }
  return assert.fail("it was taken for valid");
}

describe("loadConfig", () => {
  it("is all defaults where there is no file", async () => {
    const { config, path, dataDirectory, directory } = await load(undefined);
    assert.equal(path, undefined);
    assert.equal(config.embedder.adapter, "static");
    assert.equal(config.retrieve.topK, 8);
    assert.equal(dataDirectory, join(directory, ".plumbline"));
    assert.deepEqual((await load("")).config, config);
  });

  it("takes its own template", async () => {
    assert.deepEqual(Object.keys((await load(makeTemplate())).config.collections), ["docs"]);
  });

  it("names every unknown setting and every wrong value by its path", async () => {
    const mistakes = await mistakesOf(`
retreive: { topK: 8 }
retrieve: { topK: 0, dept: 5 }
collections:
  hr: { acess: [public], sources: [{ adapter: folder, acces: [] }] }
  Legal: {}
answer: { threshold: high }
`);
    const paths = mistakes.map((mistake) => mistake.split(":")[0] ?? "").sort();
    assert.deepEqual(paths, [
      "answer.threshold",
      "collections.Legal",
      "collections.hr.acess",
      "collections.hr.sources.0.acces",
      "retreive",
      "retrieve.dept",
      "retrieve.topK",
    ]);
  });

  it("says which principal of an access list is none", async () => {
    const [list] = await mistakesOf("collections: { hr: { access: [public, hr] } }");
    assert.match(list ?? "", /^collections\.hr\.access\.1: must be public, user:NAME/);
    const [rule] = await mistakesOf("collections: { hr: { access: { deny: [hr] } } }");
    assert.match(rule ?? "", /^collections\.hr\.access\.deny\.0: must be public, user:NAME/);
  });

  for (const [what, text, mistake] of [
    ["a key that stands twice", "data: a\ndata: b", /unique/],
    ["a file that is no YAML", "data: [a", /line/],
    ["an alias that names nothing", "data: *nowhere", /nowhere/],
    ["a list in place of settings", "- data", /^\(the file\): /],
  ] as const)
    it(`refuses ${what}`, async () => {
      assert.match((await mistakesOf(text)).join("\n"), mistake);
    });

  it("refuses a folder in place of the file", async () => {
    using directory = makeTemporaryDirectory();
    mkdirSync(join(directory.path, "plumbline.yaml"));
    const options = { workingDirectory: directory.path, environment: {} };
    await assert.rejects(loadConfig(options), configInvalid.is);
  });

  it("refuses a file that was named and is not there", async () => {
    await assert.rejects(load(undefined, { path: "other.yaml" }), configNotFound.is);
    const environment = { PLUMBLINE_CONFIG: "other.yaml" };
    await assert.rejects(load(undefined, { environment }), configNotFound.is);
  });

  it("lets the command line decide before the environment, and that before the file", async () => {
    const environment = { PLUMBLINE_DATA_DIR: "from-environment" };
    const text = "data: from-file";
    const last = async (change: Partial<LoadOptions>) =>
      (await load(text, change)).dataDirectory.split("/").at(-1);
    assert.equal(await last({}), "from-file");
    assert.equal(await last({ environment }), "from-environment");
    assert.equal(await last({ environment, data: "from-command" }), "from-command");
    assert.equal(
      await last({ environment: { PLUMBLINE_DATA_DIR: "", PLUMBLINE_CONFIG: "" } }),
      "from-file",
    );
  });
});

describe("secrets", () => {
  const TEXT =
    "embedder: { adapter: openai-compatible, options: { model: m, apiKey: { env: EMBED_KEY } } }";

  it("come from the environment by reference, and go back to it in every print", async () => {
    const loaded = await load(TEXT, { environment: { EMBED_KEY: "s3cret" } });
    assert.equal(loaded.config.embedder.options["apiKey"], "s3cret");
    const printed = JSON.stringify(redact(loaded.config, loaded.secrets));
    assert.ok(!printed.includes("s3cret"));
    assert.ok(printed.includes('"apiKey":{"env":"EMBED_KEY"}'));
  });

  it("do not change the fingerprint, and settings do", async () => {
    const print = async (key: string, text = TEXT) =>
      (await load(text, { environment: { EMBED_KEY: key } })).fingerprint;
    assert.equal(await print("one"), await print("two"));
    assert.notEqual(await print("one"), await print("one", `${TEXT}\nretrieve: { topK: 9 }`));
  });

  it("that are missing or empty are named by setting and variable", async () => {
    for (const environment of [{}, { EMBED_KEY: "" }])
      await assert.rejects(load(TEXT, { environment }), (error) => {
        assert.ok(secretMissing.is(error));
        return /^embedder\.options\.apiKey .*EMBED_KEY/.test(error.message);
      });
  });
});
