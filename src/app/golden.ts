/** @module Use case: how well a golden set's documents are found. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { GoldenSet, Run } from "../domain/retrieval-judgments.ts";
import { containsAnswer, goldenNotFound, nDCG, parseGoldenSet, recall } from "../evaluate/index.ts";
import type { Answer } from "../domain/answer.ts";
import { rankDocuments } from "../retrieve/index.ts";
import type { Store } from "../ports/store.ts";
import { toAccess } from "./access.ts";
import type { Assembly } from "./assembly.ts";

export interface RankingMeasures {
  readonly queries: number;
  readonly "nDCG@10": number;
  readonly "R@100": number;
}

/** @throws evaluate.golden-not-found, evaluate.golden-invalid. */
export function readGoldenSet(workingDirectory: string, folder: string): GoldenSet {
  const path = resolve(workingDirectory, folder);
  const read = (...names: readonly string[]): string | undefined => {
    const found = names.map((name) => join(path, name)).find((file) => existsSync(file));
    return found && readFileSync(found, "utf8");
  };
  const queries = read("queries.jsonl");
  const qrels = read("qrels/test.tsv", "qrels.tsv");
  if (queries === undefined) throw goldenNotFound({ path, missing: "queries.jsonl" });
  if (qrels === undefined) throw goldenNotFound({ path, missing: "qrels/test.tsv" });
  return parseGoldenSet({ name: basename(path), queries, qrels, answers: read("answers.jsonl") });
}

/** Over the judged queries, each asked with its own principals. */
export async function measureRanking(
  assembly: Assembly,
  store: Store,
  golden: GoldenSet,
  collections: readonly string[] | undefined,
): Promise<RankingMeasures> {
  const judged = golden.queries.filter(({ id }) => golden.qrels.has(id));
  const run = new Map<string, readonly string[]>();
  for (const { id, text, principals } of judged) {
    const ranked = await rankDocuments(
      toAccess(principals.length > 0 ? principals : undefined),
      { question: text, collections, filter: [], topK: 100, legs: "both" },
      {
        store,
        embedder: assembly.embedder,
        rerankers: assembly.rerankers,
        settings: assembly.retrieveSettings,
      },
    );
    run.set(
      id,
      ranked.map(({ key }) => key),
    );
  }
  const mean = (measure: (id: string, of: Run) => number): number =>
    judged.reduce((sum, { id }) => sum + measure(id, run), 0) / Math.max(1, judged.length);
  return {
    queries: judged.length,
    "nDCG@10": mean((id, of) => nDCG(10, id, golden.qrels, of)),
    "R@100": mean((id, of) => recall(100, id, golden.qrels, of)),
  };
}

export interface AnswerMeasures {
  readonly answerable: number;
  readonly answered: number;
  /** Answered with a citation of a relevant document. */
  readonly citedRight: number;
  /** Answered with the reference answer in the text, word for word. */
  readonly contained: number;
  readonly unanswerable: number;
  readonly abstained: number;
  readonly citations: number;
  readonly conflicts: number;
}

/** Asks every question of a golden set as whom it names. */
export async function measureAnswers(
  golden: GoldenSet,
  ask: (principals: readonly string[] | undefined, question: string) => Promise<Answer>,
): Promise<AnswerMeasures> {
  const counts = {
    answerable: 0,
    answered: 0,
    citedRight: 0,
    contained: 0,
    unanswerable: 0,
    abstained: 0,
    citations: 0,
    conflicts: 0,
  };
  for (const { id, text, answerable, answers, principals } of golden.queries) {
    const answer = await ask(principals.length > 0 ? principals : undefined, text);
    counts.citations += answer.citations.length;
    if (answer.conflicts.length > 0) counts.conflicts++;
    if (!answerable) {
      counts.unanswerable++;
      if (answer.abstained) counts.abstained++;
      continue;
    }
    counts.answerable++;
    if (answer.abstained) continue;
    counts.answered++;
    const relevant = golden.qrels.get(id);
    if (answer.citations.some(({ key }) => (relevant?.get(key) ?? 0) > 0)) counts.citedRight++;
    if (containsAnswer(answer.text, answers)) counts.contained++;
  }
  return counts;
}
