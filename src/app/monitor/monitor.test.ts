import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { openSqliteStore } from "../../adapters/index.ts";
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { TraceSource } from "../../domain/trace.ts";
import type { Clock } from "../../foundation/effects.ts";
import { createRandom } from "../../foundation/random.ts";
import { DAY_MS } from "../../foundation/durations.ts";
import { evaluationOf, spendOf, traceOf } from "../../testing/record-fixtures.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../testing/temporary-directory.ts";
import { badMoment, notFound } from "../errors.ts";
import { loadConfig, openApp, type LocalApp, type MonitorReport } from "../index.ts";
import { badWindow, ownerOnly } from "./errors.ts";

const START = Date.parse("2026-03-02T00:00:00.000Z");
const PER_DAY = 16;
const CONFIG = "monitor: { questions: 100 }\n";

const OLD = [
  "leave parents weeks",
  "canteen lunch menu",
  "garage bicycle key",
  "travel costs refund",
];
const NEW = [
  "laptop battery broken",
  "payroll bank account",
  "visa abroad office",
  "fire drill alarm",
];

interface Traffic {
  readonly seed: string;
  readonly release: string;
  /** First day after the start, and how many. */
  readonly from: number;
  readonly days: number;
  readonly topics?: readonly string[];
  readonly confidence?: number;
  readonly slower?: number;
  readonly abstained?: number;
  readonly source?: TraceSource;
  /** Shares of questions with a term that nothing holds, and of those that another collection answers. */
  readonly strange?: number;
  readonly elsewhere?: number;
}

let nowMs = START;
const clock: Clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
let base: TemporaryDirectory;
let directory: TemporaryDirectory;
let release = "";

async function open(config = CONFIG): Promise<LocalApp> {
  const { path } = directory;
  writeFileSync(join(path, "plumbline.yaml"), config);
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  return openApp({ loaded, workingDirectory: path, clock });
}

const openStore = (mode: "read" | "write" = "write") =>
  openSqliteStore({ directory: join(directory.path, ".plumbline"), mode, clock });

async function ingest(app: LocalApp): Promise<void> {
  for await (const _ of app.ingest({ path: "leave.md", collection: "hr", access: ["public"] }));
}

/** What asking so often would have left behind. */
async function plant(traffic: Traffic): Promise<void> {
  const { seed, from, days, topics = OLD, slower = 1, abstained = 0.1, source = "user" } = traffic;
  const { strange = 0.1, elsewhere = 0.2 } = traffic;
  const random = createRandom(seed);
  const words = createRandom(`${seed}/words`);
  const digits = (length: number): string =>
    Array.from({ length }, () => random.below(16).toString(16)).join("");
  await using store = openStore();
  for (let i = 0; i < days * PER_DAY; i++) {
    const askedAt = new Date(START + (from + i / PER_DAY) * DAY_MS).toISOString();
    const id = `ans_${digits(20)}`;
    const [topic = "", more = ""] = [0, 1].map(() => topics[random.below(topics.length)]);
    const outcome = random.uniform() < abstained ? "abstained" : "answered";
    const confidence = (traffic.confidence ?? 0.7) + 0.2 * (random.uniform() - 0.5);
    const record: AnswerRecord = {
      id,
      source,
      askedAt,
      principals: ["operator"],
      collections: "all",
      filter: [],
      terms: { asked: 4, unknown: words.uniform() < strange ? 1 : 0 },
      release: traffic.release,
      generation: 1,
      generator: "extractive",
      verifier: "lexical",
      legs: { lexical: [], dense: [], alpha: 0.3, normalization: "tm2" },
      passages: [],
      threshold: 0.5,
      outcome,
      answer: {
        id,
        question: `${topic} ${more} ${random.below(9)}`,
        text: "Twelve weeks.",
        abstained: outcome === "abstained",
        confidence,
        citations: [],
        sentences: [],
        conflicts: [],
        release: traffic.release,
        language: "en",
        latencyMs: 40 * slower * Math.exp(random.uniform()),
        recorded: true,
      },
      stagesMs: {},
    };
    const span = { outcome, source, startedAt: askedAt, endedAt: askedAt, spans: [] } as const;
    const trace = traceOf(`trc_${digits(20)}`, {
      ...span,
      foundIn: [words.uniform() < elsewhere ? "travel" : "hr"],
      release: traffic.release,
      answerId: id,
    });
    await store.putAnswer(record, trace);
  }
}

/** The week behind the reference, and the moment of its end. */
async function plantWeek(week: number, traffic: Partial<Traffic> = {}): Promise<void> {
  await plant({ seed: `week ${week}`, release, from: 7 * week, days: 7, ...traffic });
  nowMs = START + 7 * (week + 1) * DAY_MS;
}

