/** @module The fusion lane: a weight of the dense leg that beats each leg alone and what serves. */
import { accept, type LaneVerdict } from "../folds/accept.ts";
import { compareHeldOut, crossValidate, type Pause } from "../folds/cross-validate.ts";
import { MEASURE } from "../retrieval/judged.ts";
import type { ScoreBook, TriedSettings } from "../retrieval/score-book.ts";
import { chooseLeg, fitAlpha } from "./fit-alpha.ts";

export interface FusionResult extends LaneVerdict {
  /** Of all questions; serves only where the verdict is `pass`. */
  readonly alpha: number;
  /** Fitted without each fold: how much the weight depends on the questions. */
  readonly alphas: readonly number[];
}

export interface LaneOptions {
  readonly seed: string;
  readonly repeats?: number | undefined;
  /** Name of what is compared with. Default `what serves`. */
  readonly against?: string | undefined;
  readonly onFold?: ((done: number, of: number, mean: number) => void) | undefined;
  readonly pause?: Pause | undefined;
  readonly signal?: AbortSignal | undefined;
}

export const SERVES = "what serves";

interface Choice {
  readonly alpha: number;
  readonly leg: 0 | 1;
}

/**
 * The weight and the best single leg are both chosen on the training folds. The fused ranking is
 * accepted where its paired interval on the held-out folds lies above 0 against that leg and against
 * what serves. Where it does not beat the leg, the leg alone may still beat what serves: then it is
 * the result. Otherwise nothing changes.
 */
export async function tuneFusion(
  book: ScoreBook,
  serves: TriedSettings,
  options: LaneOptions,
): Promise<FusionResult> {
  const { questions } = book;
  const { seed, against: rival = SERVES, ...rest } = options;
  const choose = async (subset: readonly number[]): Promise<Choice> => ({
    alpha: await fitAlpha(book, serves, subset),
    leg: await chooseLeg(book, serves, subset),
  });
  const scoreAt = async (alpha: number, index: number): Promise<number> =>
    (await book.served({ ...serves, alpha }))[index] ?? 0;
  const legs: number[] = questions.map(() => 0);
  const times: number[] = questions.map(() => 0);
  const held = await crossValidate<Choice>(questions, {
    ...definedOf(rest),
    seed,
    fit: choose,
    score: async ({ alpha, leg }, index) => {
      legs[index] = (legs[index] ?? 0) + (await scoreAt(leg, index));
      times[index] = (times[index] ?? 0) + 1;
      return scoreAt(alpha, index);
    },
  });
  const legScores = legs.map((sum, index) => sum / Math.max(1, times[index] ?? 1));
  const served = await book.served(serves);
  const { units } = held.folds;
  const about = { measure: MEASURE, seed };
  const against = (name: string, scores: ArrayLike<number>, baseline: ArrayLike<number>) => ({
    against: name,
    comparison: compareHeldOut(questions, units, { scores, baseline }, about),
  });
  const fused = accept(MEASURE, [
    against("the best single leg", held.scores, legScores),
    against(rival, held.scores, served),
  ]);
  const alphas = held.fitted.map(({ alpha }) => alpha);
  const whole = await choose([...questions.keys()]);
  if (fused.verdict === "pass") return { ...fused, alpha: whole.alpha, alphas };
  const alone = accept(MEASURE, [against(`${rival}, one leg alone`, legScores, served)]);
  if (alone.verdict === "pass" && whole.leg !== serves.alpha)
    return {
      ...alone,
      reasons: [...fused.reasons, ...alone.reasons],
      alpha: whole.leg,
      alphas: held.fitted.map(({ leg }) => leg),
    };
  return { ...fused, alpha: whole.alpha, alphas };
}

/** Without the members that are undefined. */
export function definedOf<T extends object>(
  value: T,
): { readonly [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members) as ReturnType<typeof definedOf<T>>; // no member is undefined now
}
