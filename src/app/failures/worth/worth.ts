/** @module What each fix is worth at most: failed cases asked again with one stage replaced by gold. */
import type { CaseResult, Evaluation } from "../../../domain/evaluation.ts";
import type { GoldenCase, GoldenSet } from "../../../domain/golden-set.ts";
import { getAnswerMeasure, scoreReply, type AnswerTools } from "../../../evaluate/index.ts";
import { createRandom } from "../../../foundation/random.ts";
import type { Embedder } from "../../../ports/embedder.ts";
import type { Reranker } from "../../../ports/reranker.ts";
import type { Store } from "../../../ports/store.ts";
import {
  computeWorth,
  ORACLES,
  planLadder,
  type JudgedCase,
  type Oracle,
  type RerunResult,
} from "../../../trace/index.ts";
import { createAnswerTools } from "../../answer-measures/answer-tools.ts";
import type { Assembly } from "../../assembly.ts";
import { goldenNotEvaluated } from "../../errors.ts";
import { createAppSystem } from "../../evaluate/app-system.ts";
import { listKnownDocuments, type KnownDocuments } from "../../golden/documents.ts";
import { lockStage } from "../../rerank-stages.ts";
import { OPERATOR } from "../../spend/lend-retrieval.ts";
import type { WorthInput, WorthOfFixes } from "../failures-input.ts";
import { createGoldStore } from "./gold-store.ts";
import { findGold, holdsGold, type Gold } from "./gold.ts";

const MOST = 50;
const SUCCESS = "AnswerSuccess";
const NO_TEXT = "the text of the evidence is nowhere";

