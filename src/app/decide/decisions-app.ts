/** @module Use cases: decide, look at a decision again, make it again, tell two apart. */
import { z } from "zod";
import {
  DecisionSchema,
  diffDecisions,
  type Decision,
  type DecisionDiff,
} from "../../decide/index.ts";
import type { EntryGate } from "../../evaluate/index.ts";
import type { DecisionRecord } from "../../domain/decision-record.ts";
import { storeNotFound } from "../../adapters/index.ts";
import { stoppable } from "../../foundation/stoppable.ts";
import type { Store } from "../../ports/store.ts";
import type { As } from "../writer/writer.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { notFound } from "../errors.ts";
import { checkLane, type CheckLaneInput } from "../entry-gate/check-lane.ts";
import { decideFrom, gather, type Source } from "./gather.ts";
import type { MeasureArmsEvent, MeasureArmsInput } from "./measure-input.ts";
import { measure } from "./measure.ts";

/** As it is asked for by every surface; all of it may be absent. */
export interface DecideRequest {
  /** By question; see `explain`. */
  readonly answers?: unknown;
  /** By input of the cost model: a number, `{low, mode, high}`, or null for an unknown price. */
  readonly costs?: unknown;
  /** Price tables of one's own, which go before the bundled one. */
  readonly prices?: readonly unknown[] | undefined;
  /** `evl_…`; default: the newest evaluation of this release. */
  readonly evaluation?: string | undefined;
  /** `evl_…` by arm; the release's own is `retrieval`. */
  readonly arms?: Readonly<Record<string, string>> | undefined;
  readonly hosting?: "dedicated" | "per-token" | undefined;
  readonly valueOfRightAnswerUsd?: number | undefined;
  readonly latencyLimitMs?: number | undefined;
  /** Share of right answers that is wanted, in [0, 1]. */
  readonly target?: number | undefined;
  /** Folder of a golden set: its train part is what there is to learn from. */
  readonly golden?: string | undefined;
  /** Names the streams of random numbers. Default: `42`. */
  readonly seed?: string | undefined;
}

export interface DecisionsApp {
  /**
   * Kept where there is a data directory, and rests on what was measured there: for its owner. For
   * others it follows from their answers alone, and is not kept.
   *
   * @throws decide.bad-answers, decide.bad-costs, decide.bad-prices
   */
  decide(as: As, request: DecideRequest): Promise<Decision>;
  /**
   * Asks every arm that can be asked here the same cases; what is found is kept as evaluations,
   * which the next decision rests on. Owner only, as are the next five.
   *
   * @throws evaluate.golden-not-found and its like, app.file-unreadable, where nothing was ingested
   *   adapters.store-not-found.
   */
  measureArms(input: MeasureArmsInput): AsyncGenerator<MeasureArmsEvent>;
  /** Whether a lane may be tuned yet, from what was measured here. */
  checkEntryGate(input: CheckLaneInput): Promise<EntryGate>;
  /** Newest first. */
  listDecisions(limit: number): Promise<readonly Omit<DecisionRecord, "data">[]>;
  /** @throws app.not-found */
  getDecision(id: string): Promise<Decision>;
  /** Made again from what was kept: `same` when every byte is. @throws app.not-found */
  replayDecision(id: string): Promise<{ readonly same: boolean; readonly decision: Decision }>;
  /** @throws app.not-found */
  diffDecisions(before: string, after: string): Promise<DecisionDiff>;
}

const Kept = z.object({ decision: DecisionSchema, source: z.unknown() });

export function createDecisionsApp(
  assembly: Assembly,
  openStore: () => Promise<Store>,
): DecisionsApp {
  // Deciding needs no documents; nothing is measured then, and nothing kept.
  const openIfThere = async (): Promise<Store | undefined> => {
    try {
      return await openStore();
    } catch (error) {
      if (storeNotFound.is(error)) return undefined;
      throw error;
    }
  };
  const find = async (id: string): Promise<{ decision: Decision; source: Source }> => {
    const store = await openIfThere();
    const record = await store?.findDecision(maintenanceAccess("decisions"), id);
    if (!record || record.kind !== undefined) throw notFound({ what: "decision", id });
    const { decision, source } = Kept.parse(JSON.parse(record.data));
    // Written by `decide` below, in this shape.
    return { decision, source: source as Source };
  };
  return {
    async decide(as, request) {
      const store = as === undefined ? await openIfThere() : undefined;
      const serves = store ? await assembly.serving.choose(store, {}) : assembly;
      const gathered = await gather(serves, store, request);
      const source: Source = as === undefined ? gathered : { ...gathered, withheld: true };
      const decision = decideFrom(source);
      await store?.putDecision({
        id: decision.id,
        createdAt: decision.createdAt,
        approach: decision.recommendation.approach,
        sentence: decision.recommendation.sentence,
        data: JSON.stringify({ decision, source }),
      });
      return decision;
    },
    measureArms: (input) =>
      stoppable((signal) => measure(assembly, openStore, { ...input, signal }), input.signal),
    checkEntryGate: (input) => checkLane(assembly, openStore, input),
    async listDecisions(limit) {
      const store = await openIfThere();
      const access = maintenanceAccess("decisions");
      const records = (await store?.listDecisions(access, limit, "approach")) ?? [];
      return records.map(({ id, createdAt, approach, sentence }) => ({
        id,
        createdAt,
        approach,
        sentence,
      }));
    },
    getDecision: async (id) => (await find(id)).decision,
    async replayDecision(id) {
      const { decision, source } = await find(id);
      const again = decideFrom(source);
      return { same: JSON.stringify(again) === JSON.stringify(decision), decision: again };
    },
    async diffDecisions(before, after) {
      return diffDecisions((await find(before)).decision, (await find(after)).decision);
    },
  };
}
