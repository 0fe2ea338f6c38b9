import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { z } from "zod";
import { loadConfig, openApp, type App } from "../src/app/index.ts";
import { detectLanguage } from "../src/engine/analysis/index.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../src/testing/temporary-directory.ts";

/** One page of a handbook, written in each language, with questions that it answers or does not. */
const Handbook = z.record(
  z.string(),
  z.object({
    sentences: z.array(z.string()),
    questions: z.array(z.tuple([z.string(), z.int()])),
    unanswerable: z.array(z.string()),
  }),
);
const HANDBOOK = Handbook.parse(
  JSON.parse(readFileSync("tests/fixtures/languages/handbook.json", "utf8")),
);

describe("a collection of eighteen languages that nobody declared", () => {
  let directory: TemporaryDirectory;
  let app: App;

  before(async () => {
    directory = makeTemporaryDirectory();
    const folder = join(directory.path, "documents");
    mkdirSync(folder);
    for (const [language, { sentences }] of Object.entries(HANDBOOK))
      writeFileSync(join(folder, `page-${language}.txt`), sentences.join("\n\n"));
    const workingDirectory = directory.path;
    app = await openApp({
      loaded: await loadConfig({ workingDirectory, environment: {} }),
      workingDirectory,
    });
    for await (const event of app.ingest({ path: folder, collection: "handbook" }))
      assert.notEqual(event.type, "document-rejected");
  });

  after(async () => {
    await app[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  for (const [language, { sentences, questions, unanswerable }] of Object.entries(HANDBOOK)) {
    it(`reads and indexes ${language} as what it is`, async () => {
      const documents = await app.listDocuments(undefined, { limit: 100 });
      const found = documents.find(({ key }) => key === `page-${language}.txt`);
      assert.equal(found?.version.language, language);
    });

    it(`answers questions in ${language} with the sentence that answers`, async () => {
      for (const [question, index] of questions) {
        const answer = await app.ask(undefined, { question });
        assert.equal(answer.abstained, false, question);
        assert.equal(answer.language, language);
        assert.equal(answer.citations[0]?.key, `page-${language}.txt`, question);
        assert.ok(answer.text.includes(sentences[index] ?? "?"), `${question}: ${answer.text}`);
      }
    });

    it(`refuses in ${language} what no page answers`, async () => {
      for (const question of unanswerable) {
        const answer = await app.ask(undefined, { question });
        assert.equal(answer.abstained, true, `${question}: ${answer.text}`);
        assert.equal(detectLanguage(answer.message ?? ""), language);
      }
    });
  }
});

describe("the language of a collection", () => {
  const GERMAN = "Der Urlaub ist für alle da, und er wird bezahlt.";
  const HTML =
    '<html lang="fr"><body><p>Le congé est payé pour tous les salariés.</p></body></html>';

  /** Syncs one folder with each of the configurations and commands in turn; languages after each. */
  async function languagesAfter(
    steps: readonly { readonly config?: string; readonly language?: string }[],
  ): Promise<readonly (readonly string[])[]> {
    using directory = makeTemporaryDirectory();
    const folder = join(directory.path, "documents");
    mkdirSync(folder);
    writeFileSync(join(folder, "a.txt"), GERMAN);
    writeFileSync(join(folder, "b.html"), HTML);
    writeFileSync(join(folder, "c.txt"), "Urlaub");
    const workingDirectory = directory.path;
    const found: string[][] = [];
    for (const { config, language } of steps) {
      const path = join(directory.path, "plumbline.yaml");
      writeFileSync(path, config ?? "collections: {}\n");
      await using app = await openApp({
        loaded: await loadConfig({ workingDirectory, environment: {} }),
        workingDirectory,
      });
      for await (const event of app.ingest({ path: folder, collection: "hr", language }))
        if (event.type === "document-rejected") assert.fail(event.message);
      const documents = await app.listDocuments(undefined, { limit: 10 });
      found.push(
        documents
          .toSorted((a, b) => (a.key < b.key ? -1 : 1))
          .map(({ version }) => version.language),
      );
    }
    return found;
  }

  it("is each document's own at first: declared, else detected, else English", async () => {
    assert.deepEqual(await languagesAfter([{}]), [["de", "fr", "en"]]);
  });

  it("wins over what documents say once somebody gives it, and is kept until taken back", async () => {
    assert.deepEqual(await languagesAfter([{}, { language: "it" }, {}, { language: "auto" }]), [
      ["de", "fr", "en"],
      ["it", "it", "it"],
      ["it", "it", "it"],
      ["de", "fr", "en"],
    ]);
  });

  it("is what the configuration says, and each one's own where that is silent", async () => {
    const config = "collections:\n  hr:\n    access: []\n";
    const italian = `${config}    language: it\n`;
    assert.deepEqual(await languagesAfter([{ config: italian }, { config }]), [
      ["it", "it", "it"],
      ["de", "fr", "en"],
    ]);
  });

  it("must be a code", async () => {
    await assert.rejects(languagesAfter([{ language: "German" }]), { code: "app.bad-language" });
  });
});
