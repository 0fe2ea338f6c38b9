/** @module Use case: the release that served before serves again. */
import { PlumblineError } from "../../foundation/errors.ts";
import type { Store } from "../../ports/store.ts";
import {
  listWayBack,
  makeReleaseDecision,
  nothingToRollBack,
  toDecisionRecord,
  type ChampionMove,
  type ReleaseDecision,
} from "../../registry/index.ts";
import {
  listReleaseDecisions,
  OWNER,
  readyRelease,
  REGISTRY_ACCESS,
  type RegistryContext,
} from "./registry-context.ts";
import type { RollbackInput } from "./registry-input.ts";

/**
 * To the last champion whose artifacts verify, are not tainted, and whose index is whole: a pointer
 * move, and no gate, because what served is better than what should not.
 *
 * @throws registry.nothing-to-roll-back, store.alias-moved
 */
export async function rollBack(
  context: RegistryContext,
  { reason }: RollbackInput,
): Promise<ReleaseDecision> {
  const { assembly, openStore } = context;
  const store = await openStore();
  const before = await store.findAlias("champion");
  const served = before?.release;
  if (!before || served === undefined)
    throw nothingToRollBack({ reason: "no release was promoted yet" });
  const passedOver: string[] = [];
  for (const id of listWayBack(await listChampionMoves(store))) {
    if (id === served) continue;
    const obstacle = await findObstacle(context, store, id);
    if (obstacle !== undefined) {
      passedOver.push(`${id} was passed over: ${obstacle}`);
      continue;
    }
    const decision = makeReleaseDecision({
      createdAt: assembly.clock.now().toISOString(),
      kind: "rollback",
      alias: "champion",
      release: id,
      served,
      verdict: "not-judged",
      reasons: [reason ?? "its owner rolled it back", ...passedOver],
      by: OWNER,
      moved: true,
      warnings: [],
      fingerprint: assembly.loaded.fingerprint,
    });
    const { createdAt: movedAt, by, reasons } = decision;
    await store.moveAlias(
      {
        alias: "champion",
        release: id,
        movedAt,
        by,
        decision: decision.id,
        reason: reasons[0] ?? "",
      },
      { expect: before.number, decision: toDecisionRecord(decision) },
    );
    return decision;
  }
  throw nothingToRollBack({ reason: passedOver.join("; ") || "nothing served before" });
}

async function listChampionMoves(store: Store): Promise<readonly ChampionMove[]> {
  const decisions = new Map((await listReleaseDecisions(store)).map((each) => [each.id, each]));
  const moves = await store.listAliasMoves(REGISTRY_ACCESS);
  return moves.flatMap((move) => {
    const decision = decisions.get(move.decision);
    if (move.alias !== "champion" || !decision) return [];
    return [{ move, kind: decision.kind, served: decision.served }];
  });
}

/** Why a release cannot serve again, or nothing. */
async function findObstacle(
  context: RegistryContext,
  store: Store,
  id: string,
): Promise<string | undefined> {
  try {
    const { content } = await readyRelease(context, store, id);
    for (const artifact of content.artifacts) {
      const record = await context.assembly.artifacts.find(artifact);
      if (record && record.taint !== "clean") return `artifact ${artifact} is ${record.taint}`;
    }
    return undefined;
  } catch (error) {
    if (error instanceof PlumblineError) return error.message;
    throw error;
  }
}
