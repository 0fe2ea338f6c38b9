/** @module What has become of the reasons of the newest decision. */
import { checkRevisit, DecisionSchema, type RevisitCheck } from "../../decide/index.ts";
import type { Evaluation } from "../../domain/evaluation.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";
import { observeChanges, observeDocuments } from "../decide/observe.ts";
import type { QuestionWindow } from "./windows.ts";

const DAY_MS = 86_400_000;
const DAYS_PER_MONTH = 365.25 / 12;
const JOBS = 1000;
const SUCCESS = "AnswerSuccess";

export interface WatchedDecision {
  readonly decision: string;
  readonly checks: readonly RevisitCheck[];
}

/** Nothing where nothing was decided yet. */
export async function watchDecision(
  store: Store,
  current: QuestionWindow,
  evaluation: Evaluation | undefined,
  now: Date,
): Promise<WatchedDecision | undefined> {
  const access = maintenanceAccess("monitor");
  const [record] = await store.listDecisions(access, 1);
  if (!record) return undefined;
  const data: unknown = JSON.parse(record.data);
  const kept = typeof data === "object" && data !== null && "decision" in data ? data.decision : 0;
  const parsed = DecisionSchema.safeParse(kept);
  if (!parsed.success) return undefined;
  const documents = await observeDocuments(store);
  const jobs = await store.listJobs(access, JOBS);
  const changes = observeChanges(jobs, documents?.documents ?? 0, now);
  const isNewer = evaluation !== undefined && evaluation.endedAt > record.createdAt;
  const success = evaluation?.measures.find(({ measure }) => measure === SUCCESS)?.mean;
  const checks = checkRevisit(parsed.data.revisit, {
    now,
    questionsPerMonth: toMonthly(current),
    observations: { ...(documents ? { documents } : {}), ...(changes ? { changes } : {}) },
    success: isNewer ? success : undefined,
  });
  return { decision: record.id, checks };
}

/** Of a window of a day at least. */
function toMonthly({ since, until, questions }: QuestionWindow): number | undefined {
  const days = (Date.parse(until) - Date.parse(since)) / DAY_MS;
  return days >= 1 ? (questions / days) * DAYS_PER_MONTH : undefined;
}
