/** @module Which cases ask the same in nearly the same words. */
import type { GoldenCase } from "../../../domain/golden-set.ts";
import { NearDuplicates } from "../../../foundation/min-hash.ts";

/** Shared share of word pairs from which two questions are one (guide: evaluation, 1.6). */
export const NEARLY_SAME = 0.72;
/** Words of a shingle: questions are short. */
const WIDTH = 2;

type Asked = Pick<GoldenCase, "id" | "text" | "history">;

/** What a case asks, the conversation before it included: a bare "why?" repeats nothing. */
export const toAskedText = ({ text, history }: Omit<Asked, "id">): string =>
  [...history.map((turn) => turn.text), text].join("\n");

export interface RepeatedCase<T> {
  readonly one: T;
  readonly other: T;
  /** Jaccard coefficient of their word pairs. */
  readonly similarity: number;
}

/** Questions by what they ask; see `NearDuplicates`. */
export const createQuestionIndex = <T>(): NearDuplicates<T> =>
  new NearDuplicates<T>({ threshold: NEARLY_SAME, width: WIDTH });

/** Every pair of cases that nearly repeat one another, the later one second. */
export function findRepeats<T extends Asked>(cases: readonly T[]): readonly RepeatedCase<T>[] {
  const index = createQuestionIndex<T>();
  return cases.flatMap((other) => {
    const text = toAskedText(other);
    const found = index.find(text);
    index.add(other, text);
    return found.map(({ item, similarity }) => ({ one: item, other, similarity }));
  });
}
