/** @module A system that answers the cases of a golden set, for tests of evaluations. */
import type { AnswerReply } from "../domain/evaluation.ts";
import type { GoldenCase, GoldenSet } from "../domain/golden-set.ts";
import { hashJson } from "../foundation/hash.ts";
import { goldenCaseOf } from "./reply-cases.ts";
import type { AskedCase, EvaluatedSystem } from "../ports/evaluated-system.ts";

/** Answerable by `d1.md` with "16 weeks" unless it is said otherwise. */
export const makeGoldenCase = (id: string, given: Partial<GoldenCase> = {}): GoldenCase =>
  goldenCaseOf({
    text: `What is asked in ${id}?`,
    group: id,
    answers: ["16 weeks"],
    grades: new Map([["d1.md", 1]]),
    hash: hashJson({ ...given, id, grades: [...(given.grades ?? [])] }),
    ...given,
    id,
  });

/** Cases `q0`, `q1`, …, each fourth unanswerable. */
export function makeGoldenSet(size: number, given: Partial<GoldenCase> = {}): GoldenSet {
  const cases = Array.from({ length: size }, (_, at) =>
    makeGoldenCase(`q${at}`, {
      ...(at % 4 === 3 ? { answerable: false, answers: [], grades: new Map() } : {}),
      ...given,
    }),
  );
  const hash = hashJson(cases.map((golden) => golden.hash));
  return {
    name: "toy",
    id: `gld_${hash.slice(0, 16)}`,
    hash,
    cases,
    qrels: new Map(cases.map(({ id, grades }) => [id, grades])),
  };
}

export const ABSTENTION: AnswerReply = {
  outcome: "abstained",
  text: "",
  sentences: [],
  passages: [],
  quotes: [],
  confidence: 0.2,
};

/** Says `text`, and cites the one passage that says it. */
export const makeAnswerReply = (text: string, given: Partial<AnswerReply> = {}): AnswerReply => ({
  outcome: "answered",
  text,
  sentences: [{ text, factual: true, citations: ["1"] }],
  passages: [{ id: "1", document: "d1.md", text }],
  quotes: [{ document: "d1.md", quote: text }],
  confidence: 0.9,
  language: "en",
  ...given,
});

export interface ToySystem extends EvaluatedSystem {
  /** Ids in the order in which they were asked, once a question. */
  readonly asked: readonly string[];
}

/** Ranks `d1.md` first and answers rightly, but for the cases that it misses. */
export function createToySystem(
  options: {
    readonly name?: string;
    readonly misses?: (asked: AskedCase) => boolean;
    readonly fails?: (asked: AskedCase) => boolean;
    readonly cost?: number;
  } = {},
): ToySystem {
  const { name = "toy", misses = () => false, fails = () => false, cost } = options;
  const asked: string[] = [];
  return {
    asked,
    subject: { kind: "http", name, fingerprint: hashJson(name) },
    async rank(given) {
      asked.push(given.id);
      if (fails(given)) throw new Error("the toy is broken");
      return { documents: misses(given) ? ["d2.md", "d1.md"] : ["d1.md", "d2.md"] };
    },
    async answer(given) {
      if (fails(given)) throw new Error("the toy is broken");
      if (Number(given.id.slice(1)) % 4 === 3) return ABSTENTION;
      const usage = cost === undefined ? {} : { usage: { model: "toy", costUsd: cost } };
      return makeAnswerReply(misses(given) ? "It is 12 days." : "It is 16 weeks.", usage);
    },
  };
}

/** Everything that an iteration gives. */
export async function listAll<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
