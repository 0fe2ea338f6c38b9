/** @module Use case: how well a golden set's documents are found. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { GoldenSet, Run } from "../domain/retrieval-judgments.ts";
import { goldenNotFound, nDCG, parseGoldenSet, recall } from "../evaluate/index.ts";
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
      { store, embedder: assembly.embedder, settings: assembly.retrieveSettings },
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
