/** @module Use case: why answers fail, over an evaluation or over what users asked. */
import type { Evaluation } from "../../domain/evaluation.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess, toAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { nothingEvaluated, notFound } from "../errors.ts";
import { readGoldenSet } from "../golden/set-folder.ts";
import { toMoment } from "../trace/moment.ts";
import type { As } from "../writer/writer.ts";
import { buildReport, type FailureCase } from "./build-report.ts";
import type { FailureReport, FailuresApp, FailuresInput, TracesInput } from "./failures-input.ts";
import { findJudgedCases } from "./judged-cases.ts";
import { listLiveAnswers } from "./live-answers.ts";
import { measureWorth } from "./worth/worth.ts";

export function createFailuresApp(app: Assembly, openStore: () => Promise<Store>): FailuresApp {
  return {
    async failures(as, input) {
      const store = await openStore();
      const assembly = await app.serving.choose(store, {});
      return input.traces
        ? reportTraffic(assembly, store, as, input, input.traces)
        : reportEvaluation(assembly, store, as, input);
    },
  };
}

async function reportTraffic(
  assembly: Assembly,
  store: Store,
  as: As,
  { class: only }: FailuresInput,
  { since, until, collection }: TracesInput,
): Promise<FailureReport> {
  const now = assembly.clock.now();
  const { cases, cut } = await listLiveAnswers(assembly, store, toAccess(as), {
    since: since === undefined ? undefined : toMoment(since, now),
    until: until === undefined ? undefined : toMoment(until, now),
    collection,
  });
  return {
    schema: "plumbline.failures/1",
    of: "traffic",
    ...buildReport(cases, { only, seed: "traffic" }),
    stale: [],
    changes: [],
    warnings: cut ? [`older answers were not looked at: only the newest ${cases.length}`] : [],
  };
}

async function reportEvaluation(
  assembly: Assembly,
  store: Store,
  as: As,
  input: FailuresInput,
): Promise<FailureReport> {
  const evaluation = await findEvaluation(store, input.evaluation);
  const { id, endedAt, golden, subject, failureChanges = [] } = evaluation;
  const judged = await findJudgedCases(store, evaluation, as);
  const { cases, stale, results } = judged;
  const before = await listCasesBefore(store, evaluation, as);
  const report = buildReport(cases, { only: input.class, seed: evaluation.seed, before });
  const { worth: wanted, signal } = input;
  const worth =
    wanted &&
    (await measureWorth(
      {
        golden: readGoldenSet(assembly.workingDirectory, wanted.golden),
        assembly,
        store,
        evaluation,
        results,
        signal,
      },
      wanted,
    ));
  return {
    schema: "plumbline.failures/1",
    of: "evaluation",
    evaluation: { id, endedAt, golden: golden.name, subject: subject.name },
    ...report,
    stale,
    // Counts of all cases tell others of those that they may not read.
    changes: as === undefined ? failureChanges : [],
    ...(worth ? { worth } : {}),
    warnings: listWarnings(evaluation, cases),
  };
}

/** @throws app.not-found, app.nothing-evaluated */
async function findEvaluation(store: Store, id: string | undefined): Promise<Evaluation> {
  const access = maintenanceAccess("failures");
  if (id !== undefined) {
    const found = await store.findEvaluation(access, id);
    if (!found) throw notFound({ what: "evaluation", id });
    return found;
  }
  const [newest] = await store.listEvaluations(access, { limit: 1 });
  if (!newest) throw nothingEvaluated({});
  return newest;
}

/** Of the evaluation before this one, of the same golden set. */
async function listCasesBefore(
  store: Store,
  { id, golden, endedAt }: Evaluation,
  as: As,
): Promise<readonly FailureCase[]> {
  const query = { golden: golden.name, limit: EARLIER };
  const listed = await store.listEvaluations(maintenanceAccess("failures"), query);
  const before = listed.find((each) => each.id !== id && each.endedAt < endedAt);
  return before ? (await findJudgedCases(store, before, as)).cases : [];
}

/** Evaluations among which the one before is looked for. */
const EARLIER = 20;

function listWarnings(
  { baseline, failureChanges }: Evaluation,
  cases: readonly FailureCase[],
): readonly string[] {
  const unknown = cases.filter((one) => one.class === "undetermined").length;
  return [
    unknown > cases.length / 2
      ? `${unknown} of ${cases.length} cases are undetermined: their system leaves no record of what it read, or nobody said what is right`
      : "",
    baseline && failureChanges === undefined
      ? "no class has grown or shrunk beside the baseline, or the baseline was not attributed"
      : "",
  ].filter((warning) => warning !== "");
}
