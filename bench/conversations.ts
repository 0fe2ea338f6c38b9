/**
 * Questions that lean on a conversation, over mtrag-un: `node bench/conversations.ts [--sets FOLDER]`.
 *
 * Ranks the documents for the last turn alone, for all turns as one text, for the earlier questions
 * as history, and for the whole history, with nDCG@10, R@20 and the paired gain over the last turn
 * with its 95 % bootstrap interval. A passage of the set is a document. Then asks the questions that
 * have a history, with and without it: how many are answered, and how many cite a relevant passage.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadConfig, openApp, type App } from "../src/app/index.ts";
import type { Turn } from "../src/domain/conversation.ts";
import { computeNdcg, computeRecall, parseQrels } from "../src/evaluate/index.ts";
import { createRandom } from "../src/foundation/random.ts";
import { makeTemporaryDirectory } from "../src/testing/temporary-directory.ts";
import { findSets, readLines } from "./sets.ts";

const RESAMPLES = 10_000;
const COLLECTION = "conversations";

const { values } = parseArgs({ options: { sets: { type: "string" } } });
const folder = join(findSets(values.sets), "mtrag-un");

interface Conversation {
  readonly id: string;
  readonly text: string;
  readonly history: readonly Turn[];
  /** As the set's annotators put it: ANSWERABLE, PARTIAL, UNANSWERABLE, UNDERSPECIFIED. */
  readonly answerability: string;
}

const conversations = readLines(join(folder, "queries.jsonl")).map((line): Conversation => {
  // The set's form.
  const { id, text, meta } = line as {
    id: string;
    text: string;
    meta: { history: Turn[]; answerability: string };
  };
  return { id, text, ...meta };
});

const judgments = join(folder, "qrels.tsv");
const qrels = parseQrels(readFileSync(judgments, "utf8"), { path: judgments });
const judged = conversations.filter(({ id }) =>
  [...(qrels.get(id)?.values() ?? [])].some((grade) => grade > 0),
);

type Ask = (conversation: Conversation) => { text: string; history: readonly Turn[] };

const WAYS: Readonly<Record<string, Ask>> = {
  "last turn": ({ text }) => ({ text, history: [] }),
  "all turns as one": ({ text, history }) => ({
    text: [...history.map((turn) => turn.text), text].join("\n"),
    history: [],
  }),
  "earlier questions": ({ text, history }) => ({
    text,
    history: history.filter(({ role }) => role === "user"),
  }),
  "whole history": ({ text, history }) => ({ text, history }),
};

async function measure(app: App, ask: Ask) {
  const gains: number[] = [];
  const recalls: number[] = [];
  for (const conversation of judged) {
    const { text, history } = ask(conversation);
    const ranked = await app.rank(undefined, { question: text, history, topK: 20 });
    const keys = ranked.map(({ key }) => key);
    gains.push(computeNdcg(10, qrels.get(conversation.id), keys));
    recalls.push(computeRecall(20, qrels.get(conversation.id), keys));
  }
  return { gains, recalls };
}

const mean = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0) / of.length;

/** Of the mean of paired differences, by resampling questions. */
function toInterval(differences: readonly number[]): readonly [number, number] {
  const random = createRandom("bench/conversations");
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < differences.length; i++)
      sum += differences[random.below(differences.length)] ?? 0;
    return sum / differences.length;
  }).sort((a, b) => a - b);
  const at = (share: number): number => means[Math.floor(share * RESAMPLES)] ?? Number.NaN;
  return [at(0.025), at(0.975)];
}

async function countAnswers(app: App, asked: readonly Conversation[], withHistory: boolean) {
  let answered = 0;
  let right = 0;
  for (const { id, text, history } of asked) {
    const answer = await app.ask(undefined, {
      question: text,
      history: withHistory ? history : [],
    });
    if (answer.abstained) continue;
    answered++;
    if (answer.citations.some(({ key }) => (qrels.get(id)?.get(key) ?? 0) > 0)) right++;
  }
  const share = (count: number): string => (count / asked.length).toFixed(3);
  return `answered ${share(answered)}, citing a relevant passage ${share(right)}`;
}

using directory = makeTemporaryDirectory();
const loaded = await loadConfig({ workingDirectory: directory.path, environment: {} });
await using app = await openApp({ loaded, workingDirectory: directory.path });
const path = join(folder, "corpus.jsonl");
for await (const _ of app.ingest({ path, collection: COLLECTION, access: [] }));

console.log(`${judged.length} judged conversations of mtrag-un`);
let first: readonly number[] | undefined;
for (const [name, ask] of Object.entries(WAYS)) {
  const { gains, recalls } = await measure(app, ask);
  first ??= gains;
  const differences = gains.map((gain, index) => gain - (first?.[index] ?? 0));
  const [low, high] = toInterval(differences);
  const gained =
    name === "last turn"
      ? ""
      : `  ${mean(differences) < 0 ? "" : "+"}${mean(differences).toFixed(3)} (${low.toFixed(3)}, ${high.toFixed(3)})`;
  console.log(
    `${name.padEnd(18)} nDCG@10 ${mean(gains).toFixed(3)}  R@20 ${mean(recalls).toFixed(3)}${gained}`,
  );
}

const leaning = conversations.filter(({ history }) => history.length > 0);
for (const kind of ["ANSWERABLE", "PARTIAL", "UNANSWERABLE", "UNDERSPECIFIED"]) {
  const asked = leaning.filter(({ answerability }) => answerability === kind);
  console.log(`${asked.length} ${kind}`);
  for (const withHistory of [false, true])
    console.log(
      `  ${withHistory ? "with history" : "last turn   "}  ${await countAnswers(app, asked, withHistory)}`,
    );
}
