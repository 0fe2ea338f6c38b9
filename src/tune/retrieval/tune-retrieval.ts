/** @module The retrieval lane: BM25, weights, depth, headings and chunk size, chosen together. */
import { accept, type LaneVerdict } from "../folds/accept.ts";
import { compareHeldOut, crossValidate } from "../folds/cross-validate.ts";
import { definedOf, SERVES, type LaneOptions } from "../fusion/tune-fusion.ts";
import { chooseSettings, GRIDS, type Grid } from "./choose-settings.ts";
import { MEASURE } from "./judged.ts";
import type { ScoreBook, TriedSettings } from "./score-book.ts";

export interface RetrievalResult extends LaneVerdict {
  /** Of all questions; serves only where the verdict is `pass`. */
  readonly settings: TriedSettings;
  /** Chosen without each fold. */
  readonly chosen: readonly TriedSettings[];
  readonly grids: readonly Grid[];
}

export interface RetrievalOptions extends LaneOptions {
  /** Default: all. */
  readonly grids?: readonly Grid[] | undefined;
}

/**
 * The whole walk over the grids is made anew on each training fold, so that the held-out folds judge
 * the walk and not only its end. Accepted where the paired interval against what serves lies above 0.
 */
export async function tuneRetrieval(
  book: ScoreBook,
  serves: TriedSettings,
  { seed, against = SERVES, grids = GRIDS, ...rest }: RetrievalOptions,
): Promise<RetrievalResult> {
  const { questions } = book;
  const choose = (subset: readonly number[]): Promise<TriedSettings> =>
    chooseSettings(book, serves, grids, subset);
  const settings = await choose([...questions.keys()]);
  const held = await crossValidate<TriedSettings>(questions, {
    ...definedOf(rest),
    seed,
    fit: choose,
    score: async (own, index) => (await book.served(own))[index] ?? 0,
  });
  const comparison = compareHeldOut(
    questions,
    held.folds.units,
    { scores: held.scores, baseline: await book.served(serves) },
    { measure: MEASURE, seed },
  );
  const judged = accept(MEASURE, [{ against, comparison }]);
  return { ...judged, settings, chosen: held.fitted, grids };
}
