import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { ConfigSchema } from "../config/index.ts";
import { makeTemporaryDirectory } from "../testing/temporary-directory.ts";
import { proposeConfig } from "./propose-config.ts";

async function propose(files: readonly string[]) {
  using directory = makeTemporaryDirectory();
  for (const file of files) {
    mkdirSync(dirname(join(directory.path, file)), { recursive: true });
    writeFileSync(join(directory.path, file), "x");
  }
  const proposal = await proposeConfig(directory.path);
  const config = ConfigSchema.parse(parse(proposal.yaml));
  const paths = Object.entries(config.collections).map(([name, { sources }]) => [
    name,
    sources[0]?.options["path"],
  ]);
  return { ...proposal, config, paths };
}

describe("proposeConfig", () => {
  it("makes a collection of each folder that holds documents", async () => {
    const { paths } = await propose(["Human Resources/a.md", "legal/2024/b.pdf", "src/x.ts"]);
    assert.deepEqual(paths, [
      ["human-resources", "./Human Resources"],
      ["legal", "./legal"],
    ]);
  });

  it("passes through folders that only hold folders", async () => {
    const { paths } = await propose(["docs/hr/a.md", "docs/legal/b.md"]);
    assert.deepEqual(paths, [
      ["hr", "./docs/hr"],
      ["legal", "./docs/legal"],
    ]);
    assert.deepEqual((await propose(["docs/manual/a.md"])).paths, [["manual", "./docs/manual"]]);
  });

  it("gives loose documents a collection of their own, without those of the folders", async () => {
    const { config, paths } = await propose(["docs/readme.md", "docs/hr/a.md"]);
    assert.deepEqual(
      paths.map(([name]) => name),
      ["docs", "hr"],
    );
    assert.deepEqual(config.collections["docs"]?.sources[0]?.options["include"], ["*"]);
  });

  it("makes one collection of more folders than anybody tells apart", async () => {
    const { collections } = await propose(
      Array.from({ length: 13 }, (_, index) => `case-${index}/file.md`),
    );
    assert.deepEqual(
      collections.map(({ documents, path }) => [documents, path]),
      [[13, "."]],
    );
  });

  it("gives names that are alike a number, and names of other scripts a name", async () => {
    const { collections } = await propose(["a b/x.md", "a-b/x.md", "人事/x.md"]);
    assert.deepEqual(
      collections.map(({ name }) => name),
      ["a-b", "a-b-2", "docs"],
    );
  });

  it("counts what it found and what it cannot read", async () => {
    const { collections, unread } = await propose(["a/1.md", "a/2.MD", "a/3.txt", "a/4.png"]);
    assert.deepEqual(collections[0]?.kinds, [
      ["md", 2],
      ["txt", 1],
    ]);
    assert.deepEqual(unread, [["png", 1]]);
  });

  it("proposes ./docs where there is nothing yet", async () => {
    assert.deepEqual((await propose([])).paths, [["docs", "./docs"]]);
  });
});
