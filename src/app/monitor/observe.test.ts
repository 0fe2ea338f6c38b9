import assert from "node:assert/strict";
import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { openSqliteStore } from "../../adapters/index.ts";
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { Clock } from "../../foundation/effects.ts";
import { MINUTE_MS } from "../../foundation/durations.ts";
import { feedbackOf } from "../../testing/record-fixtures.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../testing/temporary-directory.ts";
import { loadConfig, openApp, type LocalApp } from "../index.ts";
import { observeDocuments } from "./observe-documents.ts";
import { toObservation } from "./observe-questions.ts";
import { readMarks } from "./question-marks.ts";

const START = Date.parse("2026-03-02T09:30:00.000Z");

let directory: TemporaryDirectory;
let nowMs = START;
const clock: Clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
const at = (minutes: number): string => new Date(START + minutes * MINUTE_MS).toISOString();

beforeEach(() => {
  directory?.[Symbol.dispose]();
  directory = makeTemporaryDirectory();
  nowMs = START;
});
after(() => directory[Symbol.dispose]());

async function open(): Promise<LocalApp> {
  const { path } = directory;
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  return openApp({ loaded, workingDirectory: path, clock });
}

const openStore = () =>
  openSqliteStore({ directory: join(directory.path, ".plumbline"), mode: "read", clock });

/** A file that was written so many minutes after the start. */
function write(name: string, text: string, minutes: number): void {
  const path = join(directory.path, "docs", name);
  writeFileSync(path, text);
  utimesSync(path, new Date(at(minutes)), new Date(at(minutes)));
}

async function sync(app: LocalApp, minutes: number): Promise<void> {
  nowMs = START + minutes * MINUTE_MS;
  const input = { path: "docs", collection: "hr", allowDeletes: true };
  for await (const _ of app.ingest(input));
}

describe("observeDocuments", () => {
  it("times what changed and went since its source is synced, and counts what is cited", async () => {
    mkdirSync(join(directory.path, "docs"));
    write("old.md", "# Old\n\nOld words.\n", -5000);
    write("leave.md", "# Leave\n\nTwelve weeks.\n", -10);
    write("gone.md", "# Gone\n\nFourteen weeks.\n", -10);
    await using app = await open();
    await sync(app, 0);
    const before = await app.listDocuments(undefined, { limit: 9 });
    write("leave.md", "# Leave\n\nSixteen weeks.\n", 20);
    write("new.md", "# New\n\nNew words.\n", 25);
    write("copied.md", "# Copied\n\nWritten long ago.\n", -4000);
    write("dated.md", "---\ndate: 2026-03-03\n---\n# Dated\n\nA day and no moment.\n", 29);
    rmSync(join(directory.path, "docs", "gone.md"));
    await sync(app, 30);
    await app[Symbol.asyncDispose]();
    await using store = openStore();
    const cited = before.map(({ id, version }, index) => ({
      documentId: id,
      versionHash: version.hash,
      citations: 10 ** index,
    }));
    const byKey = new Map(before.map(({ key }, index) => [key, 10 ** index]));
    const current = { since: at(10), until: at(31) };
    const observed = await observeDocuments(store, { since: at(10), current, cited }, undefined);
    assert.deepEqual(observed.corpus, {
      citations: 111,
      changed: byKey.get("leave.md"),
      gone: byKey.get("gone.md"),
      documents: 5,
      added: 3,
    });
    const times = observed.searchableMs?.toSorted((a, b) => a - b);
    assert.deepEqual(times, [5 * MINUTE_MS, 10 * MINUTE_MS]);
    assert.deepEqual(observed.goneMs, [30 * MINUTE_MS]);
    const later = { since: at(31), until: at(60) };
    const quiet = await observeDocuments(
      store,
      { since: at(31), current: later, cited },
      undefined,
    );
    assert.deepEqual([quiet.searchableMs, quiet.goneMs, quiet.corpus?.added], [[], [], 0]);
  });
});

