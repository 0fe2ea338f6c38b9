/** @module Whether what a case says of its documents is so. */
import type { GoldenCase } from "../../../domain/golden-set.ts";
import type { AnswerTools } from "../../measures/answers/measure.ts";
import { agrees } from "../../measures/answers/text/numeric-match.ts";
import { settleEvidence, type ReadText } from "../evidence/settle-evidence.ts";
import type { ReadGoldenSet } from "../read/parse-golden-set.ts";
import type { GoldenProblem } from "./problem.ts";

type Kind = GoldenProblem["kind"];
const MESSAGES: Readonly<Record<string, string>> = {
  "no-evidence": "are answerable and name no document: no ranking measure counts them",
  "no-answer": "are answerable without an answer or a check to hold answers to",
  "unanswerable-judged": "are unanswerable and have a relevant document",
};

/** What can be told without any document. */
export function checkClaims(cases: readonly GoldenCase[]): readonly GoldenProblem[] {
  const found = new Map<string, string[]>();
  const note = (code: string, id: string): unknown =>
    found.set(code, [...(found.get(code) ?? []), id]);
  for (const { id, answerable, answers, checks, evidence, grades } of cases) {
    const relevant = [...grades.values()].some((grade) => grade > 0);
    if (answerable && evidence.length === 0 && !relevant) note("no-evidence", id);
    if (answerable && answers.length === 0 && Object.keys(checks).length === 0)
      note("no-answer", id);
    if (!answerable && relevant) note("unanswerable-judged", id);
  }
  return [...found].map(([code, ids]): GoldenProblem => ({
    kind: "warning",
    code,
    message: `${ids.length} cases ${MESSAGES[code] ?? ""}`,
    cases: ids,
  }));
}

/**
 * Numbers that a case checks and none of its right answers states: no answer could keep the check.
 * The 3 of "WD3" is a name, and no number.
 */
export function checkNumbers(
  cases: readonly GoldenCase[],
  readValues: NonNullable<AnswerTools["readValues"]>,
): readonly GoldenProblem[] {
  const unstated = cases.filter(({ answers, checks: { numbers = [] }, language = "en" }) => {
    const stated = answers.flatMap((answer) => readValues(answer, language));
    return numbers.some((number) => {
      const [wanted] = readValues(number, language);
      return !wanted || !stated.some((value) => agrees(wanted, value));
    });
  });
  if (unstated.length === 0) return [];
  return [
    {
      kind: "warning",
      code: "number-not-stated",
      message: `${unstated.length} cases check a number that none of their right answers states`,
      cases: unstated.map(({ id }) => id),
    },
  ];
}

/** Judged and cited documents that are not among those known, each by where it is named. */
export function checkDocuments(
  { set, places }: Pick<ReadGoldenSet, "set" | "places">,
  known: { has(key: string): boolean },
): readonly GoldenProblem[] {
  return set.cases.flatMap(({ id, grades, evidence, retired }) => {
    if (retired !== undefined) return [];
    const keys = new Set([...grades.keys(), ...evidence.flat().map(({ document }) => document)]);
    return [...keys]
      .filter((key) => !known.has(key))
      .map((key): GoldenProblem => ({
        kind: "error",
        code: "unknown-document",
        message: `${places.get(id)?.get(key) ?? `evidence of ${id}`}: there is no document ${key}`,
        cases: [id],
      }));
  });
}

/**
 * Evidence against the documents as they are now, read as whoever asks the case.
 *
 * @param read every text, whoever asks; what those who ask cannot read is `hidden`.
 */
export async function checkPlaces(
  cases: readonly GoldenCase[],
  read: ReadText,
): Promise<readonly GoldenProblem[]> {
  const stale: string[] = [];
  const missing: string[] = [];
  const hidden: string[] = [];
  const moved: string[] = [];
  for (const golden of cases.filter(({ evidence }) => evidence.length > 0)) {
    const asOwner = await settleEvidence({ ...golden, principals: [] }, read);
    if (asOwner.stale) {
      const gone = asOwner.lost.every(({ reason }) => reason === "document-missing");
      (gone ? missing : stale).push(golden.id);
      continue;
    }
    if (asOwner.states.some((state) => state === "moved" || state === "normalized"))
      moved.push(golden.id);
    if (golden.answerable && golden.principals.length > 0) {
      const asAsked = await settleEvidence(golden, read);
      if (asAsked.stale) hidden.push(golden.id);
    }
  }
  const tell = (kind: Kind, code: string, ids: readonly string[], what: string): GoldenProblem[] =>
    ids.length === 0 ? [] : [{ kind, code, message: `${ids.length} cases ${what}`, cases: ids }];
  return [
    ...tell("error", "missing-evidence", missing, "rest on documents that are not there"),
    ...tell("error", "stale-evidence", stale, "have quotes that stand nowhere any more"),
    ...tell("error", "hidden-evidence", hidden, "are answerable by what their asker may not read"),
    ...tell("warning", "moved-evidence", moved, "have evidence that has moved since it was noted"),
  ];
}