async function look(input = {}, config = CONFIG): Promise<MonitorReport> {
  await using app = await open(config);
  return await app.monitor(undefined, input);
}

const stateOf = ({ drift }: MonitorReport, name: string): string | undefined =>
  [...drift.signals, ...drift.objectives].find((each) => each.name === name)?.state;

const listMoved = ({ drift }: MonitorReport): readonly string[] =>
  drift.signals.filter(({ state }) => /warning|alert/.test(state)).map(({ name }) => name);

before(async () => {
  base = makeTemporaryDirectory();
  directory = base;
  writeFileSync(join(base.path, "leave.md"), "# Leave\n\nParents take twelve weeks of leave.\n");
  await using app = await open();
  release = app.release;
  await ingest(app);
  await app[Symbol.asyncDispose]();
  await plant({ seed: "reference", release, from: 0, days: 7 });
});
after(() => base[Symbol.dispose]());

beforeEach(() => {
  if (directory !== base) directory[Symbol.dispose]();
  directory = makeTemporaryDirectory();
  cpSync(base.path, directory.path, { recursive: true });
  nowMs = START + 7 * DAY_MS;
});
after(() => directory[Symbol.dispose]());

describe("monitor", () => {
  it("has no data before anything was asked, and says what is missing", async () => {
    using empty = makeTemporaryDirectory();
    const { path } = empty;
    writeFileSync(join(path, "leave.md"), "# Leave\n\nParents take twelve weeks.\n");
    writeFileSync(join(path, "plumbline.yaml"), "");
    const loaded = await loadConfig({ workingDirectory: path, environment: {} });
    await using app = await openApp({ loaded, workingDirectory: path, clock });
    await ingest(app);
    const report = await app.monitor(undefined, {});
    assert.equal(report.state, "no-data");
    assert.match(report.notes.join(), /no question was asked under rel_/);
    assert.equal(stateOf(report, "latency"), "no-data");
  });

  it("sees words that no document holds, and questions that go to another collection", async () => {
    await plantWeek(1, { strange: 0.5 });
    assert.deepEqual(listMoved(await look()), ["unknown terms"]);
    await plantWeek(2, { elsewhere: 0.6 });
    assert.deepEqual(listMoved(await look()), ["route"]);
  });

  it("is quiet while questions are as they were", async () => {
    await plantWeek(1);
    const report = await look();
    assert.equal(report.state, "ok");
    assert.deepEqual(
      [report.drift.reference.questions, report.drift.current.questions],
      [7 * PER_DAY, 7 * PER_DAY],
    );
    for (const name of ["question vectors", "confidence", "abstentions", "latency"])
      assert.equal(stateOf(report, name), "ok", name);
    assert.match(report.falseAlarms.told, /one in 100 warns/);
  });

  const shifts: readonly (readonly [name: string, shift: Partial<Traffic>])[] = [
    ["question vectors", { topics: NEW }],
    ["confidence", { confidence: 0.55 }],
    ["latency", { slower: 1.5 }],
    ["abstentions", { abstained: 0.4 }],
  ];
  for (const [name, shift] of shifts)
    it(`sees other ${name}`, async () => {
      await plantWeek(1, shift);
      const report = await look();
      assert.equal(report.state, "warning");
      assert.deepEqual(listMoved(report), [name]);
      const isTopics = name === "question vectors";
      assert.equal(report.drift.distant.length, isTopics ? 50 : 0);
    });

  it("alerts in the second window, and not when it looks at the first one again", async () => {
    await plantWeek(1, { slower: 1.5 });
    assert.equal((await look()).state, "warning");
    nowMs += DAY_MS / 24;
    const again = await look();
    assert.deepEqual([again.state, again.stateBefore], ["warning", "warning"]);
    await plantWeek(2, { slower: 1.5 });
    const second = await look();
    assert.equal(second.state, "alert");
    assert.match(second.drift.advice.join(), /calibrations of judges are stale/);
  });

  it("looks at the questions of users alone", async () => {
    await plantWeek(1);
    await plantWeek(1, { seed: "evaluation", source: "evaluation", slower: 9, topics: NEW });
    const report = await look();
    assert.deepEqual([report.state, report.drift.current.questions], ["ok", 7 * PER_DAY]);
  });

  it("waits for a whole reference, and compares another release with the one before", async () => {
    await plantWeek(1);
    await look();
    const other = `${CONFIG}retrieve: { topK: 9 }\n`;
    await using app = await open(other);
    const next = app.release;
    await app[Symbol.asyncDispose]();
    assert.notEqual(next, release);
    await plantWeek(2, { release: next, abstained: 0.5 });
    nowMs -= DAY_MS / 2;
    const report = await look({}, other);
    assert.match(report.notes.join(), new RegExp(`until then it is compared with ${release}`));
    assert.equal(stateOf(report, "abstentions"), "warning");
    assert.equal(stateOf(report, "confidence"), "no-data");
    await plantWeek(3, { release: next, abstained: 0.5 });
    const own = await look({}, other);
    assert.deepEqual([own.drift.reference.release, own.state], [next, "ok"]);
  });

  it("takes another reference when the traces of its own were deleted", async () => {
    for (const week of [1, 2, 3, 4]) await plantWeek(week);
    assert.equal((await look()).state, "ok");
    {
      await using store = openStore();
      const gone = new Date(START + 3 * DAY_MS).toISOString();
      await store.purge({ class: "traces", before: gone, dryRun: false });
    }
    const report = await look();
    assert.match(report.notes.join(), /the reference window is a new one/);
    assert.ok(Date.parse(report.drift.reference.since) > START + 15 * DAY_MS);
    assert.deepEqual((await look()).notes, []);
  });

  it("compares windows that are named, and keeps nothing of it", async () => {
    for (const week of [1, 2]) await plantWeek(week);
    const report = await look({ reference: "2026-03-09..2026-03-16", since: "2026-03-16" });
    assert.equal(report.state, "ok");
    assert.equal(report.drift.reference.since, "2026-03-09T00:00:00.000Z");
    await using app = await open();
    await assert.rejects(app.getMonitorReport(undefined), notFound.is);
    const kept = await app.monitor(undefined, {});
    assert.deepEqual(await app.getMonitorReport(undefined), kept);
  });

  it("refuses windows that are none, or that overlap", async () => {
    await plantWeek(1);
    await using app = await open();
    for (const input of [
      { reference: "2026-03-02" },
      { reference: "2026-03-02..2026-03-04..2026-03-05" },
      { reference: "2026-03-09..2026-03-02" },
      { reference: "2026-03-02..2027-03-02" },
      { since: "2026-03-04" },
      { since: "2027-03-04" },
    ])
      await assert.rejects(app.monitor(undefined, input), badWindow.is, JSON.stringify(input));
    await assert.rejects(app.monitor(undefined, { since: "soon" }), badMoment.is);
  });

  it("is for the owner alone", async () => {
    await using app = await open();
    for (const as of [[], ["public"], ["user:ana"]]) {
      await assert.rejects(app.monitor(as, {}), ownerOnly.is);
      await assert.rejects(app.getMonitorReport(as), ownerOnly.is);
    }
  });

  it("holds objectives of the configuration", async () => {
    await plantWeek(1);
    {
      await using store = openStore();
      const entry = spendOf({ subject: "operator", calls: 3, unknown: 1 });
      await store.addSpend({ ...entry, day: "2026-03-10", usd: 2 });
      await store.addSpend({ ...entry, day: "2026-03-11", usd: 3, subject: "user:ana" });
      await store.addSpend({ ...entry, day: "2026-03-11", usd: 4 });
      await store.addSpend({ ...entry, day: "2026-03-01", usd: 90 });
    }
    const held = "monitor: { questions: 100, latencyP95Ms: 50, costUsdPerDay: 6.9 }\n";
    const report = await look({}, held);
    assert.equal(report.state, "alert");
    assert.equal(stateOf(report, "latency (ms), p95"), "alert");
    const cost = report.drift.objectives.find(({ name }) => name.startsWith("cost of a day"));
    assert.deepEqual([cost?.state, cost?.value, cost?.n], ["alert", 7, 2]);
    assert.match(cost?.told ?? "", /2026-03-11.*3 calls told no price/);
  });

  it("tells of stale golden evidence, and holds no text of a question", async () => {
    await plantWeek(1);
    {
      await using store = openStore();
      await store.putEvaluation(
        evaluationOf("evl_0000000000000001", {
          counts: { ...evaluationOf("x").counts, cases: 90, stale: 10 },
        }),
      );
    }
    const report = await look();
    assert.equal(stateOf(report, "stale golden evidence"), "alert");
    assert.ok(!JSON.stringify(report).includes("canteen"));
  });

  it("says which reasons to decide again have come", async () => {
    await plantWeek(1);
    {
      await using app = await open();
      await app.decide(undefined, { answers: { "k.change": "weekly" } });
    }
    const checks = async () => {
      const { revisit } = await look();
      return new Map(revisit?.checks.map(({ trigger, state }) => [trigger, state]));
    };
    const now = await checks();
    assert.deepEqual(
      ["time", "access", "validity"].map((name) => now.get(name)),
      ["quiet", "quiet", "unchecked"],
    );
    nowMs += 200 * DAY_MS;
    assert.equal((await checks()).get("time"), "fired");
  });
});
