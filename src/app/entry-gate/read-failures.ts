/** @module What failed lately, and as what: judged cases, and answers that people found fault with. */
import type { Evaluation } from "../../domain/evaluation.ts";
import type { SeenFailure } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { isFailureClass } from "../../trace/index.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { suspectAnswer } from "../failures/live-answers.ts";

const PAGE = 500;
const ALL = "all collections";

/** Of releases alone: what an arm without documents gets wrong is no failure of what serves. */
export const readJudgedFailures = (
  evaluations: readonly Evaluation[],
  since: string,
): readonly SeenFailure[] =>
  evaluations
    .filter(({ subject, endedAt }) => subject.kind === "release" && endedAt >= since)
    .flatMap(({ cases, subject, endedAt, golden }) =>
      cases.flatMap(({ caseId, asked, failure, attribution }): readonly SeenFailure[] =>
        failure !== undefined && isFailureClass(failure)
          ? [
              {
                id: `${golden.name}/${caseId}`,
                at: endedAt,
                class: failure,
                ...(attribution?.cause === undefined ? {} : { cause: attribution.cause }),
                task: asked?.collection ?? ALL,
                ...(subject.writer === undefined ? {} : { writer: subject.writer }),
              },
            ]
          : [],
      ),
    );

/** Whether what serves was judged by its answers: rankings alone tell nothing of what fails. */
export const wereAnswersJudged = (evaluations: readonly Evaluation[], since: string): boolean =>
  evaluations.some(
    ({ subject, endedAt, cases }) =>
      subject.kind === "release" &&
      endedAt >= since &&
      cases.some(({ replies }) => replies.some(({ answer }) => answer !== undefined)),
  );

/** Answers that were disliked, corrected or given a reason against. */
export async function readToldFailures(
  assembly: Assembly,
  store: Store,
  since: string,
): Promise<readonly SeenFailure[]> {
  const access = maintenanceAccess("entry gate");
  const failures: SeenFailure[] = [];
  for (const answerId of await listFaulted(store, since)) {
    const record = await store.findAnswer(access, answerId);
    if (!record || (record.source ?? "user") !== "user") continue;
    const {
      class: suspected,
      causes,
      collection,
    } = await suspectAnswer(assembly, store, access, record);
    if (!isFailureClass(suspected)) continue;
    const [cause] = causes;
    failures.push({
      id: answerId,
      at: record.askedAt,
      class: suspected,
      ...(cause === undefined ? {} : { cause }),
      task: collection ?? ALL,
      ...(record.draft ? { writer: record.generator } : {}),
    });
  }
  return failures;
}

async function listFaulted(store: Store, since: string): Promise<ReadonlySet<string>> {
  const access = maintenanceAccess("entry gate");
  const faulted = new Set<string>();
  for (let after: string | undefined; ;) {
    const page = await store.listFeedback(access, { since, limit: PAGE, after });
    for (const { answerId, feedback } of page)
      if (
        (feedback.kind === "thumb" && feedback.value === -1) ||
        feedback.kind === "reason" ||
        feedback.kind === "edit"
      )
        faulted.add(answerId);
    if (page.length < PAGE) return faulted;
    after = page.at(-1)?.id;
  }
}
