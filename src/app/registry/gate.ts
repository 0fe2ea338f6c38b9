/** @module The gate: one release beside another on the held-out cases of a golden set, and its price. */
import type { Evaluation, Verdict } from "../../domain/evaluation.ts";
import type { Release } from "../../domain/release.ts";
import type { Store } from "../../ports/store.ts";
import {
  makeDefaultPolicy,
  makePromotionPolicy,
  parseGatePolicy,
  type GatePolicy,
} from "../../evaluate/index.ts";
import {
  computeCostPerAnswer,
  judgeCost,
  judgeLatency,
  judgeSize,
  listUnaskedPlans,
  tooManyGateFaults,
  type LimitCheck,
} from "../../registry/index.ts";
import { createAppSystem } from "../evaluate/app-system.ts";
import { openCases, readText } from "../evaluate/choose-subject.ts";
import { evaluate } from "../evaluate/evaluations-app.ts";
import { listReleaseDecisions, REGISTRY_ACCESS, type RegistryContext } from "./registry-context.ts";
import type { GateChoice, GateEvent } from "./registry-input.ts";
import { timeReleases } from "./time-releases.ts";

export interface GateRequest {
  readonly challenger: Release;
  readonly champion: Release;
  /** To take another's place it must be better; to be tried, no worse. */
  readonly must: "improve" | "not-regress";
  readonly choice: GateChoice & { readonly signal: AbortSignal };
}

export interface GateOutcome {
  readonly verdict: Verdict;
  /** The deciding ones first. */
  readonly reasons: readonly string[];
  readonly evaluation: Evaluation;
  readonly baseline: Evaluation | undefined;
  readonly limits: readonly LimitCheck[];
  readonly warnings: readonly string[];
}

/** Candidates on one test part beyond which its verdicts wear out (guide value of the gates). */
const MOST_CANDIDATES = 5;

/**
 * Tells the evaluation as it goes, and returns what it comes to.
 *
 * @throws registry.too-many-faults; what an evaluation throws; the signal's reason.
 */
export async function* runGate(
  context: RegistryContext,
  store: Store,
  { challenger, champion, must, choice }: GateRequest,
): AsyncGenerator<Exclude<GateEvent, { type: "release-decided" }>, GateOutcome> {
  const { assembly, openStore } = context;
  const { golden, signal, seed, concurrency } = choice;
  const policy = await readPolicy(context, choice, must);
  const input = { golden, release: challenger.id, against: champion.id, gate: true } as const;
  const asked = { ...input, seed, concurrency, signal };
  let done: { evaluation: Evaluation; against?: Evaluation } | undefined;
  for await (const event of evaluate(assembly, openStore, asked, undefined, policy)) {
    if (event.type !== "evaluation-completed") {
      yield event;
      continue;
    }
    const { cases } = event.evaluation.counts;
    if (event.faults.tooMany) throw tooManyGateFaults({ faults: event.faults.cases, cases });
    done = event;
  }
  if (!done?.evaluation.gate) throw new Error("a gate ended without a verdict");
  const { evaluation, against } = done;
  const measured = policy(evaluation.measures.map(({ measure }) => measure));
  const limits = [
    await judgeTimes(context, store, { evaluation, challenger, champion, choice }, measured),
    judgeCost(
      computeCostPerAnswer(evaluation.cases),
      computeCostPerAnswer(against?.cases ?? []),
      measured.limits,
    ),
    judgeSize(await countBytes(context, challenger), measured.limits),
  ];
  const fitted = await findFitted(context, challenger, choice.golden, evaluation);
  return {
    ...settle(done.evaluation.gate ?? { verdict: "inconclusive", reasons: [] }, limits, fitted),
    evaluation,
    baseline: against,
    limits,
    warnings: [
      ...evaluation.warnings,
      ...(await warnOfWear(store, challenger.id, evaluation)),
      ...(await warnOfUnasked(store, { challenger, champion }, evaluation)),
    ],
  };
}

/** @throws app.file-unreadable, evaluate.policy-invalid */
async function readPolicy(
  { assembly }: RegistryContext,
  { policy }: GateChoice,
  must: GateRequest["must"],
): Promise<(measured: readonly string[]) => GatePolicy> {
  if (policy === undefined) return must === "improve" ? makePromotionPolicy : makeDefaultPolicy;
  const parsed = await parseGatePolicy(readText(assembly.workingDirectory, policy), policy);
  const { primary } = parsed;
  // Whatever a file for CI says: what takes another's place is better in something.
  const whole = primary ? { ...parsed, primary: { ...primary, must } } : parsed;
  return () => whole;
}

