/** @module Systems that have replied already: their rankings and answers stand in files. */
import type { AnswerReply, EvaluationSubject, RankingReply } from "../../domain/evaluation.ts";
import type { GoldenSet } from "../../domain/golden-set.ts";
import { sha256 } from "../../foundation/hash.ts";
import type { AskedCase, EvaluatedSystem } from "../../ports/evaluated-system.ts";
import { toTrecId } from "../trec/ids.ts";
import type { Rankings } from "../measures/ranking/score-rankings.ts";

export interface RepliesOfFiles {
  /** Shown as the subject's name. */
  readonly name: string;
  /** Texts of the files: equal ones are the same system. */
  readonly contents: readonly string[];
  readonly rankings?: Rankings | undefined;
  /** By case, one a repeat. */
  readonly answers?: ReadonlyMap<string, readonly AnswerReply[]> | undefined;
}

/**
 * A query that the run lacks is a ranking of nothing, as `trec_eval -c` has it. A case that the
 * answers lack is an error of the system: nobody knows what it would have said.
 */
export function createFileSystem(files: RepliesOfFiles): EvaluatedSystem {
  const { name, contents, rankings, answers } = files;
  const subject: EvaluationSubject = {
    kind: "files",
    name,
    fingerprint: sha256(contents.map((content) => `${sha256(content)}\n`).join("")),
  };
  const rank = async ({ id }: AskedCase): Promise<RankingReply> =>
    rankings?.get(id) ?? { documents: [] };
  const answer = async ({ id, repeat = 0 }: AskedCase): Promise<AnswerReply> =>
    answers?.get(id)?.[repeat] ?? MISSING;
  // Whoever wrote the files has asked the cases as they are.
  return { subject, masks: true, ...(rankings ? { rank } : {}), ...(answers ? { answer } : {}) };
}

const MISSING: AnswerReply = {
  outcome: "error",
  reason: "not in the file",
  text: "",
  sentences: [],
  passages: [],
  quotes: [],
};

/** Queries of the run that nobody judged. */
export const countForeign = (rankings: Rankings, known: ReadonlySet<string>): number =>
  [...rankings.keys()].filter((query) => !known.has(query)).length;

/**
 * A run writes blanks of ids in another way than a golden set does: its queries and documents by
 * the names that the set has for them. What the set does not name stays as it is.
 */
export function toNamesOf({ cases }: GoldenSet, rankings: Rankings): Rankings {
  const queries = new Map(cases.map(({ id }) => [toTrecId(id), id]));
  const documents = new Map(
    cases.flatMap(({ grades }) => [...grades.keys()].map((key) => [toTrecId(key), key])),
  );
  return new Map(
    [...rankings].map(([query, ranking]) => [
      queries.get(query) ?? query,
      { ...ranking, documents: ranking.documents.map((key) => documents.get(key) ?? key) },
    ]),
  );
}
