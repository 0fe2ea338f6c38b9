/**
 * @module What each question scores under each setting: computed once, and read by every fold.
 *
 * Settings are fitted to the fused ranking and judged by the ranking that serves, rerankers included:
 * asking those at every point of a grid would take most of the time and change few of the choices.
 */
import { NO_PAUSE, type Pause } from "../folds/cross-validate.ts";
import { NO_CHECKPOINT, readNumbers, type Checkpoint } from "../folds/checkpoint.ts";
import type { ChunkNumber } from "./lab-index.ts";
import type { Lab, LabSettings } from "./lab.ts";
import { measure, orderByStages, type JudgedQuestion, type LabStage } from "./judged.ts";

/** Settings with the size that documents are cut to, which needs a lab of its own. */
export interface TriedSettings extends LabSettings {
  readonly maxTokens: number;
}

export interface BookOptions {
  readonly questions: readonly JudgedQuestion[];
  /** The collection cut to chunks of so many tokens; asked once for each size. */
  readonly openLab: (maxTokens: number) => Promise<Lab>;
  /** Rerankers that serve. */
  readonly stages: readonly LabStage[];
  /** Scores of a setting are kept under it. Default: nothing is kept. */
  readonly checkpoint?: Checkpoint | undefined;
  /** Told after each setting: how many were tried, and what this one is worth over all questions. */
  readonly onTried?: (tried: number, settings: TriedSettings, mean: number) => void;
  /** Before each question. */
  readonly pause?: Pause | undefined;
  readonly signal?: AbortSignal | undefined;
}

export class ScoreBook {
  readonly questions: readonly JudgedQuestion[];
  readonly #options: BookOptions;
  readonly #labs = new Map<number, Promise<Lab>>();
  readonly #scores = new Map<string, Float64Array>();

  constructor(options: BookOptions) {
    this.#options = options;
    this.questions = options.questions;
  }

  lab(maxTokens: number): Promise<Lab> {
    const known = this.#labs.get(maxTokens) ?? this.#options.openLab(maxTokens);
    this.#labs.set(maxTokens, known);
    return known;
  }

  /** By question, in [0, 1], as it would serve. @throws the signal's reason between two questions. */
  served(settings: TriedSettings): Promise<Float64Array> {
    const { stages, signal } = this.#options;
    return this.#score("served", settings, async (lab, question) => {
      const ranking = lab.rank(question, settings);
      const ordered = await orderByStages(lab, question, ranking, stages, signal);
      return ordered.map(({ chunk }) => chunk);
    });
  }

  /** The same as fusion leaves it. */
  fused(settings: TriedSettings): Promise<Float64Array> {
    return this.#score("fused", settings, async (lab, question) =>
      lab.rankPool(question, settings),
    );
  }

  /** What is fitted to: the mean of `fused` over some of the questions; 0 for none. */
  async mean(settings: TriedSettings, subset: readonly number[]): Promise<number> {
    return averageOf(await this.fused(settings), subset);
  }

  async #score(
    as: "served" | "fused",
    settings: TriedSettings,
    order: (lab: Lab, question: JudgedQuestion) => Promise<readonly ChunkNumber[]>,
  ): Promise<Float64Array> {
    const { k1, b, titleWeight, alpha, depth, maxTokens } = settings;
    const key = [k1, b, titleWeight, alpha, depth, maxTokens, as].join(" ");
    const known = this.#scores.get(key);
    if (known) return known;
    const { signal, onTried, checkpoint = NO_CHECKPOINT, pause = NO_PAUSE } = this.#options;
    const kept = readNumbers(checkpoint.read(key), this.questions.length);
    if (kept) {
      this.#scores.set(key, kept);
      return kept;
    }
    const lab = await this.lab(maxTokens);
    const scores = new Float64Array(this.questions.length);
    for (const [index, question] of this.questions.entries()) {
      await pause();
      signal?.throwIfAborted();
      scores[index] = measure(lab, question, await order(lab, question));
    }
    this.#scores.set(key, scores);
    await checkpoint.keep(key, [...scores]);
    onTried?.(this.#scores.size, settings, averageOf(scores));
    return scores;
  }
}

export function averageOf(
  scores: ArrayLike<number>,
  subset: readonly number[] = Array.from({ length: scores.length }, (_, i) => i),
): number {
  let sum = 0;
  for (const index of subset) sum += scores[index] ?? 0;
  return subset.length === 0 ? 0 : sum / subset.length;
}
