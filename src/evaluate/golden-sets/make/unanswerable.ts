/** @module Questions without an answer, made from questions with one. */
import type { GoldenCase } from "../../../domain/golden-set.ts";
import { createRandom } from "../../../foundation/random.ts";
import { normalizeAnswer } from "../../measures/contains-answer.ts";
import { blankReview, type Candidate } from "../candidates/review-file.ts";
import { listGold } from "../read/drafts.ts";
import type { UnassignedCase } from "../split/assign-parts.ts";

/** Documents by key with their texts, as those who ask a case may read them. */
export type ReadableTexts = (
  principals: readonly string[],
) => Promise<readonly { readonly key: string; readonly text: string }[]>;

export interface Unanswerable {
  readonly cases: readonly UnassignedCase[];
  /** Left out, because another document holds an answer. */
  readonly answeredElsewhere: readonly string[];
}

/** Finds answers, normalised, in texts that are normalised once. */
async function createSearcher(
  read: ReadableTexts,
): Promise<(golden: GoldenCase, hidden: ReadonlySet<string>) => Promise<boolean>> {
  const texts = new Map<string, Promise<readonly { key: string; text: string }[]>>();
  const readOnce = (
    principals: readonly string[],
  ): Promise<readonly { key: string; text: string }[]> => {
    const name = principals.toSorted().join();
    const known = texts.get(name);
    if (known) return known;
    const normalized = read(principals).then((all) =>
      all.map(({ key, text }) => ({ key, text: ` ${normalizeAnswer(text)} ` })),
    );
    texts.set(name, normalized);
    return normalized;
  };
  return async ({ principals, answers }, hidden) => {
    const wanted = answers.map(normalizeAnswer).filter((answer) => answer !== "");
    const readable = await readOnce(principals);
    return readable.some(
      ({ key, text }) => !hidden.has(key) && wanted.some((answer) => text.includes(` ${answer} `)),
    );
  };
}

/**
 * The same questions with the documents of their evidence hidden. One whose answer, normalised,
 * stands in another document that its asker may read is left out, and so is one without answers,
 * because nobody could tell.
 */
export async function ablateCases(
  cases: readonly GoldenCase[],
  read: ReadableTexts,
  at: string,
): Promise<Unanswerable> {
  const isAnswered = await createSearcher(read);
  const kept: UnassignedCase[] = [];
  const answeredElsewhere: string[] = [];
  for (const golden of cases.filter((each) => each.answerable && !each.retired)) {
    const gold = listGold(golden);
    if (golden.answers.length === 0 || gold.length === 0) continue;
    if (await isAnswered(golden, new Set(gold))) answeredElsewhere.push(golden.id);
    else kept.push({ ...toTwin(golden, "ablated", at), masked: gold });
  }
  return { cases: kept, answeredElsewhere };
}

/**
 * Questions of another set as questions of this one. One whose answer stands in a document here is
 * left out.
 */
export async function borrowForeign(
  cases: readonly GoldenCase[],
  read: ReadableTexts,
  at: string,
): Promise<Unanswerable> {
  const isAnswered = await createSearcher(read);
  const kept: UnassignedCase[] = [];
  const answeredElsewhere: string[] = [];
  for (const golden of cases.filter((each) => !each.retired)) {
    if (await isAnswered({ ...golden, principals: [] }, new Set()))
      answeredElsewhere.push(golden.id);
    else {
      const { collection: _, ...twin } = toTwin(golden, "foreign", at);
      kept.push({ ...twin, principals: [] });
    }
  }
  return { cases: kept, answeredElsewhere };
}

function toTwin(golden: GoldenCase, stratum: string, at: string): UnassignedCase {
  const { hash: _hash, part: _part, difficulty: _difficulty, ...rest } = golden;
  return {
    ...rest,
    id: `${golden.id}~${stratum}`,
    stratum,
    origin: "made",
    createdAt: at,
    answerable: false,
    answers: [],
    evidence: [],
    checks: {},
    labels: [],
    grades: new Map(),
  };
}

const YEAR = /(?<![\p{N}.,])(?:19|20)\d{2}(?![\p{N}]|[.,]\p{N})/u;
/** A name inside a question: a capital that comes neither of standing first nor of an abbreviation. */
const NAME =
  /(?<=[\p{Ll}\p{N},;:]\s)\p{Lu}\p{Ll}[\p{L}\p{M}\p{N}-]+(?:\s\p{Lu}\p{Ll}[\p{L}\p{M}\p{N}-]+)*/gu;
/** Years that a swapped one lies away, at most. */
const REACH = 12;

/**
 * Questions with their year, or a name, swapped for another, for a person to decide whether the
 * documents answer them. Languages that write all nouns with capitals have years alone.
 */
export function makeNearMisses(cases: readonly GoldenCase[], seed: string): readonly Candidate[] {
  const live = cases.filter((each) => each.answerable && !each.retired);
  const names = [...new Set(live.flatMap(({ text }) => text.match(NAME) ?? []))].toSorted();
  return live.flatMap((golden): Candidate[] => {
    const random = createRandom(`${seed}/near-miss/${golden.id}`);
    const [name] = golden.language?.startsWith("de") ? [] : (golden.text.match(NAME) ?? []);
    const [year] = YEAR.exec(golden.text) ?? [];
    const others = names.filter((other) => other !== name && !golden.text.includes(other));
    const [from, to] =
      year !== undefined
        ? [year, String(Number(year) - 1 - random.below(REACH))]
        : [name, others[random.below(Math.max(1, others.length))]];
    if (from === undefined || to === undefined) return [];
    return [
      {
        id: `${golden.id}~near-miss`,
        question: golden.text.replace(from, to),
        history: [...golden.history],
        ...(golden.language === undefined ? {} : { language: golden.language }),
        ...(golden.collection === undefined ? {} : { collection: golden.collection }),
        principals: [...golden.principals],
        group: golden.group,
        stratum: "nearMiss",
        origin: "made",
        source: { case: golden.id },
        feedback: [],
        passages: [],
        doubts: [`${from} became ${to}: do the documents answer it now?`],
        review: blankReview(),
      },
    ];
  });
}
