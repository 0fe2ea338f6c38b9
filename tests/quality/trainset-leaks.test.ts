import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadConfig, openApp } from "../../src/app/index.ts";
import { textTools } from "../../src/app/golden/text-tools.ts";
import { listGold } from "../../src/evaluate/index.ts";
import { curate, toGoldenRows } from "../../src/tune/index.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

const folder = join(process.env["PLUMBLINE_DATA_SETS"] ?? "", "scifact");
const skip = existsSync(join(folder, "queries.train.jsonl"))
  ? false
  : "the set scifact is not here: set PLUMBLINE_DATA_SETS to its folder";

describe("a training set of SciFact's official split", { skip }, () => {
  it("is stopped for its leak, and holds exactly the clean claims when told to leave it out", async () => {
    using directory = makeTemporaryDirectory();
    const workingDirectory = directory.path;
    const loaded = await loadConfig({ workingDirectory, environment: {} });
    await using app = await openApp({ loaded, workingDirectory });
    const set = await app.readGoldenSet(folder);
    const drafts = set.cases
      .filter(({ part }) => part === "train")
      .flatMap((golden) => {
        const gold = listGold(golden);
        const passages = gold.map((key) => ({ document: `doc_${key}@1`, text: key, grade: 1 }));
        const told = { collections: ["sci"], rights: "internal", language: "en" } as const;
        const createdAt = "2026-01-01T00:00:00.000Z";
        return toGoldenRows("reranker", { set, golden, passages, gold, ...told, createdAt });
      });
    assert.equal(drafts.length, 809);
    const options = {
      lane: "reranker",
      seed: "seed",
      settled: [],
      guarded: [set],
      tools: textTools,
      keepNoise: false,
      given: [],
      pause: async () => undefined,
    } as const;
    const stopped = await curate(drafts, { ...options, dropLeaks: false, unseenDocuments: false });
    assert.deepEqual(
      stopped.blocks.map(({ code }) => code),
      ["tune.dataset-leak"],
    );
    assert.equal(stopped.leaks.sharedDocuments.size, 272);
    const { size } = stopped.leaks.nearRepeats;
    assert.ok(size >= 145 && size <= 175, String(size));
    const kept = await curate(drafts, { ...options, dropLeaks: true, unseenDocuments: true });
    assert.deepEqual(kept.blocks, []);
    const clean = readFileSync(join(folder, "train.clean.txt"), "utf8").trim().split(/\s+/);
    assert.deepEqual(
      kept.rows.map(({ golden }) => golden?.case ?? "").toSorted(),
      clean.toSorted(),
    );
  });
});