async function judgeTimes(
  { assembly }: RegistryContext,
  store: Store,
  {
    evaluation,
    challenger,
    champion,
    choice,
  }: Pick<GateRequest, "challenger" | "champion" | "choice"> & { readonly evaluation: Evaluation },
  { limits }: GatePolicy,
): Promise<LimitCheck> {
  const wanted = new Set(evaluation.cases.map(({ caseHash }) => caseHash));
  const { cases } = openCases(assembly.workingDirectory, { golden: choice.golden });
  const open = async ({ id }: Release) =>
    createAppSystem(await assembly.serving.choose(store, { release: id }), store, undefined);
  const pairs = await timeReleases(
    cases.filter(({ hash }) => wanted.has(hash)),
    { challenger: await open(challenger), champion: await open(champion) },
    { clock: assembly.clock, signal: choice.signal },
  );
  return judgeLatency(pairs, limits);
}

async function countBytes({ assembly }: RegistryContext, { content }: Release): Promise<number> {
  let bytes = 0;
  for (const id of content.artifacts)
    for (const file of (await assembly.artifacts.find(id))?.manifest.files ?? [])
      bytes += file.bytes;
  return bytes;
}

/** Artifacts that were fitted to a set of which nothing is kept apart. */
async function findFitted(
  { assembly }: RegistryContext,
  { content }: Release,
  folder: string,
  { golden }: Evaluation,
): Promise<readonly string[]> {
  const { cases } = openCases(assembly.workingDirectory, { golden: folder });
  if (cases.some(({ part }) => part !== "test")) return [];
  const fitted: string[] = [];
  for (const id of content.artifacts) {
    const record = await assembly.artifacts.find(id);
    if (record?.manifest.parents.some((parent) => parent.id === golden.id)) fitted.push(id);
  }
  return fitted;
}

const ORDER: readonly Verdict[] = ["fail", "inconclusive", "pass"];

function settle(
  gate: NonNullable<Evaluation["gate"]>,
  limits: readonly LimitCheck[],
  fitted: readonly string[],
): Pick<GateOutcome, "verdict" | "reasons"> {
  const checks = [
    { verdict: gate.verdict, reasons: gate.reasons },
    ...limits.map(({ limit, verdict, told }) => ({
      verdict,
      reasons: [`${limit} ${verdict}: ${told}`],
    })),
    ...fitted.map((id) => ({
      verdict: "inconclusive" as const,
      reasons: [`${id} was fitted to this very set, of which no part is kept apart`],
    })),
  ];
  return {
    verdict: ORDER.find((each) => checks.some(({ verdict }) => verdict === each)) ?? "inconclusive",
    reasons: ORDER.flatMap((each) =>
      checks.filter(({ verdict }) => verdict === each).flatMap(({ reasons }) => reasons),
    ),
  };
}

async function warnOfWear(
  store: Store,
  candidate: string,
  { golden }: Evaluation,
): Promise<readonly string[]> {
  const decisions = await listReleaseDecisions(store);
  const judged = decisions.filter(
    (each) => each.golden?.hash === golden.hash && each.golden.part === golden.part,
  );
  const candidates = new Set([candidate, ...judged.flatMap(({ release }) => release ?? [])]);
  if (candidates.size <= MOST_CANDIDATES) return [];
  return [
    `${candidates.size} candidates were judged on the part ${golden.part} of ${golden.name}: its verdicts wear out, add new cases`,
  ];
}

/** What was tuned for a collection looks like what serves where nobody asks in that one alone. */
async function warnOfUnasked(
  store: Store,
  { challenger, champion }: Pick<GateRequest, "challenger" | "champion">,
  { cases }: Evaluation,
): Promise<readonly string[]> {
  const known = (await store.listCollections(REGISTRY_ACCESS)).map(({ name }) => name);
  // The only one there is needs no name.
  const asked = new Set(known.length === 1 ? known : cases.map((each) => each.asked?.collection));
  return listUnaskedPlans(champion.content, challenger.content, asked).map(
    (name) =>
      `no case asks in ${name} alone, where both releases differ: give its cases "collection"`,
  );
}
