import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { openSqliteStore } from "../../src/adapters/index.ts";
import { toAccess } from "../../src/app/access.ts";
import { ask } from "../../src/app/ask.ts";
import { assemble } from "../../src/app/assembly.ts";
import { systemClock, systemEntropy } from "../../src/app/effects.ts";
import { loadConfig, openApp, type App } from "../../src/app/index.ts";
import { lock } from "../../src/app/spend/paid-ports.ts";
import type { Answer } from "../../src/domain/answer.ts";
import { createRandom, type Random } from "../../src/foundation/random.ts";
import { createFakeGenerator } from "../../src/testing/fake-generator.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

const WORDS: readonly (readonly string[])[] = [
  ["leave", "parents", "weeks", "contract", "audit", "12", "payment", "Harbor", "notice", "fee"],
  [
    "cafe\u0301",
    "Zu\u0308rich",
    "n\u0303andu",
    "e\u0301te\u0301",
    "a\u0328\u0301",
    "12",
    "lun\u0303es",
  ],
  ["👶", "🧑‍🚀", "👍🏽", "🇳🇴", "😀", "𝔏𝔢𝔞𝔳𝔢", "weeks", "parents", "12"],
  ["员工", "休假", "𠮷野家", "十二", "合同", "付款", "通知", "审计"],
  ["الإجازة", "עובדים", "สัญญา", "leave", "отпуск", "недель"],
];
const ENDS = [
  ". ",
  ".\r\n",
  "! ",
  "?\n",
  "。",
  ".\n\n",
  ".\r\n\r\n",
  " 😀. ",
  ";\n- ",
  "\n## Part\n\n",
];

const pick = <T>(random: Random, from: readonly T[]): T => {
  const found = from[random.below(from.length)];
  assert.ok(found !== undefined);
  return found;
};

function makeText(random: Random): string {
  const words = pick(random, WORDS);
  const sentence = (): string =>
    Array.from({ length: 2 + random.below(9) }, () => pick(random, words)).join(
      pick(random, [" ", " ", "  ", "\u00a0", "\r\n"]),
    );
  const sentences = Array.from(
    { length: 3 + random.below(25) },
    () => sentence() + pick(random, ENDS),
  );
  return `${pick(random, ["", "\ufeff", "\r\n", "# Top 😀\n\n", "---\nyear: 2026\n---\n"])}${sentences.join("")}`;
}

/** Words of a document in a row: the likeliest question to be answered from it. */
function makeQuestion(random: Random, text: string): string {
  const words = text.split(/\s+/u).filter(Boolean);
  const start = random.below(Math.max(1, words.length - 6));
  return words.slice(start, start + 6).join(" ");
}

const FORMATS = ["txt", "html", "csv"] as const;

/** @returns the questions that the documents of this round are likeliest to answer. */
function writeDocuments(folder: string, random: Random, count: number): readonly string[] {
  const rows: string[] = [];
  const questions: string[] = [];
  for (let i = 0; i < count; i++) {
    const text = makeText(random);
    questions.push(makeQuestion(random, text));
    const format = i % 8 === 1 ? pick(random, FORMATS) : "md";
    if (i % 2 === 0) rows.push(JSON.stringify({ _id: `row ${i}`, title: `T${i}`, text }));
    else writeFileSync(join(folder, "docs", `${i}.${format}`), text);
  }
  writeFileSync(join(folder, "rows.jsonl"), rows.join("\r\n"));
  return questions;
}

async function open(folder: string): Promise<App> {
  // Whatever is found is answered from: it is the citations that are looked at.
  writeFileSync(join(folder, "plumbline.yaml"), "answer: { threshold: 0, maxSentences: 8 }\n");
  const loaded = await loadConfig({ workingDirectory: folder, environment: {} });
  return openApp({ loaded, workingDirectory: folder });
}

async function ingest(app: App, path: string): Promise<void> {
  for await (const event of app.ingest({ path, collection: "all", access: ["public"] }))
    if (event.type === "document-rejected")
      assert.match(event.code, /no-text|empty/, event.message);
}

/** @returns how many citations were compared. */
async function checkCitations(app: App, answer: Answer): Promise<number> {
  for (const { number, documentId, versionHash, start, end, quote } of answer.citations) {
    const { text, document } = await app.getDocument(undefined, documentId);
    assert.equal(versionHash, document.version.hash, "it cites a version that was replaced");
    assert.ok(start >= 0 && start < end && end <= text.length);
    assert.equal(text.slice(start, end), quote);
    assert.ok(quote.isWellFormed(), "it cuts a character in two");
    const context = await app.getCitation(undefined, answer.id, number);
    assert.equal(context.current, true);
    assert.ok(text.includes(context.before + quote + context.after));
  }
  for (const { verdict, citations } of answer.sentences)
    if (verdict === "passed") assert.ok(citations.length > 0, "a sentence cites nothing");
  return answer.citations.length;
}

describe("P4 citations", () => {
  it("P4 points every citation at characters that are there, in the current version", async () => {
    using folder = makeTemporaryDirectory();
    mkdirSync(join(folder.path, "docs"));
    const random = createRandom("citations");
    await using app = await open(folder.path);
    let compared = 0;
    // The second round replaces every document by another text.
    for (let round = 0; round < 2; round++) {
      const questions = writeDocuments(folder.path, random, 80);
      for (const path of ["docs", "rows.jsonl"]) await ingest(app, path);
      for (const question of questions) {
        if (question.trim() === "") continue;
        compared += await checkCitations(app, await app.ask(undefined, { question }));
      }
    }
    assert.ok(compared > 300, `only ${compared} citations were compared`);
  });

  for (const finish of ["incomplete", "cut"] as const)
    it(`P4 never reports a reply as complete whose writer ended with ${finish}`, async () => {
      const { answer, outcome } = await askWith(finish);
      assert.deepEqual([answer.incomplete, outcome], [true, "incomplete"]);
    });

  it("P4 reports a reply as complete only when its writer says so", async () => {
    const { answer, outcome } = await askWith("stop");
    assert.deepEqual([answer.incomplete, outcome], [undefined, "answered"]);
  });
});

/** Asks with a writer that ends in this way, and reads the record back. */
async function askWith(finish: "stop" | "incomplete" | "cut") {
  using folder = makeTemporaryDirectory();
  writeFileSync(join(folder.path, "rows.jsonl"), '{"_id":"a","text":"Parents take twelve weeks."}');
  {
    await using app = await open(folder.path);
    await ingest(app, "rows.jsonl");
  }
  const loaded = await loadConfig({ workingDirectory: folder.path, environment: {} });
  const assembly = await assemble({
    loaded,
    workingDirectory: folder.path,
    clock: systemClock,
    entropy: systemEntropy,
    log: () => undefined,
  });
  await using store = openSqliteStore({
    directory: loaded.dataDirectory,
    mode: "read",
    clock: systemClock,
  });
  const owner = toAccess(undefined);
  const generator = lock("generator", createFakeGenerator({ finish }));
  const question = "How many weeks do parents take?";
  const answer = await ask({ ...assembly, generator }, store, owner, { question });
  const record = await store.findAnswer(owner, answer.id);
  assert.deepEqual(record?.answer, answer);
  return { answer, outcome: record?.outcome };
}