describe("toObservation", () => {
  const question = {
    id: "trc_1",
    answerId: "ans_1",
    askedAt: at(0),
    release: "rel_1",
    outcome: "answered",
    inConversation: true,
    route: "hr",
    costUsd: 0.5,
  } as const;
  const citation = { documentId: "doc_1", versionHash: "a", modifiedAt: at(-2 * 24 * 60) };
  const passage = { chunkIds: [], documentId: "doc_1", versionHash: "a", start: 0, end: 9 };
  const sentence = { text: "", citations: [1], failures: [] };
  const record = {
    askedAt: at(0),
    outcome: "answered",
    terms: { asked: 4, unknown: 1 },
    passages: [
      { ...passage, rank: 2, score: 0.5, context: "in" },
      { ...passage, rank: 1, score: 0.8, context: "in" },
      { ...passage, rank: 3, score: 0.4, context: "token_limit" },
      { ...passage, rank: 1, score: 0.9, context: "duplicate" },
    ],
    answer: {
      question: "How many weeks of parental leave?",
      language: "en",
      confidence: 0.7,
      latencyMs: 12,
      citations: [citation, citation, { ...citation, versionHash: "b", modifiedAt: at(-24 * 60) }],
      sentences: [
        { ...sentence, verdict: "passed", support: 0.9 },
        { ...sentence, verdict: "passed", support: 0.7 },
        { ...sentence, verdict: "cut", support: 0.1 },
      ],
    },
  } as unknown as AnswerRecord; // what it reads of one

  it("reads scores, checks, ages and costs from the record", () => {
    const { margin = 0, support = 0, ...rest } = toObservation(question, record, undefined);
    assert.ok(Math.abs(margin - 0.3) < 1e-12 && Math.abs(support - 0.8) < 1e-12);
    assert.deepEqual(rest, {
      id: "ans_1",
      outcome: "answered",
      language: "en",
      route: "hr",
      terms: 5,
      unknownTerms: 0.25,
      confidence: 0.7,
      latencyMs: 12,
      passages: 2,
      topScore: 0.8,
      failedChecks: true,
      citedAgesDays: [2, 1],
      reasked: false,
      costUsd: 0.5,
    });
  });

  it("leaves out what is not known: of an error, of what was asked alone", () => {
    const failed = { ...record, outcome: "error" } as const;
    const {
      costUsd: _,
      route: _route,
      ...free
    } = {
      ...question,
      outcome: "error",
      inConversation: false,
    } as const;
    assert.deepEqual(toObservation(free, failed, undefined), { id: "ans_1", outcome: "error" });
    const { answerId: __, ...traceAlone } = free;
    assert.deepEqual(toObservation(traceAlone, undefined, undefined), {
      id: "trc_1",
      outcome: "error",
    });
  });
});

describe("readMarks", () => {
  it("takes the last word of each person, and nothing from what judges nothing", async () => {
    const given = [
      feedbackOf("1", { answerId: "a", feedback: { kind: "thumb", value: -1 } }),
      feedbackOf("2", { answerId: "a", feedback: { kind: "thumb", value: 1 } }),
      feedbackOf("3", { answerId: "b", feedback: { kind: "comment", text: "hm" } }),
      feedbackOf("4", { answerId: "c", feedback: { kind: "reask", answerId: "d" } }),
      feedbackOf("5", { answerId: "d", feedback: { kind: "thumb", value: 1 } }),
      feedbackOf("6", {
        answerId: "d",
        by: "user:ana",
        feedback: { kind: "reason", value: "wrong" },
      }),
    ];
    const marks = await readMarks({ listFeedback: async () => given }, at(0), undefined);
    assert.deepEqual(Object.fromEntries(marks), {
      a: { negative: false, reasked: false },
      b: { reasked: false },
      c: { reasked: true },
      d: { negative: true, reasked: false },
    });
  });
});
