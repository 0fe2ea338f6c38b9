/** @module Use cases: decide, look at a decision again, make it again, tell two apart. */
import { z } from "zod";
import {
  ARMS,
  bundledPrices,
  decide,
  DecisionSchema,
  diffDecisions,
  parseAnswers,
  parsePriceTable,
  toRanges,
  unknownArm,
  type DecideInput,
  type Decision,
  type DecisionDiff,
} from "../../decide/index.ts";
import type { DecisionRecord } from "../../domain/decision-record.ts";
import type { Evaluation } from "../../domain/evaluation.ts";
import { storeNotFound } from "../../adapters/index.ts";
import { hashJson } from "../../foundation/hash.ts";
import type { Store } from "../../ports/store.ts";
import type { As } from "../writer/writer.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { notFound } from "../errors.ts";
import { readVersion } from "../remote/protocol.ts";
import { measureArms, type MeasuredArm } from "./measure-arms.ts";
import { observe } from "./observe.ts";

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
  /** Newest first; owner only, as are the next three. */
  listDecisions(limit: number): Promise<readonly Omit<DecisionRecord, "data">[]>;
  /** @throws app.not-found */
  getDecision(id: string): Promise<Decision>;
  /** Made again from what was kept: `same` when every byte is. @throws app.not-found */
  replayDecision(id: string): Promise<{ readonly same: boolean; readonly decision: Decision }>;
  /** @throws app.not-found */
  diffDecisions(before: string, after: string): Promise<DecisionDiff>;
}

const SEED = "42";

/** What a decision is made from, as JSON holds it: costs as they were given, not as ranges. */
interface Source extends Omit<DecideInput, "stated" | "ranges"> {
  readonly answers: Readonly<Record<string, string>>;
  readonly costs: unknown;
}

const Kept = z.object({ decision: DecisionSchema, source: z.unknown() });

function decideFrom({ answers, costs, ...rest }: Source): Decision {
  const stated = parseAnswers(answers);
  return decide({ ...rest, stated, ranges: toRanges(stated, costs) });
}

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
    if (!record) throw notFound({ what: "decision", id });
    const { decision, source } = Kept.parse(JSON.parse(record.data));
    // Written by `decide` below, in this shape.
    return { decision, source: source as Source };
  };
  return {
    async decide(as, request) {
      const store = as === undefined ? await openIfThere() : undefined;
      const source = await gather(assembly, store, request);
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
    async listDecisions(limit) {
      const store = await openIfThere();
      const records = (await store?.listDecisions(maintenanceAccess("decisions"), limit)) ?? [];
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

async function gather(
  assembly: Assembly,
  store: Store | undefined,
  request: DecideRequest,
): Promise<Source> {
  const now = assembly.clock.now();
  const answers = parseAnswers(request.answers);
  // Wrong figures are refused before anything is measured.
  toRanges(answers, request.costs);
  const tables = (request.prices ?? []).map((table, index) =>
    parsePriceTable(`price table ${index + 1}`, table),
  );
  const evaluation = store && (await findEvaluation(assembly, store, request.evaluation));
  const observed = store && (await observe(store, evaluation, now, request.latencyLimitMs));
  const measured = measureArms(store ? await findArms(assembly, store, request, evaluation) : []);
  return {
    createdAt: now.toISOString(),
    version: readVersion(),
    fingerprint: hashJson({ release: assembly.release }).slice(0, 16),
    seed: request.seed ?? SEED,
    answers: Object.fromEntries(answers),
    costs: request.costs ?? {},
    observations: observed?.observations ?? {},
    arms: measured.arms,
    comparisons: measured.comparisons,
    failures: observed?.failures ?? [],
    hosting: request.hosting ?? "dedicated",
    priceTables: [bundledPrices(), ...tables],
    ...(evaluation ? { goldenSet: `${evaluation.golden.name}@${evaluation.golden.hash}` } : {}),
    ...(request.valueOfRightAnswerUsd === undefined
      ? {}
      : { valueOfRightAnswerUsd: request.valueOfRightAnswerUsd }),
    ...(request.latencyLimitMs === undefined ? {} : { latencyLimitMs: request.latencyLimitMs }),
  };
}

/** @throws decide.unknown-arm, app.not-found */
async function findArms(
  assembly: Assembly,
  store: Store,
  { arms = {} }: DecideRequest,
  own: Evaluation | undefined,
): Promise<readonly MeasuredArm[]> {
  const found: MeasuredArm[] = own ? [{ arm: "retrieval", evaluation: own }] : [];
  for (const [name, id] of Object.entries(arms)) {
    const arm = ARMS.find((each) => each === name);
    if (!arm) throw unknownArm({ name, known: ARMS });
    const evaluation = await findEvaluation(assembly, store, id);
    if (evaluation) found.push({ arm, evaluation });
  }
  // A named evaluation of retrieval goes before the newest one.
  return [...new Map(found.map((each) => [each.arm, each])).values()];
}

/** @throws app.not-found for an id that is none. */
async function findEvaluation(
  { release }: Assembly,
  store: Store,
  id: string | undefined,
): Promise<Evaluation | undefined> {
  const access = maintenanceAccess("decisions");
  if (id !== undefined) {
    const found = await store.findEvaluation(access, id);
    if (!found) throw notFound({ what: "evaluation", id });
    return found;
  }
  const recent = await store.listEvaluations(access, { limit: 50 });
  return recent.find(({ subject }) => subject.kind === "release" && subject.name === release);
}
