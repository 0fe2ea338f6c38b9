import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadConfig, openApp } from "../../src/app/index.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

const folder = join(process.env["PLUMBLINE_DATA_SETS"] ?? "", "scifact");
const skip = existsSync(join(folder, "queries.train.jsonl"))
  ? false
  : "the set scifact is not here: set PLUMBLINE_DATA_SETS to its folder";

describe("the leak of SciFact's official split", { skip }, () => {
  it("is found: exactly the train claims that its clean list leaves out", async () => {
    using directory = makeTemporaryDirectory();
    const workingDirectory = directory.path;
    const loaded = await loadConfig({ workingDirectory, environment: {} });
    await using app = await openApp({ loaded, workingDirectory });
    const { leaks } = await app.golden.check({ folder });
    const [leak] = leaks;
    assert.deepEqual([leaks.length, leak?.from, leak?.to], [1, "train", "test"]);
    assert.equal(leak?.sharedDocument.length, 272);
    const { length } = leak?.nearRepeat ?? [];
    assert.ok(length >= 145 && length <= 175, String(length));
    const read = (name: string): string => readFileSync(join(folder, name), "utf8").trim();
    const clean = new Set(read("train.clean.txt").split(/\s+/));
    const leaking = read("queries.train.jsonl")
      .split("\n")
      .map((line) => String(Object(JSON.parse(line)).id))
      .filter((id) => !clean.has(id));
    const found = new Set([...(leak?.sharedDocument ?? []), ...(leak?.nearRepeat ?? [])]);
    assert.deepEqual([...found].toSorted(), leaking.toSorted());
  });
});
