/** @module Use cases: a release takes the place of the one that serves, or is tried beside it. */
import type { ChallengerMode } from "../../domain/release.ts";
import type { Store } from "../../ports/store.ts";
import {
  alreadyServing,
  badShare,
  goldenNeeded,
  makeReleaseDecision,
  noChallenger,
  toDecisionRecord,
  type ReleaseDecision,
} from "../../registry/index.ts";
import { runGate, type GateOutcome } from "./gate.ts";
import { OWNER, readyRelease, type RegistryContext } from "./registry-context.ts";
import type { ChallengeInput, GateEvent, PromoteInput } from "./registry-input.ts";

type Stoppable<T> = T & { readonly signal: AbortSignal };

/** What a gate found, as a decision keeps it. */
const toEvidence = ({ evaluation, baseline, limits }: GateOutcome) => ({
  evaluation: evaluation.id,
  ...(baseline ? { baseline: baseline.id } : {}),
  golden: {
    name: evaluation.golden.name,
    hash: evaluation.golden.hash,
    part: evaluation.golden.part,
  },
  measures: evaluation.measures.filter(({ role }) => role !== undefined),
  limits,
});

export async function* promote(
  context: RegistryContext,
  { release: id, reason, ...choice }: Stoppable<PromoteInput>,
): AsyncGenerator<GateEvent> {
  const { assembly, openStore } = context;
  const store = await openStore();
  const champion = await assembly.serving.find(store);
  const before = await store.findAlias("champion");
  if (champion.id === id) throw alreadyServing({ id });
  const challenger = await readyRelease(context, store, id);
  const outcome = yield* runGate(context, store, {
    challenger,
    champion,
    must: "improve",
    choice,
  });
  choice.signal.throwIfAborted();
  const moved = outcome.verdict === "pass";
  const { reasons, verdict, warnings } = outcome;
  const decision = makeReleaseDecision({
    ...toEvidence(outcome),
    createdAt: assembly.clock.now().toISOString(),
    kind: "promotion",
    alias: "champion",
    release: id,
    served: champion.id,
    verdict,
    reasons: reason === undefined ? reasons : [...reasons, reason],
    by: OWNER,
    moved,
    warnings,
    fingerprint: assembly.loaded.fingerprint,
  });
  if (moved) {
    // What was verified before the gate may have been damaged since.
    await readyRelease(context, store, id);
    await move(store, decision, before?.number ?? 0);
    const trial = await store.findAlias("challenger");
    if (trial?.release === id) await endTrial(store, decision, trial.number);
  } else await store.putDecision(toDecisionRecord(decision));
  yield { type: "release-decided", decision };
}

/** @throws store.alias-moved */
async function move(
  store: Store,
  decision: ReleaseDecision,
  expect: number,
  mode?: ChallengerMode,
): Promise<void> {
  const { alias, release, createdAt: movedAt, by, id, reasons } = decision;
  await store.moveAlias(
    {
      alias,
      ...(release === undefined ? {} : { release }),
      ...(mode ? { mode } : {}),
      movedAt,
      by,
      decision: id,
      reason: reasons[0] ?? "",
    },
    { expect, decision: toDecisionRecord(decision) },
  );
}

/** The pointers stand at whole releases whether or not this one comes about. */
async function endTrial(store: Store, decision: ReleaseDecision, expect: number): Promise<void> {
  const { createdAt: movedAt, by, id } = decision;
  await store.moveAlias(
    { alias: "challenger", movedAt, by, decision: id, reason: "it was promoted" },
    { expect, decision: toDecisionRecord(decision) },
  );
}

/** A canary is seen by readers: at most half of them. */
const MOST_CANARY = 0.5;

export async function* challenge(
  context: RegistryContext,
  input: Stoppable<ChallengeInput>,
): AsyncGenerator<GateEvent> {
  const { assembly, openStore } = context;
  const store = await openStore();
  const before = await store.findAlias("challenger");
  const { release: id, mode, golden, reason, ...choice } = input;
  if (id === undefined || !mode) {
    if (before?.release === undefined) throw noChallenger({});
    const decision = await withdraw(context, store, {
      release: before.release,
      number: before.number,
      by: OWNER,
      reason: reason ?? "its owner ended the trial",
    });
    yield { type: "release-decided", decision };
    return;
  }
  const { kind, share } = mode;
  if (!(share > 0 && share <= (kind === "canary" ? MOST_CANARY : 1))) throw badShare({ share });
  const champion = await assembly.serving.find(store);
  if (champion.id === id) throw alreadyServing({ id });
  const challenger = await readyRelease(context, store, id);
  if (kind === "canary" && golden === undefined) throw goldenNeeded({ what: "a canary" });
  const outcome =
    golden === undefined
      ? undefined
      : yield* runGate(context, store, {
          challenger,
          champion,
          must: "not-regress",
          choice: { ...choice, golden },
        });
  choice.signal.throwIfAborted();
  const moved = !outcome || outcome.verdict === "pass";
  const salt = Buffer.from(assembly.entropy.bytes(8)).toString("hex");
  const tried: ChallengerMode = kind === "canary" ? { kind, share, salt } : { kind, share };
  const reasons = [...(reason === undefined ? [] : [reason]), ...(outcome?.reasons ?? [])];
  const decision = makeReleaseDecision({
    ...(outcome ? toEvidence(outcome) : {}),
    createdAt: assembly.clock.now().toISOString(),
    kind: "challenge",
    alias: "challenger",
    release: id,
    served: champion.id,
    mode: tried,
    verdict: outcome?.verdict ?? "not-judged",
    reasons: reasons.length > 0 ? reasons : ["nobody sees what it answers"],
    by: OWNER,
    moved,
    warnings: outcome?.warnings ?? [],
    fingerprint: assembly.loaded.fingerprint,
  });
  if (moved) await move(store, decision, before?.number ?? 0, tried);
  else await store.putDecision(toDecisionRecord(decision));
  yield { type: "release-decided", decision };
}

export interface Withdrawal {
  /** The challenger that is taken back. */
  readonly release: string;
  /** Of its last move. */
  readonly number: number;
  readonly by: string;
  readonly reason: string;
  readonly verdict?: ReleaseDecision["verdict"];
}

/** The challenger answers nobody from here on. @throws store.alias-moved */
export async function withdraw(
  { assembly }: Pick<RegistryContext, "assembly">,
  store: Store,
  { release, number, by, reason, verdict = "not-judged" }: Withdrawal,
): Promise<ReleaseDecision> {
  const decision = makeReleaseDecision({
    createdAt: assembly.clock.now().toISOString(),
    kind: "challenge",
    alias: "challenger",
    served: (await assembly.serving.find(store)).id,
    verdict,
    reasons: [reason, `it was ${release}`],
    by,
    moved: true,
    warnings: [],
    fingerprint: assembly.loaded.fingerprint,
  });
  await move(store, decision, number);
  return decision;
}
