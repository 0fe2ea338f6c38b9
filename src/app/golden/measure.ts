/** @module Use case: how well a golden set's documents are found. */
import type { Answer } from "../../domain/answer.ts";
import type { GoldenSet } from "../../domain/golden-set.ts";
import type { Run } from "../../domain/retrieval-judgments.ts";
import { computeNdcg, computeRecall, containsAnswer } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { rankDocuments } from "../../retrieve/index.ts";
import { toAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { lendRetrieval } from "../spend/lend-retrieval.ts";

export interface RankingMeasures {
  readonly queries: number;
  readonly "nDCG@10": number;
  readonly "R@100": number;
}

/** Over the judged cases that are still asked, each with its own principals. */
export async function measureRanking(
  assembly: Assembly,
  store: Store,
  golden: GoldenSet,
  collections: readonly string[] | undefined,
): Promise<RankingMeasures> {
  const judged = golden.cases.filter(
    ({ id, retired }) => golden.qrels.has(id) && retired === undefined,
  );
  const retrieval = lendRetrieval(assembly, store);
  const run = new Map<string, readonly string[]>();
  for (const { id, text, principals } of judged) {
    const ranked = await rankDocuments(
      toAccess(principals.length > 0 ? principals : undefined),
      { question: text, collections, filter: [], topK: 100, legs: "both" },
      retrieval,
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
    "nDCG@10": mean((id, of) => computeNdcg(10, golden.qrels.get(id), of.get(id))),
    "R@100": mean((id, of) => computeRecall(100, golden.qrels.get(id), of.get(id))),
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
  const asked = golden.cases.filter(({ retired }) => retired === undefined);
  for (const { id, text, answerable, answers, principals } of asked) {
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
