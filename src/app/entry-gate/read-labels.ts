/** @module What there is to learn from: judgments, edits, and the train part of a golden set. */
import type { Evaluation } from "../../domain/evaluation.ts";
import type { Feedback } from "../../domain/feedback.ts";
import type { GoldenCase, GoldenSet } from "../../domain/golden-set.ts";
import type { GateFacts, LabelKind } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";

const PAGE = 500;
const SUCCESS = "AnswerSuccess";

/** The test part is never counted: it only judges. */
export async function readLabels(
  store: Store,
  golden: GoldenSet | undefined,
  evaluations: readonly Evaluation[],
): Promise<NonNullable<GateFacts["labels"]>> {
  const feedback = await listFeedback(store);
  const train = (golden?.cases ?? []).filter(
    ({ part, retired }) => part === "train" && retired === undefined,
  );
  const distinct = (kinds: readonly string[]): number =>
    new Set(feedback.filter((one) => kinds.includes(one.feedback.kind)).map((one) => one.answerId))
      .size;
  const graded = countGraded(evaluations, feedback);
  const leastOfAClass = countLeast(train);
  const counts: Partial<Record<LabelKind, number>> = {
    pairs: train.filter(hasPassage).length + distinct(["source"]),
    judgedQueries: train.filter(({ grades }) => grades.size > 0).length,
    gradedAnswers: graded.all,
    wrongAnswers: graded.wrong,
    cleanRows:
      train.filter(({ answers }) => answers.length > 0).length +
      distinct(["edit", "demonstration"]),
    ...(leastOfAClass === undefined ? {} : { leastOfAClass }),
  };
  return { counts, complete: golden !== undefined };
}

const hasPassage = ({ answerable, evidence, grades }: GoldenCase): boolean =>
  answerable && (evidence.length > 0 || [...grades.values()].some((grade) => grade > 0));

/** Of the collections that questions belong to, which are the classes of a router. */
function countLeast(train: readonly GoldenCase[]): number | undefined {
  const groups = Map.groupBy(
    train.flatMap(({ collection }) => collection ?? []),
    (name) => name,
  );
  return groups.size < 2
    ? undefined
    : Math.min(...[...groups.values()].map((group) => group.length));
}

/** By people's thumbs, and by evaluations of parts that may be fitted to. */
function countGraded(
  evaluations: readonly Evaluation[],
  feedback: readonly Feedback[],
): { readonly all: number; readonly wrong: number } {
  const grades = new Map<string, boolean>();
  for (const { golden, cases } of evaluations.toReversed())
    if (golden.part === "train" || golden.part === "dev" || golden.part === "calibration")
      for (const { caseHash, scores } of cases) {
        const [score] = scores[SUCCESS] ?? [];
        if (typeof score === "number") grades.set(caseHash, score >= 0.5);
      }
  for (const { answerId, feedback: said } of feedback)
    if (said.kind === "thumb") grades.set(answerId, said.value === 1);
  const all = [...grades.values()];
  return { all: all.length, wrong: all.filter((isRight) => !isRight).length };
}

async function listFeedback(store: Store): Promise<readonly Feedback[]> {
  const access = maintenanceAccess("entry gate");
  const all: Feedback[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.listFeedback(access, { limit: PAGE, after });
    all.push(...page);
    if (page.length < PAGE) return all;
    after = page.at(-1)?.id;
  }
}
