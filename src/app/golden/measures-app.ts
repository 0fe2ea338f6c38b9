/** @module Use cases that measure a golden set without keeping an evaluation of it. */
import type { Store } from "../../ports/store.ts";
import type { App } from "../app.ts";
import type { Assembly } from "../assembly.ts";
import { readQueries } from "../queries.ts";
import { OPERATOR } from "../spend/lend-retrieval.ts";
import { measureAnswers, measureRanking } from "./measure.ts";
import { readGoldenSet } from "./set-folder.ts";

export interface MeasuresContext {
  readonly assembly: Assembly;
  readonly openStore: () => Promise<Store>;
  readonly ask: App["ask"];
}

export type MeasuresApp = Pick<
  App,
  "measureRanking" | "measureAnswers" | "readQueries" | "readGoldenSet"
>;

export function createMeasuresApp({ assembly, openStore, ask }: MeasuresContext): MeasuresApp {
  const { workingDirectory, serving } = assembly;
  return {
    readQueries: async (path) => readQueries(workingDirectory, path),
    readGoldenSet: async (folder) => readGoldenSet(workingDirectory, folder),
    async measureRanking(folder, collections) {
      const golden = readGoldenSet(workingDirectory, folder);
      const store = await openStore();
      const chosen = await serving.choose(store, { collections });
      return measureRanking(chosen, store, golden, collections);
    },
    async measureAnswers(folder, difficulty) {
      const golden = readGoldenSet(workingDirectory, folder);
      const cases = golden.cases.filter(
        (query) => difficulty === undefined || query.difficulty === difficulty,
      );
      return measureAnswers({ ...golden, cases }, (as, question) =>
        ask(as, { question, source: "evaluation", spender: OPERATOR }),
      );
    },
  };
}
