/** @module Which prompts were tried on a golden set, and how far they came. */
import type { Evaluation } from "../../domain/evaluation.ts";
import { comparePaired, type CaseScores, type GateFacts } from "../../evaluate/index.ts";

const SUCCESS = "AnswerSuccess";
const SEED = "entry gate";

/** Versions before the newest that it is compared with. */
const BEFORE = 2;

/** Of the same cases; `undefined` where no language model answered them. */
export function readPrompts(
  evaluations: readonly Evaluation[],
  golden: Evaluation["golden"] | undefined,
): GateFacts["prompts"] {
  const written = evaluations
    .filter(
      ({ subject, golden: own }) =>
        subject.writer !== undefined && own.hash === golden?.hash && own.part === golden.part,
    )
    .toSorted((a, b) => (a.endedAt < b.endedAt ? -1 : 1));
  // The last evaluation of each version, in the order in which they were first tried.
  const versions = [
    ...new Map(written.map((each) => [toVersion(each), each] as const)).values(),
  ].flatMap((evaluation) => {
    const found = evaluation.measures.find(({ measure }) => measure === SUCCESS);
    const { mean, interval, scored } = found ?? {};
    return mean === undefined || !interval || scored === undefined
      ? []
      : [{ evaluation, cases: scored, success: { mean, ...interval } }];
  });
  const [best] = versions.toSorted((a, b) => b.success.mean - a.success.mean);
  if (!best) return undefined;
  const gain = compareNewest(versions.map(({ evaluation }) => evaluation));
  return {
    versions: versions.length,
    examples: Math.max(...versions.map(({ evaluation }) => evaluation.subject.examples ?? 0)),
    cases: best.cases,
    best: best.success,
    ...(gain ? { gain } : {}),
  };
}

const toVersion = ({ subject: { writer, examples = 0 } }: Evaluation): string =>
  `${writer} with ${examples}`;

function compareNewest(
  evaluations: readonly Evaluation[],
): NonNullable<GateFacts["prompts"]>["gain"] | undefined {
  const newest = evaluations.at(-1);
  const meanOf = ({ measures }: Evaluation): number =>
    measures.find(({ measure }) => measure === SUCCESS)?.mean ?? 0;
  const [rival] = evaluations.slice(-1 - BEFORE, -1).toSorted((a, b) => meanOf(b) - meanOf(a));
  if (!newest || !rival) return undefined;
  const before = new Map(rival.cases.map((each) => [each.caseHash, each.scores[SUCCESS]]));
  const cases = newest.cases.flatMap(
    ({ caseId, caseHash, scores, asked }): readonly CaseScores[] => {
      const baseline = before.get(caseHash);
      const group = asked ? { group: asked.group } : {};
      return baseline ? [{ caseId, ...group, scores: scores[SUCCESS] ?? [], baseline }] : [];
    },
  );
  const compared = comparePaired(cases, { measure: SUCCESS, seed: SEED });
  return compared && { difference: compared.difference, ...compared.interval };
}
