import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  corruptStaticTable,
  createWordPieces,
  decodeStaticTable,
  encodeStaticTable,
} from "../../engine/static/index.ts";
import { dot } from "../../foundation/vectors.ts";
import { adapterContext } from "../../testing/adapter-context.ts";
import { describeEmbedder } from "../../testing/embedder-contract.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { embedderTableMissing } from "./errors.ts";
import { staticEmbedder } from "./static.ts";

const TABLE = new URL("../../../assets/embedder-en-1.table", import.meta.url);
const CASES = new URL("../../../tests/fixtures/word-pieces/cases.jsonl", import.meta.url);

const open = (options: Readonly<Record<string, unknown>> = {}, baseDirectory = ".") =>
  staticEmbedder.create(staticEmbedder.options.parse(options), adapterContext({ baseDirectory }));

describeEmbedder("static", () => open());
describeEmbedder("static, 64 dimensions", () => open({ dimensions: 64 }));

describe("static embedder", () => {
  it("knows what words mean: another word for a thing is nearer than another thing", async () => {
    const embedder = await open();
    for (const [text, near, far] of [
      ["How many vacation days do I get?", "Annual leave entitlement", "Server restart procedure"],
      ["heart attack", "myocardial infarction", "contract termination"],
      ["when is the rent due", "payment of rent by the tenant", "parental leave for employees"],
    ] as const) {
      const [a, b, c] = await embedder.embed({ texts: [text, near, far], role: "query" });
      assert.ok(a && b && c);
      assert.ok(dot(a, b) > dot(a, c) + 0.1, text);
    }
  });

  it("cuts texts into the pieces of the model that the vocabulary is from", () => {
    const pieces = createWordPieces(decodeStaticTable(readFileSync(TABLE)).vocabulary);
    const target = new Uint16Array(1024);
    const cases = readFileSync(CASES, "utf8").split("\n").filter(Boolean);
    assert.ok(cases.length > 600);
    for (const line of cases) {
      // Written by training/embedder/word_piece_cases.py.
      const { text, numbers } = JSON.parse(line) as { text: string; numbers: number[] };
      assert.deepEqual([...target.subarray(0, pieces.encode(text, target))], numbers, text);
    }
  });

  it("is small enough to come with the package", () => {
    assert.ok(readFileSync(TABLE).length <= 10_000_000);
  });

  it("says which table and how many of its dimensions it uses", async () => {
    const whole = (await open()).fingerprint;
    assert.match(whole, /^static\/plumbline-en-1\/[0-9a-f]{8}\/256\/titles-0\.35$/);
    assert.equal((await open({ dimensions: 128 })).fingerprint, whole.replace("/256", "/128"));
  });

  it("has another fingerprint for another share of titles, so that no old vector is met", async () => {
    const whole = await open();
    assert.equal(whole.titleShare, 0.35);
    const half = await open({ titleShare: 0.5 });
    assert.equal(half.fingerprint, whole.fingerprint.replace("0.35", "0.5"));
    assert.equal(half.titleShare, 0.5);
  });

  it("tells how much of a question a passage holds, in other words too", async () => {
    const { matchTokens } = await open();
    const [same, near, far] = matchTokens?.("annual leave entitlement", [
      "The annual leave entitlement is 25 days.",
      "Employees get 25 days of paid vacation.",
      "The server restarts at night.",
    ]) ?? [0, 0, 0];
    assert.ok((same ?? 0) > 0.999);
    assert.ok((near ?? 0) > (far ?? 0) + 0.1);
  });

  it("takes a table of the user's, by a path from the configuration's folder", async () => {
    using folder = makeTemporaryDirectory();
    const table = { ...decodeStaticTable(readFileSync(TABLE)), name: "ours-2" };
    writeFileSync(join(folder.path, "ours.table"), encodeStaticTable(table));
    const { fingerprint } = await open({ table: "ours.table" }, folder.path);
    assert.match(fingerprint, /^static\/ours-2\//);
  });

  it("says what is wrong with a table that is missing or damaged", async () => {
    using folder = makeTemporaryDirectory();
    await assert.rejects(open({ table: "none.table" }, folder.path), embedderTableMissing.is);
    writeFileSync(join(folder.path, "cut.table"), readFileSync(TABLE).subarray(0, 4_000_000));
    await assert.rejects(open({ table: "cut.table" }, folder.path), corruptStaticTable.is);
  });

  it("has the sizes it was trained for, and no other", () => {
    assert.equal(staticEmbedder.options.safeParse({ dimensions: 100 }).success, false);
  });
});
