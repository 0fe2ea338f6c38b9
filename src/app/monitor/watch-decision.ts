/** @module What has become of the reasons of the newest decision. */
import {
  checkRevisit,
  DecisionSchema,
  type Decision,
  type RevisitCheck,
} from "../../decide/index.ts";
import type { Evaluation } from "../../domain/evaluation.ts";
import { LANE_NEEDS, shareOfLane, type EntryGate } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { readTokenPrices } from "../decide/gather.ts";
import { observeChanges } from "../decide/observe-changes.ts";
import { observeDocuments } from "../decide/observe.ts";
import { countCitations, observeValidity, readRecentRecords } from "../decide/recent-records.ts";
import { checkLane } from "../entry-gate/check-lane.ts";
import { readJudgedFailures } from "../entry-gate/read-failures.ts";
import { DAY_MS } from "../../foundation/durations.ts";
import type { QuestionWindow } from "./windows.ts";

const DAYS_PER_MONTH = 365.25 / 12;
const SUCCESS = "AnswerSuccess";
const ANSWER_DAYS = 90;
const EVALUATIONS = 50;
const SPAN_DAYS = 30;

export interface WatchedDecision {
  readonly decision: string;
  readonly checks: readonly RevisitCheck[];
}

/** Nothing where nothing was decided yet. */
export async function watchDecision(
  assembly: Assembly,
  store: Store,
  current: QuestionWindow,
  evaluation: Evaluation | undefined,
  now: Date,
): Promise<WatchedDecision | undefined> {
  const access = maintenanceAccess("monitor");
  const [record] = await store.listDecisions(access, 1, "approach");
  if (!record) return undefined;
  const data: unknown = JSON.parse(record.data);
  const kept = typeof data === "object" && data !== null && "decision" in data ? data.decision : 0;
  const parsed = DecisionSchema.safeParse(kept);
  if (!parsed.success) return undefined;
  const documents = await observeDocuments(store);
  const since = new Date(now.getTime() - ANSWER_DAYS * DAY_MS).toISOString();
  const records = await readRecentRecords(store, since);
  const changes = await observeChanges(store, now, { cited: countCitations(records) });
  const validity = observeValidity(records);
  const evaluations = await store.listEvaluations(access, { limit: EVALUATIONS });
  const isNewer = evaluation !== undefined && evaluation.endedAt > record.createdAt;
  const success = evaluation?.measures.find(({ measure }) => measure === SUCCESS)?.mean;
  const checks = checkRevisit(parsed.data.revisit, {
    now,
    questionsPerMonth: toMonthly(current),
    observations: {
      ...(documents ? { documents } : {}),
      ...(changes ? { changes } : {}),
      ...(validity ? { validity } : {}),
    },
    success: isNewer ? success : undefined,
    tunableShares: shareTunable(evaluations, now),
    gate: await checkGate(assembly, store, parsed.data),
    inputPrice: (await readTokenPrices(assembly, now))?.inputPrice,
  });
  return { decision: record.id, checks };
}

/** Of the last two spans of thirty days, the older one first; none where one had no failures. */
function shareTunable(evaluations: readonly Evaluation[], now: Date): readonly number[] {
  const daysAgo = (days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString();
  const failures = readJudgedFailures(evaluations, daysAgo(2 * SPAN_DAYS));
  const middle = daysAgo(SPAN_DAYS);
  const spans = [
    failures.filter(({ at }) => at < middle),
    failures.filter(({ at }) => at >= middle),
  ].filter((span) => span.length > 0);
  return spans.map((span) => {
    const { n, own } = shareOfLane(span, LANE_NEEDS.generator);
    return own / n;
  });
}

/** Asked where the decision waits for it. */
async function checkGate(
  assembly: Assembly,
  store: Store,
  { gate, revisit }: Decision,
): Promise<EntryGate["verdict"] | undefined> {
  if (!gate || !revisit.some(({ trigger }) => trigger === "entry-gate")) return undefined;
  const lane = gate.lane === "classifier" ? "classifier" : "generator";
  return (await checkLane(assembly, async () => store, { lane })).verdict;
}

/** Of a window of a day at least. */
function toMonthly({ since, until, questions }: QuestionWindow): number | undefined {
  const days = (Date.parse(until) - Date.parse(since)) / DAY_MS;
  return days >= 1 ? (questions / days) * DAYS_PER_MONTH : undefined;
}
