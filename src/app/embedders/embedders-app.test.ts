import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PlumblineError } from "../../foundation/errors.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import type { EmbedderComparison } from "../../evaluate/index.ts";
import { loadConfig, openApp, type CompareEmbeddersInput, type LocalApp } from "../index.ts";

const PAGES = [
  ["leave", "Annual leave", "Employees take twenty days of holidays each year."],
  ["rent", "Tenancy", "The tenant pays the rent on the first day of the month."],
  ["heart", "Cardiology", "A myocardial infarction is treated within the hour."],
  ["server", "Operations", "Restart the machine when it no longer replies."],
] as const;

const QUESTIONS = [
  ["how many vacation days do I get", "leave"],
  ["when is the apartment paid for", "rent"],
  ["what is done after a heart attack", "heart"],
  ["the computer hangs", "server"],
] as const;

const toLines = (rows: readonly unknown[]): string =>
  `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`;

async function inCompany(use: (app: LocalApp, path: string) => Promise<void>): Promise<void> {
  using directory = makeTemporaryDirectory();
  const { path } = directory;
  mkdirSync(join(path, "golden/qrels"), { recursive: true });
  writeFileSync(join(path, "plumbline.yaml"), "embedder: {adapter: hashed}\n");
  const documents = PAGES.map(([_id, title, text]) => ({ _id, title, text }));
  writeFileSync(join(path, "docs.jsonl"), toLines(documents));
  const queries = QUESTIONS.map(([text, right]) => ({
    _id: `about-${right}`,
    text,
    metadata: { part: right === "rent" ? "train" : "test" },
  }));
  writeFileSync(join(path, "golden/queries.jsonl"), toLines(queries));
  for (const part of ["train", "test"]) {
    const judged = QUESTIONS.filter(([, right]) => (right === "rent") === (part === "train"));
    const rows = judged.map(([, right]) => `about-${right}\t${right}\t1`);
    const qrels = ["query-id\tcorpus-id\tscore", ...rows].join("\n");
    writeFileSync(join(path, `golden/qrels/${part}.tsv`), `${qrels}\n`);
  }
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  await using app = await openApp({ loaded, workingDirectory: path });
  for await (const _ of app.ingest({ path: join(path, "docs.jsonl"), collection: "hr" }));
  await use(app, path);
}

const INPUT: CompareEmbeddersInput = { golden: "golden", collection: "hr", with: [] };

async function compare(
  app: LocalApp,
  given: Partial<CompareEmbeddersInput> = {},
): Promise<EmbedderComparison> {
  for await (const event of app.embedders.compare({ ...INPUT, ...given }))
    if (event.type === "embedders-compared") return event.comparison;
  throw new Error("it ended without a comparison");
}

const isCode =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof PlumblineError && error.code === code;

describe("comparing embedders", () => {
  it("measures each over the same questions, and changes nothing", async () => {
    await inCompany(async (app) => {
      const { release } = app;
      const found = await compare(app, { with: ["static"] });
      const [first, other] = found.embedders;
      assert.ok(first && other);
      assert.deepEqual([found.questions, found.chunks, found.part], [4, 4, "all"]);
      assert.deepEqual([first.name, other.name], ["hashed", "static"]);
      assert.ok(first.alpha < other.alpha);
      // Only the trained table knows that vacation is leave, and a heart attack an infarction.
      assert.ok(other.measures.alone.mean > first.measures.alone.mean);
      assert.ok(other.measures.hybrid.mean >= found.lexical.mean);
      assert.ok((other.measures.alone.against?.difference ?? 0) > 0);
      for (const { measures } of found.embedders)
        for (const { mean } of Object.values(measures)) assert.ok(mean >= 0 && mean <= 1);
      assert.equal(other.usdPerMillionTexts, 0);
      assert.equal(other.indexBytesPerMillionTexts, 5e6 * other.dimensions);
      assert.ok(other.textsPerSecond > 0 && other.queryP95Ms >= other.queryP50Ms);
      assert.equal(app.release, release);
    });
  });

  it("ranks as the read path does with the embedder that serves", async () => {
    await inCompany(async (app) => {
      const found = await compare(app);
      const { "nDCG@10": served } = await app.measureRanking("golden", ["hr"]);
      assert.ok(Math.abs((found.embedders[0]?.measures.reranked.mean ?? 0) - served) < 1e-9);
    });
  });

  it("takes an embedder from a configuration file, and a part of the set", async () => {
    await inCompany(async (app, path) => {
      const other = "embedder: {adapter: static, options: {dimensions: 64}}\n";
      writeFileSync(join(path, "small.yaml"), other);
      const found = await compare(app, { with: ["small.yaml"], part: "test" });
      assert.equal(found.questions, 3);
      assert.deepEqual(
        found.embedders.map(({ name }) => name),
        ["hashed", "small.yaml"],
      );
      assert.equal(found.embedders[1]?.dimensions, 64);
    });
  });

  it("says what it does not know, before anything is embedded", async () => {
    await inCompany(async (app) => {
      for (const [given, code] of [
        [{ collection: "none" }, "app.unknown-collection"],
        [{ with: ["word3vec"] }, "app.unknown-adapter"],
        [{ with: ["static:x"] }, "app.bad-adapter-options"],
        [{ with: ["transformers:none"] }, "models.package-missing"],
        [{ with: ["none.yaml"] }, "config.not-found"],
        [{ golden: "none" }, "evaluate.golden-not-found"],
        [{ part: "calibration" as const }, "app.nothing-to-compare"],
      ] as const)
        await assert.rejects(
          compare(app, given),
          (error) =>
            isCode(code)(error) ||
            (code.startsWith("models.") && isCode("models.not-found")(error)),
          code,
        );
    });
  });

  it("stops when it is told to", async () => {
    await inCompany(async (app) => {
      const signal = AbortSignal.abort(new Error("no longer wanted"));
      await assert.rejects(compare(app, { signal }), /no longer wanted/);
    });
  });
});
