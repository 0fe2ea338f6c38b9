import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../testing/temporary-directory.ts";
import { loadConfig, openApp, type Decision, type LocalApp } from "../index.ts";
import { renderDecisionMarkdown, renderDecisionPage } from "./index.ts";

const ROOMS = Array.from({ length: 31 }, (_, room) => room);
const toLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Words of documents, questions and answers that no report of a decision may hold. */
const CANARIES = ["zubrowka", "merger", "q-secret"];

describe("a decision and who reads it", () => {
  let directory: TemporaryDirectory;
  let app: LocalApp;
  let evaluation = "";

  before(async () => {
    directory = makeTemporaryDirectory();
    const { path } = directory;
    mkdirSync(join(path, "set", "qrels"), { recursive: true });
    const files: Readonly<Record<string, string>> = {
      "secret.jsonl": toLines(
        ROOMS.map((room) => ({
          _id: `zubrowka-${room}`,
          text: `The merger with Zubrowka number ${room} costs ${100 + room} million.`,
        })),
      ),
      "set/queries.jsonl": toLines(
        ROOMS.map((room) => ({
          _id: `q-secret-${room}`,
          text: `What does the merger with Zubrowka number ${room} cost?`,
        })),
      ),
      // Every second answer is said to be another one, so that there are failures as well.
      "set/answers.jsonl": toLines(
        ROOMS.map((room) => ({
          _id: `q-secret-${room}`,
          answers: [`${room % 2 === 0 ? 100 + room : 7_000 + room}`],
        })),
      ),
      "set/qrels/test.tsv": `query-id\tcorpus-id\tscore\n${ROOMS.map((room) => `q-secret-${room}\tzubrowka-${room}\t1\n`).join("")}`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    app = await openApp({
      loaded: await loadConfig({ workingDirectory: path, environment: {} }),
      workingDirectory: path,
    });
    const input = { path: "secret.jsonl", collection: "board", access: ["group:board"] };
    for await (const _ of app.ingest(input));
    for await (const event of app.evaluate({ golden: "set", part: "all" }))
      if (event.type === "evaluation-completed") evaluation = event.evaluation.id;
  });
  after(async () => {
    await app[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  const ANSWERS = { "k.citations": "required", "b.task": "qa" };
  const render = (decision: Decision): readonly string[] => [
    JSON.stringify(decision),
    renderDecisionMarkdown(decision),
    renderDecisionPage(decision),
  ];

  it("rests for the owner on what was measured, in counts and without a word of any question", async () => {
    const decision = await app.decide(undefined, { answers: ANSWERS });
    const retrieval = decision.arms.find(({ arm }) => arm === "retrieval");
    assert.deepEqual([retrieval?.status, retrieval?.evaluationId], ["measured", evaluation]);
    assert.ok(decision.failures.length > 0);
    for (const text of render(decision))
      for (const canary of CANARIES) assert.ok(!text.toLowerCase().includes(canary), canary);
  });

  it("gives others the verdict of their answers, says why, and shows nothing measured", async () => {
    const decision = await app.decide(["group:staff"], { answers: ANSWERS });
    assert.equal(decision.recommendation.sentence, "Build retrieval, and tune no model.");
    assert.match(
      decision.findings.find(({ id }) => id === "evidence-withheld")?.text ?? "",
      /for its owner to read: this verdict follows from the answers alone/,
    );
    assert.deepEqual(decision.failures, []);
    assert.deepEqual(decision.inputs.evaluationIds, []);
    assert.ok(decision.arms.every(({ success }) => success === undefined));
    assert.ok(decision.answers.every(({ measured }) => measured === undefined));
    for (const text of render(decision)) {
      for (const canary of [...CANARIES, evaluation, "board"])
        assert.ok(!text.toLowerCase().includes(canary), canary);
      assert.doesNotMatch(text, /31 (?:cases|current documents)/);
    }
    await assert.rejects(app.getDecision(decision.id), { code: "app.not-found" });
  });

  it("is made again from its stored inputs to the byte, and told apart from another", async () => {
    const decision = await app.decide(undefined, {
      answers: ANSWERS,
      costs: { dayRate: 700, gpuHourPrice: null },
    });
    const { same } = await app.replayDecision(decision.id);
    assert.equal(same, true);
    const other = await app.decide(undefined, {
      answers: { ...ANSWERS, "b.style": "drifting", "k.gap": "both" },
    });
    const { outcomeChanged } = await app.diffDecisions(decision.id, other.id);
    assert.equal(outcomeChanged, true);
    assert.ok((await app.listDecisions(10)).some(({ id }) => id === decision.id));
  });

  it("refuses an arm, and an evaluation, that there is none of", async () => {
    await assert.rejects(app.decide(undefined, { answers: {}, arms: { tunned: evaluation } }), {
      code: "decide.unknown-arm",
    });
    await assert.rejects(app.decide(undefined, { answers: {}, arms: { tuned: "evl_0000" } }), {
      code: "app.not-found",
    });
  });
});