export interface WorthOf {
  readonly golden: GoldenSet;
  readonly assembly: Assembly;
  readonly store: Store;
  readonly evaluation: Evaluation;
  /** Those that the reader may know of. */
  readonly results: readonly CaseResult[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * With the configuration of now, which should be that of the evaluation. Answers that are made on the
 * way are not kept.
 *
 * @throws app.golden-not-evaluated, what asking throws; the signal's reason.
 */
export async function measureWorth(
  of: WorthOf,
  { most = MOST }: Pick<WorthInput, "most"> = {},
): Promise<WorthOfFixes> {
  const { assembly, store, evaluation, results, signal } = of;
  const byHash = new Map(of.golden.cases.map((golden) => [golden.hash, golden]));
  const plan = planLadder(results.flatMap((result) => (result.failure ? toJudged(result) : [])));
  const hashes = new Map(results.map(({ caseId, caseHash }) => [caseId, caseHash]));
  const planned = [...Map.groupBy(plan.reruns, ({ caseId }) => caseId)];
  const known = await listKnownDocuments(store);
  const purse = assembly.spend.purseOf(store, OPERATOR);
  const rerun: Rerun = {
    ...of,
    known,
    embedder: assembly.embedder.paidBy(purse),
    tools: await createAnswerTools(assembly, purse, { readText: known.read }),
  };
  const left = plan.left.map(({ reason }) => reason);
  const told: RerunResult[] = [];
  let costUsd: WorthOfFixes["costUsd"] = 0;
  let asked = 0;
  for (const [caseId, steps] of draw(planned, most, evaluation.seed)) {
    signal?.throwIfAborted();
    const golden = byHash.get(hashes.get(caseId) ?? "");
    if (!golden)
      throw goldenNotEvaluated({ golden: of.golden.name, evaluation: evaluation.id, caseId });
    const gold = await findGold(golden, { store, known });
    if (!gold) {
      left.push(NO_TEXT);
      continue;
    }
    asked++;
    for (const { oracle } of steps) {
      const { success, costUsd: cost } = await askWithGold(rerun, golden, gold, oracle);
      told.push({ caseId, oracle, success });
      costUsd = costUsd === "unknown" || cost === "unknown" ? "unknown" : costUsd + cost;
    }
  }
  const answerable = results.filter((result) => result.asked?.answerable ?? true).length;
  return {
    // Of a sample, as many answerable cases as it stands for.
    oracles: computeWorth(told, Math.round((answerable * asked) / Math.max(1, planned.length))),
    cases: asked,
    of: planned.length,
    left: countBy(left),
    costUsd,
  };
}

const toJudged = ({ caseId, attribution, evidence }: CaseResult): readonly JudgedCase[] =>
  attribution && evidence ? [{ caseId, attribution, evidence }] : [];

const countBy = (reasons: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(reasons, (reason) => reason)].map(([reason, all]) => [reason, all.length]),
  );

/** Without replacement, in the order they came. */
function draw<T>(all: readonly T[], most: number, seed: string): readonly T[] {
  if (all.length <= most) return all;
  const random = createRandom(`${seed}/worth`);
  const places = all.map((_, place) => ({ place, key: random.uniform() }));
  const chosen = new Set(
    places
      .toSorted((a, b) => a.key - b.key)
      .slice(0, most)
      .map(({ place }) => place),
  );
  return all.filter((_, place) => chosen.has(place));
}

interface Rerun extends WorthOf {
  readonly known: KnownDocuments;
  readonly embedder: Embedder;
  readonly tools: AnswerTools;
}

async function askWithGold(
  { assembly, store, embedder, tools, signal }: Rerun,
  golden: GoldenCase,
  gold: Gold,
  oracle: Oracle,
): Promise<{ readonly success: boolean; readonly costUsd: number | "unknown" }> {
  const helped = { ...assembly, ...help(assembly, gold, oracle) };
  const goldStore = createGoldStore(store, gold, embedder);
  const { answer } = await createAppSystem(helped, goldStore, undefined);
  if (!answer) return { success: false, costUsd: 0 };
  const { id, text, history, principals, language } = golden;
  const { collection } = golden;
  const isElsewhere = gold.units.some(({ store: state }) => state === "current");
  const reply = await answer({
    id,
    text,
    history,
    principals,
    // A route that hides the gold is lifted with its stage.
    ...(collection === undefined || isElsewhere ? {} : { collection }),
    ...(language === undefined ? {} : { language }),
    ...(signal ? { signal } : {}),
  });
  const measures = [getAnswerMeasure(SUCCESS)];
  const { scores } = await scoreReply(measures, golden, { answer: reply, latencyMs: 0 }, tools);
  const usage = reply.usage;
  const costUsd = usage?.model === undefined ? 0 : (usage.costUsd ?? "unknown");
  return { success: scores[SUCCESS] === 1, costUsd };
}

/** Every oracle hands in what those before it do, too. */
function help(
  { rerankers, answerSettings, retrieveSettings }: Assembly,
  gold: Gold,
  oracle: Oracle,
): Partial<Assembly> {
  const at = ORACLES.indexOf(oracle);
  if (at < ORACLES.indexOf("gold first")) return {};
  const first = lockStage({ depth: READ, reranker: createGoldFirst(gold) });
  if (oracle === "gold first") return { rerankers: [...rerankers, first] };
  const room = gold.units.length * retrieveSettings.maxPassageLength;
  const maxContextLength = Math.max(answerSettings.maxContextLength, room);
  return {
    rerankers: [...rerankers, first],
    answerSettings: { ...answerSettings, maxContextLength },
  };
}

/** As many as both legs and the gold can be. */
const READ = 10_000;

function createGoldFirst(gold: Gold): Reranker {
  return {
    id: "gold first",
    async rerank({ chunks, scores }) {
      const above = Math.max(0, ...scores) + 1;
      const whole = new Set<string>();
      return chunks.map((chunk, index) => {
        const score = scores[index] ?? 0;
        const isGold = holdsGold(gold, chunk) && !whole.has(chunk.documentId);
        // Of a document that is evidence as a whole, its best chunk.
        if (isGold && isWhole(gold, chunk.documentId)) whole.add(chunk.documentId);
        return { score: isGold ? above + score : score, shares: {} };
      });
    },
  };
}

const isWhole = ({ units }: Gold, id: string): boolean =>
  units.some(({ documentId, span }) => documentId === id && span === undefined);
