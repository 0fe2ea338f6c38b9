/** @module What the entry gate is checked from, read from traces, feedback and evaluations. */
import type { Evaluation } from "../../domain/evaluation.ts";
import type { GoldenSet } from "../../domain/golden-set.ts";
import type { Trace } from "../../domain/trace.ts";
import type { GateFacts } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import type { Assembly } from "../assembly.ts";
import { readJudgedFailures, readToldFailures, wereAnswersJudged } from "./read-failures.ts";
import { readLabels } from "./read-labels.ts";
import { listKnownDocuments } from "../golden/documents.ts";
import { readRights } from "./read-rights.ts";
import { readPrompts } from "./read-prompts.ts";
import { DAY_MS } from "../../foundation/durations.ts";

export interface GateSources {
  /** Questions of users, any time back. */
  readonly traces: readonly Trace[];
  /** Newest first. */
  readonly evaluations: readonly Evaluation[];
  /** The set and part that arms are compared on. */
  readonly compared?: Evaluation["golden"] | undefined;
  /** Where it is at hand: its train part is what there is to learn from. */
  readonly golden?: GoldenSet | undefined;
  readonly target?: number | undefined;
}

const MONTH_DAYS = 30;
const MONTHS = 3;
const STABLE_DAYS = 60;

/** Nothing is guessed: what nobody measured is absent. */
export async function gatherGateFacts(
  assembly: Assembly,
  store: Store,
  { traces, evaluations, compared, golden, target }: GateSources,
): Promise<GateFacts> {
  const now = assembly.clock.now();
  const since = new Date(now.getTime() - MONTHS * MONTH_DAYS * DAY_MS).toISOString();
  const judged = readJudgedFailures(evaluations, since);
  const told = await readToldFailures(assembly, store, since);
  const wasJudged = wereAnswersJudged(evaluations, since);
  const prompts = readPrompts(evaluations, compared);
  const references = readReferences(evaluations, compared, now);
  const rights = readRights(assembly.loaded, await listKnownDocuments(store));
  const base = evaluations.find(({ subject }) => subject.base)?.subject.base;
  return {
    now: now.toISOString(),
    ...(target === undefined ? {} : { target }),
    ...(prompts ? { prompts } : {}),
    ...(compared ? { cheaperMeasured: countReleases(evaluations, compared) > 1 } : {}),
    ...(traces.length > 0 ? { traffic: readTraffic(traces, now) } : {}),
    ...(wasJudged || told.length > 0 ? { failures: [...judged, ...told] } : {}),
    labels: await readLabels(store, golden, evaluations),
    ...(references ? { references } : {}),
    ...(rights ? { rights } : {}),
    ...(base ? { base } : {}),
  };
}

/** Spans of 30 days, counted back from now. */
export function readTraffic(
  traces: readonly Pick<Trace, "startedAt">[],
  now: Date,
): NonNullable<GateFacts["traffic"]> {
  const times = traces.map(({ startedAt }) => Date.parse(startedAt));
  const oldest = times.reduce((first, time) => Math.min(first, time), Infinity);
  const months = Array.from({ length: MONTHS }, (_, back) => {
    const until = now.getTime() - (MONTHS - 1 - back) * MONTH_DAYS * DAY_MS;
    const own = times.filter((time) => time <= until && time > until - MONTH_DAYS * DAY_MS);
    return {
      activeDays: new Set(own.map((time) => Math.floor(time / DAY_MS))).size,
      questions: own.length,
    };
  });
  return { days: Math.max(0, (now.getTime() - oldest) / DAY_MS), months };
}

/** Releases that were asked questions of the set: each has other settings. */
const countReleases = (
  evaluations: readonly Evaluation[],
  { name }: Evaluation["golden"],
): number =>
  new Set(
    evaluations.flatMap(({ subject, golden }) =>
      subject.kind === "release" && golden.name === name ? [subject.name] : [],
    ),
  ).size;

/**
 * Of the cases that stood 60 days ago, or as long ago as anybody looked: those that say otherwise
 * now, or whose evidence was replaced. What was not asked again is not counted.
 */
export function readReferences(
  evaluations: readonly Pick<Evaluation, "golden" | "endedAt" | "cases" | "stale">[],
  compared: Evaluation["golden"] | undefined,
  now: Date,
): GateFacts["references"] {
  const own = evaluations
    .filter(({ golden }) => golden.name === compared?.name && golden.part === compared.part)
    .toSorted((a, b) => (a.endedAt < b.endedAt ? -1 : 1));
  const newest = own.at(-1);
  const limit = new Date(now.getTime() - STABLE_DAYS * DAY_MS).toISOString();
  const before = own.findLast(({ endedAt }) => endedAt <= limit) ?? own[0];
  if (!newest || !before || before === newest) return undefined;
  const asked = [...newest.cases, ...(newest.stale ?? [])];
  const hashes = new Map(asked.map(({ caseId, caseHash }) => [caseId, caseHash]));
  const stale = new Set((newest.stale ?? []).map(({ caseId }) => caseId));
  const both = before.cases.filter(({ caseId }) => hashes.has(caseId));
  return {
    days: (now.getTime() - Date.parse(before.endedAt)) / DAY_MS,
    cases: both.length,
    changed: both.filter(
      ({ caseId, caseHash }) => hashes.get(caseId) !== caseHash || stale.has(caseId),
    ).length,
  };
}
