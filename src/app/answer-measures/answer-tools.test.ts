import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { VERIFIERS } from "../../adapters/index.ts";
import { loadConfig } from "../../config/index.ts";
import {
  calibrateJudge,
  calibrationInvalid,
  getAnswerMeasure,
  scoreReply,
  styleGuideInvalid,
} from "../../evaluate/index.ts";
import { adapterContext, FIXED_CLOCK } from "../../testing/adapter-context.ts";
import { createChatFetch } from "../../testing/chat-fetch.ts";
import { answerReplyOf, goldenCaseOf, systemReplyOf } from "../../testing/reply-cases.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { createMemoryLedger } from "../spend/memory-ledger.ts";
import { createSpendMeter } from "../spend/spend-meter.ts";
import { createAnswerTools, type LentTools } from "./answer-tools.ts";
import { openJudge } from "./open-judge.ts";

const PURSE = createSpendMeter({}, FIXED_CLOCK).purseOf(createMemoryLedger(), "operator");

type Reply = Parameters<typeof createChatFetch>[0] | "down";

/** An app's settings and effects, as far as measures need them. */
async function assemblyOf(folder: string, yaml = "{}", reply: Reply = "down") {
  const path = join(folder, "plumbline.yaml");
  writeFileSync(path, yaml);
  const loaded = await loadConfig({ workingDirectory: folder, environment: {}, path });
  const fetch =
    reply === "down"
      ? async () => new Response("no", { status: 400 })
      : createChatFetch(reply).fetch;
  const { fetch: _, agent, ...context } = adapterContext();
  return {
    loaded,
    verifier: await VERIFIERS[0].create({}, adapterContext()),
    context: { ...context, fetchFor: () => fetch, agentFor: () => agent },
    clock: FIXED_CLOCK,
    entropy: { bytes: (length: number) => new Uint8Array(length) },
  };
}

const JUDGE = `
  judge:
    adapter: openai-compatible
    options: { model: small, baseUrl: "http://models.example/v1" }
`;

async function score(
  names: readonly string[],
  answer: string,
  gold: readonly string[],
  language = "en",
  lent: LentTools = {},
) {
  using folder = makeTemporaryDirectory();
  const tools = await createAnswerTools(await assemblyOf(folder.path), PURSE, lent);
  const golden = goldenCaseOf({ answers: gold, language });
  const reply = systemReplyOf(answerReplyOf(answer, { language }));
  return scoreReply(names.map(getAnswerMeasure), golden, reply, tools);
}

/** Answer, right answer, language, whether its numbers match. */
const NUMBERS: readonly (readonly [string, string, string, 0 | 1])[] = [
  ["It is sixteen weeks.", "16 weeks", "en", 1],
  ["It is 18 weeks.", "16 weeks", "en", 0],
  ["The rate is 15.", "1.5", "en", 0],
  ["They paid $1.2 million.", "$1,200,000", "en", 1],
  ["About 12 percent.", "12 %", "en", 1],
  ["About 12.", "12 %", "en", 0],
  ["It opens at 5 pm.", "17:30", "en", 0],
  ["It opens at 5:30 p.m.", "17:30", "en", 1],
  ["On 3 May 2026.", "2026-05-03", "en", 1],
  ["Es sind 1.250 Euro.", "1250 Euro", "de", 1],
  ["Es sind 1,25 Euro.", "1250 Euro", "de", 0],
  ["Der Urlaub dauert zwölf Wochen.", "12 Wochen", "de", 1],
  ["员工每年休假15天。", "十五天", "zh", 1],
];

