import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { startFaultServer, type FaultServer } from "../../testing/fault-server.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../testing/temporary-directory.ts";
import { loadConfig, openApp, type LocalApp } from "../index.ts";
import type { ArmsReport, MeasureArmsInput } from "./measure-input.ts";

const SIZE = 32;
const READERS = { principals: ["group:staff"] };

/** Room 0 has 100 chairs, room 1 has 101, … */
const DOCUMENTS = Array.from({ length: SIZE }, (_, room) => ({
  _id: `room-${room}`,
  text: `The room number ${room} holds exactly ${100 + room} chairs.`,
}));
const toId = (room: number): string => `q${room}`;
const ask = (room: number): string => `How many chairs does the room number ${room} hold?`;
const TAUGHT = [
  { _id: "t1", text: "How many chairs does the hall hold?", answer: "900 chairs", ...READERS },
  { _id: "t2", text: "How many tables are there?", answer: "77 tables", ...READERS },
  { _id: "t3", text: "How many chairs has the cellar?", answer: "11", principals: ["group:board"] },
];

const toLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

function writeSet(folder: string, { size, train }: { size: number; train: boolean }): void {
  mkdirSync(join(folder, "qrels"), { recursive: true });
  const rooms = Array.from({ length: size }, (_, room) => room);
  const taught = train ? TAUGHT : [];
  const part = (name: string) => ({ metadata: { part: name } });
  const files: Readonly<Record<string, string>> = {
    "queries.jsonl": toLines([
      ...rooms.map((room) => ({ _id: toId(room), text: ask(room), ...part("test") })),
      ...taught.map(({ _id, text }) => ({ _id, text, ...part("train") })),
    ]),
    "answers.jsonl": toLines([
      ...rooms.map((room) => ({ _id: toId(room), answers: [`${100 + room}`], ...READERS })),
      ...taught.map(({ _id, answer, principals }) => ({ _id, answers: [answer], principals })),
    ]),
    "qrels/test.tsv": `query-id\tcorpus-id\tscore\n${rooms.map((room) => `${toId(room)}\troom-${room}\t1\n`).join("")}`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** What the model of the tests is sent, as one text. */
const toSent = (body: unknown): string => JSON.stringify(body);
const isTaught = (sent: string): boolean => sent.includes("answered rightly");

describe("measuring arms", () => {
  let directory: TemporaryDirectory;
  let server: FaultServer;
  const at = (name: string): string => join(directory.path, name);

  async function open(config: string): Promise<LocalApp> {
    writeFileSync(at("plumbline.yaml"), config);
    const workingDirectory = directory.path;
    return openApp({
      loaded: await loadConfig({ workingDirectory, environment: {} }),
      workingDirectory,
    });
  }
  const withModel = (): Promise<LocalApp> =>
    open(
      `generator: { adapter: openai-compatible, options: { baseUrl: "${server.url}", model: toy, price: { inputPerMillion: 1, outputPerMillion: 1 } } }\n`,
    );

  async function measure(app: LocalApp, input: Partial<MeasureArmsInput> = {}) {
    let [asked, known] = [0, 0];
    for await (const event of app.measureArms({ golden: "set", repeats: 1, ...input })) {
      if (event.type === "case-replied" && event.cached) known++;
      if (event.type === "case-replied" && !event.cached) asked++;
      if (event.type === "arms-measured") return { report: event.report, asked, known };
    }
    throw new Error("no report");
  }
  const find = ({ arms }: ArmsReport, name: string) => arms.find(({ arm }) => arm === name);
  const meanOf = (report: ArmsReport, name: string): number | undefined => {
    const found = find(report, name);
    return found?.status === "measured" ? found.success?.mean : undefined;
  };

  before(async () => {
    directory = makeTemporaryDirectory();
    server = await startFaultServer();
    // It knows four rooms by itself, and eight where it is shown how chairs are counted.
    server.setAnswer((body) => {
      const sent = toSent(body);
      const room = Number(/room number (\d+) hold\?/.exec(sent)?.[1]);
      const passage = /passage (\d+)>>(?:(?!>>).)*?room number (\d+) holds/g;
      if (sent.includes("numbers of all passages")) {
        const shown = [...sent.matchAll(passage)].find(([, , number]) => Number(number) === room);
        return shown
          ? `The room number ${room} holds exactly ${100 + room} chairs [${shown[1]}].`
          : "NOT_IN_DOCUMENTS";
      }
      return room < (sent.includes("900 chairs") ? 8 : 4) ? `${100 + room} chairs.` : "NOT_KNOWN";
    });
    writeSet(at("set"), { size: SIZE, train: true });
    writeSet(at("bare"), { size: 5, train: false });
    writeFileSync(at("rooms.jsonl"), toLines(DOCUMENTS));
    const app = await open("");
    for await (const _ of app.ingest({
      path: "rooms.jsonl",
      collection: "rooms",
      access: ["group:staff"],
    }));
    await app[Symbol.asyncDispose]();
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  it("asks what it can, compares case by case, and leaves the rest with what would measure it", async () => {
    await using app = await withModel();
    const { report } = await measure(app);
    const taught = server.calls.map(({ body }) => toSent(body)).filter(isTaught);
    assert.equal(taught.length, SIZE);
    for (const text of taught) {
      assert.ok(text.includes("77 tables") && text.includes("900 chairs"));
      assert.ok(!text.includes("cellar"), "none of other readers");
      assert.equal(
        text.match(/How many chairs does the room/g)?.length,
        1,
        "none of the test part",
      );
    }
    assert.deepEqual(
      [report.cases, report.golden.part, report.inconclusive],
      [SIZE, "test", false],
    );
    assert.deepEqual([meanOf(report, "prompt"), meanOf(report, "fewshot")], [4 / 32, 8 / 32]);
    assert.ok((meanOf(report, "retrieval") ?? 0) > 0.9);
    const pair = report.comparisons.find(({ a, b }) => a === "retrieval" && b === "fewshot");
    assert.ok(pair && pair.low > 0 && pair.cases === SIZE);
    assert.ok(pair.adjustedP !== undefined && pair.adjustedP >= pair.p);
    const undeclared = report.comparisons.find(({ a, b }) => a === "retrieval" && b === "prompt");
    assert.equal(undeclared?.adjustedP, undefined);
    const missing = report.arms.filter(({ status }) => status === "unmeasured");
    assert.deepEqual(
      missing.map(({ arm }) => arm),
      ["large-prompted", "retrieval+search", "tuned-local", "small-tuned", "tuned", "both"],
    );
    for (const arm of missing)
      if (arm.status === "unmeasured")
        assert.match(arm.command ?? "", /^plumbline evaluate set --part test --/);
    assert.match(
      report.remarks.join(),
      /prompt answers 4 of 32 questions that the documents settle/,
    );
  });

  it("asks an unchanged arm nothing twice, and another instruction again", async () => {
    await using app = await withModel();
    await measure(app);
    assert.deepEqual(await measure(app).then(({ asked, known }) => [asked, known]), [0, 3 * SIZE]);
    writeFileSync(at("own.txt"), "You are the porter.\n");
    const { asked } = await measure(app, { instruction: "own.txt" });
    assert.equal(asked, 2 * SIZE);
    assert.match(toSent(server.calls.at(-1)?.body), /You are the porter\.\\n\\n- What stands/);
  });

  it("is what the next decision rests on", async () => {
    await using app = await withModel();
    const { report } = await measure(app);
    const { arms, comparisons, recommendation, inputs } = await app.decide(undefined, {
      answers: {},
    });
    assert.equal(inputs.pricedModel, "toy");
    const known = new Map(inputs.measured.map(({ input, value }) => [input, value]));
    assert.deepEqual(
      [known.get("inputPrice"), known.get("outputPrice"), known.get("documents")],
      [1, 1, SIZE],
    );
    const measured = arms.filter(({ status }) => status === "measured");
    assert.deepEqual(
      measured.map(({ arm, success }) => [arm, success?.mean]),
      ["prompt", "fewshot", "retrieval"].map((arm) => [arm, meanOf(report, arm)]),
    );
    assert.equal(comparisons.length, 3);
    assert.deepEqual(
      [recommendation.approach, recommendation.arm, recommendation.provisional],
      ["retrieval", "retrieval", false],
    );
  });

  it("tells the entry gate which prompts were tried, and what there is to learn from", async () => {
    await using app = await withModel();
    writeFileSync(at("own.txt"), "You are the porter.\n");
    await measure(app);
    await measure(app, { instruction: "own.txt" });
    const gate = await app.checkEntryGate({ lane: "generator", golden: "set", target: 0.99 });
    const criterionOf = (id: string) => gate.criteria.find((criterion) => criterion.id === id);
    // Two prompts, each with five examples and without, and that of retrieval.
    assert.match(
      criterionOf("G1")?.value ?? "",
      /^5 versions, at most 5 examples, the best 100 % right/,
    );
    assert.deepEqual([criterionOf("G1")?.n, criterionOf("G4")?.n], [SIZE, TAUGHT.length]);
    assert.deepEqual([criterionOf("G4")?.state, gate.verdict], ["missing", "closed"]);
    assert.equal(criterionOf("G2")?.state, "unknown");
    const { answers } = await app.decide(undefined, { answers: {} });
    assert.equal(answers.find(({ question }) => question === "p.prompts")?.measured, "yes");
  });

  it("leaves the prompts unmeasured where no language model is configured", async () => {
    await using app = await open("");
    const { report } = await measure(app);
    assert.equal(meanOf(report, "retrieval"), 1);
    for (const name of ["prompt", "fewshot"]) {
      const arm = find(report, name);
      assert.ok(arm?.status === "unmeasured");
      assert.match(arm.reason, /the generator is extractive/);
    }
    assert.equal(report.inconclusive, true);
  });

  it("has no examples without a train part, and no verdict on a handful of cases", async () => {
    await using app = await withModel();
    const { report } = await measure(app, { golden: "bare" });
    const arm = find(report, "fewshot");
    assert.ok(arm?.status === "unmeasured");
    assert.match(arm.reason, /no train part/);
    assert.equal(report.inconclusive, true);
    assert.match(report.remarks[0] ?? "", /^5 cases of part test give no verdict: it takes 30/);
  });

  it("takes a provider that is down for no measurement", async () => {
    await using app = await withModel();
    server.setFault("http-401");
    const { report } = await measure(app, { fresh: true });
    server.setFault();
    const arm = find(report, "prompt");
    assert.ok(arm?.status === "unmeasured");
    assert.match(arm.reason, /32 of 32 cases failed \(adapters\.upstream-denied/);
    assert.deepEqual(report.comparisons, []);
    const { arms } = await app.decide(undefined, { answers: {} });
    assert.ok(arms.some(({ arm: name, status }) => name === "prompt" && status === "measured"));
  });
});
