/** @module Both lanes run on training folds, over scores that all folds share. */
import type { TuningData } from "../src/app/tune/gather.ts";
import type { RankingModel } from "../src/engine/rerank/index.ts";
import {
  measureModel,
  readLearningData,
  ScoreBook,
  tuneReranker,
  tuneRetrieval,
  type RankedQuestion,
  type TriedSettings,
} from "../src/tune/index.ts";

/** The questions of a subset over a book of all of them, so that no setting is ranked twice. */
class SubBook extends ScoreBook {
  readonly #whole: ScoreBook;
  readonly #subset: readonly number[];

  constructor(whole: ScoreBook, subset: readonly number[]) {
    const questions = subset.flatMap((index) => whole.questions[index] ?? []);
    super({ questions, openLab: (size) => whole.lab(size), stages: [] });
    this.#whole = whole;
    this.#subset = subset;
  }

  override async served(settings: TriedSettings): Promise<Float64Array> {
    return this.#pick(await this.#whole.served(settings));
  }

  override async fused(settings: TriedSettings): Promise<Float64Array> {
    return this.#pick(await this.#whole.fused(settings));
  }

  #pick(all: Float64Array): Float64Array {
    return Float64Array.from(this.#subset, (index) => all[index] ?? 0);
  }
}

/** What the lanes left of one training part. */
export interface Tuned {
  readonly settings: TriedSettings;
  readonly model: RankingModel | undefined;
  readonly alone: RankingModel | undefined;
}

export class Workbench {
  readonly data: TuningData;
  readonly book: ScoreBook;
  readonly #ranked = new Map<string, Promise<readonly RankedQuestion[]>>();

  constructor(data: TuningData) {
    this.data = data;
    this.book = new ScoreBook({
      questions: data.questions,
      openLab: (size) => data.collection.openLab(size),
      stages: data.stages,
    });
  }

  /** Features of all questions under some settings. */
  rank(settings: TriedSettings): Promise<readonly RankedQuestion[]> {
    const key = JSON.stringify(settings);
    const { questions, stages, plan } = this.data;
    const known =
      this.#ranked.get(key) ??
      this.book
        .lab(settings.maxTokens)
        .then((lab) =>
          readLearningData(lab, questions, { settings, stages, depth: plan.retrieve.rerankDepth }),
        );
    this.#ranked.set(key, known);
    return known;
  }

  /** Both lanes on a training part. */
  async tune(training: readonly number[], seed: string): Promise<Tuned> {
    const { questions, serves } = this.data;
    const book = new SubBook(this.book, training);
    const retrieval = await tuneRetrieval(book, serves, { seed, repeats: 1 });
    const settings = retrieval.verdict === "pass" ? retrieval.settings : serves;
    const own = training.flatMap((index) => questions[index] ?? []);
    const fit = async (at: TriedSettings): Promise<RankingModel | undefined> => {
      const ranked = await this.rank(at);
      const rows = training.flatMap((index) => ranked[index] ?? []);
      const { model } = await tuneReranker(own, rows, {
        seed,
        repeats: 1,
        leastForTrees: Infinity,
      });
      return model;
    };
    const alone = await fit(serves);
    const model = settings === serves ? alone : await fit(settings);
    return { settings, model, alone };
  }

  async score(
    index: number,
    settings: TriedSettings,
    model: RankingModel | undefined,
  ): Promise<number> {
    if (!model) return (await this.book.served(settings))[index] ?? 0;
    return measureModel(model, (await this.rank(settings))[index]);
  }
}