describe("answer measures with an app's tools", () => {
  for (const [answer, gold, language, expected] of NUMBERS)
    it(`hold the numbers of ${answer} and ${gold} for ${expected ? "equal" : "unequal"}`, async () => {
      const { scores } = await score(["NumericMatch"], answer, [gold], language);
      assert.equal(scores["NumericMatch"], expected);
    });

  it("tell a citation that supports its sentence from one that does not", async () => {
    const names = ["CitationRecall", "CitationPrecision", "Support", "ExactChecks"];
    const right = await score(names, "Parents take twelve weeks of leave.", ["12 weeks"]);
    assert.deepEqual(right.scores, {
      CitationRecall: 1,
      CitationPrecision: 1,
      Support: 1,
      ExactChecks: 1,
    });
    const wrong = await score(names, "Parents take 18 weeks of leave.", ["12 weeks"]);
    assert.equal(wrong.scores["CitationRecall"], 0);
    assert.equal(wrong.scores["ExactChecks"], 0);
    // All of its words are there: only the exact check sees the number.
    assert.ok(Number(wrong.scores["Support"]) > 0.9);
    const foreign = await score(names, "Granite lies below northern harbours.", ["12 weeks"]);
    assert.equal(foreign.scores["Support"], 0);
  });

  it("read a quote in the text that its asker may read", async () => {
    using folder = makeTemporaryDirectory();
    const lent = {
      readText: async (document: string) =>
        document === "leave.md" ? "Parents take “twelve” weeks." : undefined,
    };
    const tools = await createAnswerTools(await assemblyOf(folder.path), PURSE, lent);
    const names = ["QuoteExactness", "QuoteRecognizability"].map(getAnswerMeasure);
    const scoreQuotes = async (...quotes: readonly [string, string][]) => {
      const shown = quotes.map(([document, quote]) => ({ document, quote, start: 0, end: 9 }));
      const reply = systemReplyOf(answerReplyOf("So.", { quotes: shown }));
      return (await scoreReply(names, goldenCaseOf(), reply, tools)).scores;
    };
    assert.deepEqual(
      await scoreQuotes(["leave.md", "weeks."], ["leave.md", 'take "twelve" weeks']),
      { QuoteExactness: 0.5, QuoteRecognizability: 1 },
    );
    const hidden = { unscored: "a quoted text is not at hand" };
    assert.deepEqual(await scoreQuotes(["leave.md", "weeks."], ["secret.md", "weeks."]), {
      QuoteExactness: hidden,
      QuoteRecognizability: hidden,
    });
  });

  it("hold answers to the style guide of the configuration", async () => {
    using folder = makeTemporaryDirectory();
    const style =
      "schema: plumbline.style/1\nname: hr\nbanned: [{phrase: basically}]\naddress: formal";
    writeFileSync(join(folder.path, "style.yaml"), style);
    const tools = await createAnswerTools(
      await assemblyOf(folder.path, "evaluate: { style: style.yaml }"),
      PURSE,
    );
    const reply = systemReplyOf(answerReplyOf("Du hast basically frei.", { language: "de" }));
    const measures = [getAnswerMeasure("StyleConformity")];
    const { scores } = await scoreReply(measures, goldenCaseOf(), reply, tools);
    assert.equal(scores["StyleConformity"], 0);
    const missing = await assemblyOf(folder.path, "evaluate: { style: gone.yaml }");
    await assert.rejects(createAnswerTools(missing, PURSE), styleGuideInvalid.is);
  });
});

const GOLDEN = goldenCaseOf({ answers: ["Parents take all of the twelve weeks of leave."] });
const REPLY = systemReplyOf(answerReplyOf("Parents take all the leave."));
const YES = { pieces: ['{"evidence": ["Parents take all the leave."], "verdict": "yes"}'] };

describe("the judge of the configuration", () => {
  it("is none unless one is named", async () => {
    using folder = makeTemporaryDirectory();
    assert.equal(await openJudge(await assemblyOf(folder.path)), undefined);
    assert.equal((await createAnswerTools(await assemblyOf(folder.path), PURSE)).judge, undefined);
  });

  it("decides what is right once its record says that it may", async () => {
    using folder = makeTemporaryDirectory();
    const uncalibrated = await assemblyOf(folder.path, `evaluate:${JUDGE}`, YES);
    const judge = await openJudge(uncalibrated);
    const measures = [getAnswerMeasure("JudgedCorrect")];
    const before = await scoreReply(
      measures,
      GOLDEN,
      REPLY,
      await createAnswerTools(uncalibrated, PURSE),
    );
    assert.equal(before.scores["JudgedCorrect"], 1);
    assert.equal(before.grade.correct, undefined);
    const of = { judge: judge?.id ?? "", criterion: "correct", language: "en", labels: "", at: "" };
    const examples = Array.from({ length: 100 }, (_, index) => ({
      id: String(index),
      people: [index < 50],
      judge: [index < 50],
    }));
    const record = JSON.stringify(calibrateJudge(of, examples));
    writeFileSync(join(folder.path, "correct.json"), record);
    const yaml = `evaluate:${JUDGE}    calibrations: [correct.json]`;
    const calibrated = await createAnswerTools(await assemblyOf(folder.path, yaml, YES), PURSE);
    const after = await scoreReply(measures, GOLDEN, REPLY, calibrated);
    assert.deepEqual([after.grade.correct, after.grade.method], [true, "judge"]);
    writeFileSync(join(folder.path, "correct.json"), '{"schema": "other"}');
    const broken = createAnswerTools(await assemblyOf(folder.path, yaml), PURSE);
    await assert.rejects(broken, calibrationInvalid.is);
  });

  it("leaves a score open when its provider fails or writes nonsense", async () => {
    using folder = makeTemporaryDirectory();
    const measures = [getAnswerMeasure("JudgedCorrect")];
    const down = await createAnswerTools(await assemblyOf(folder.path, `evaluate:${JUDGE}`), PURSE);
    assert.deepEqual((await scoreReply(measures, GOLDEN, REPLY, down)).scores["JudgedCorrect"], {
      unscored: "the judge failed: adapters.upstream-rejected",
    });
    const nonsense = { pieces: ["I would rather not."] };
    const odd = await createAnswerTools(
      await assemblyOf(folder.path, `evaluate:${JUDGE}`, nonsense),
      PURSE,
    );
    assert.deepEqual((await scoreReply(measures, GOLDEN, REPLY, odd)).scores["JudgedCorrect"], {
      unscored: "the reply is no verdict",
    });
  });
});
