import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openSqliteStore } from "../../adapters/index.ts";
import type { AskedCase, EvaluatedSystem } from "../../ports/evaluated-system.ts";
import type { Store } from "../../ports/store.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../testing/temporary-directory.ts";
import { assemble, type Assembly } from "../assembly.ts";
import { systemClock, systemEntropy } from "../effects.ts";
import { loadConfig, openApp } from "../index.ts";
import { createAppSystem } from "./app-system.ts";

/** More documents than a ranking of ten looks at first, with words in common. */
const ROWS = Array.from({ length: 60 }, (_, i) => ({
  _id: `d${i}`,
  title: `Rule ${i}`,
  text: `Room ${i} is open for ${["staff", "guests", "parents"][i % 3]} until ${1 + (i % 12)} o'clock.`,
}));

let directory: TemporaryDirectory;
let store: Store;
let assembly: Assembly;

before(async () => {
  directory = makeTemporaryDirectory();
  const { path } = directory;
  writeFileSync(join(path, "rows.jsonl"), ROWS.map((row) => JSON.stringify(row)).join("\n"));
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  const options = { loaded, workingDirectory: path };
  {
    await using app = await openApp(options);
    for await (const _ of app.ingest({ path: "rows.jsonl", collection: "hr", access: [] }));
  }
  const effects = { clock: systemClock, entropy: systemEntropy, log: () => undefined };
  assembly = await assemble({ ...options, ...effects });
  store = openSqliteStore({
    directory: loaded.dataDirectory,
    mode: "read",
    clock: systemClock,
  });
});
after(async () => {
  await store[Symbol.asyncDispose]();
  directory[Symbol.dispose]();
});

/** The system, and how often it searches for anything. */
async function openSystem(): Promise<{ system: EvaluatedSystem; searches: () => number }> {
  let searches = 0;
  const counted: Store = {
    ...store,
    search: (access, request) => {
      if (request.legs.lexical || request.legs.dense) searches++;
      return store.search(access, request);
    },
  };
  const system = await createAppSystem(assembly, counted, undefined);
  return { system, searches: () => searches };
}

const caseOf = (given: Partial<AskedCase> = {}): AskedCase => ({
  id: "q1",
  text: "Until when is room 7 open for guests?",
  history: [],
  principals: [],
  ...given,
});

const rankAlone = async (asked: AskedCase) =>
  (await openSystem()).system.rank?.(asked, asked.rankingDepth ?? 10);

describe("createAppSystem", () => {
  it("answers and ranks by one search, each as it would alone", async () => {
    const { system, searches } = await openSystem();
    const asked = caseOf({ rankingDepth: 10 });
    const answer = await system.answer?.(asked);
    assert.deepEqual(await system.rank?.(asked, 10), await rankAlone(asked));
    assert.equal(searches(), 1);
    const alone = await (await openSystem()).system.answer?.(caseOf());
    assert.ok(answer && alone);
    assert.equal(answer.outcome, "answered");
    const { answerId: _, ...found } = answer;
    const { answerId: _alone, ...expected } = alone;
    assert.deepEqual(found, expected);
  });

  for (const [name, given] of Object.entries({
    "a conversation": { history: [{ role: "user", text: "Which rooms are there?" }] },
    "a question with blanks around it": { text: " Until when is room 7 open? " },
    "a ranking of more documents than there are": { rankingDepth: 200 },
  } satisfies Record<string, Partial<AskedCase>>))
    it(`ranks ${name} as it would alone`, async () => {
      const { system } = await openSystem();
      const asked = caseOf({ rankingDepth: 10, ...given });
      await system.answer?.(asked);
      assert.deepEqual(await system.rank?.(asked, asked.rankingDepth ?? 0), await rankAlone(asked));
    });

  it("ranks what it was not asked to answer", async () => {
    const ranked = await rankAlone(caseOf({ rankingDepth: 10 }));
    assert.equal(ranked?.documents.length, 10);
    assert.equal(ranked.documents[0], "d7");
  });
});
