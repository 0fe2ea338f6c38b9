/** @module What a decision is made from: answers, what was measured, arms and prices, as they are kept. */
import {
  bundledPrices,
  decide,
  measureInputs,
  parseAnswers,
  parsePriceTable,
  toRanges,
  type DecideInput,
  type Decision,
  type Observations,
} from "../../decide/index.ts";
import { findTokenPrices, type TokenPrices } from "../../adapters/index.ts";
import type { GateFacts } from "../../evaluate/index.ts";
import { hashJson } from "../../foundation/hash.ts";
import type { Store } from "../../ports/store.ts";
import type { Assembly } from "../assembly.ts";
import { gatherGateFacts } from "../entry-gate/gather-facts.ts";
import { openCases } from "../evaluate/choose-subject.ts";
import { readVersion } from "../remote/protocol.ts";
import { compareArms } from "./compare-arms.ts";
import type { DecideRequest } from "./decisions-app.ts";
import { findArms } from "./find-arms.ts";
import { observe } from "./observe.ts";

const SEED = "42";
/** As settings count them. */
const UNITS_PER_TOKEN = 4.4;

/** What a decision is made from, as JSON holds it: costs as they were given, not as ranges. */
export interface Source extends Omit<DecideInput, "stated" | "ranges" | "measuredInputs"> {
  readonly answers: Readonly<Record<string, string>>;
  readonly costs: unknown;
}

const dropAbsent = (
  values: Readonly<Record<string, number | undefined>>,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** The same source gives the same bytes. */
export function decideFrom({ answers, costs, ...rest }: Source): Decision {
  const stated = parseAnswers(answers);
  // The bundled table is first, and is what the defaults are.
  const [, ...own] = rest.priceTables;
  const { inputPrice, outputPrice, cacheReadPrice } = rest.tokenPrices ?? {};
  const measuredInputs = dropAbsent({
    ...measureInputs(rest.observations),
    inputPrice,
    outputPrice,
    cacheReadPrice,
  });
  const ranges = toRanges(stated, costs, { tables: own, measured: measuredInputs });
  return decide({ ...rest, stated, ranges, measuredInputs });
}

/** @throws as `decide` of the use cases does. */
export async function gather(
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
  const found = store && (await findArms(assembly, store, request));
  const evaluation = found?.own;
  const set = evaluation ?? found?.arms[0]?.evaluation;
  const observed = store && (await observe(store, evaluation, now, request.latencyLimitMs));
  const measured = compareArms(found?.arms ?? []);
  const golden =
    request.golden === undefined
      ? undefined
      : openCases(assembly.workingDirectory, { golden: request.golden });
  const gateFacts =
    store &&
    (await gatherGateFacts(assembly, store, {
      traces: observed?.traces ?? [],
      evaluations: found?.recent ?? [],
      compared: set?.golden,
      golden,
      target: request.target,
    }));
  const tokenPrices = store && (await readTokenPrices(assembly, now));
  return {
    createdAt: now.toISOString(),
    version: readVersion(),
    fingerprint: hashJson({ release: assembly.release }).slice(0, 16),
    seed: request.seed ?? SEED,
    answers: Object.fromEntries(answers),
    costs: request.costs ?? {},
    observations: withLabels(observed?.observations ?? {}, gateFacts),
    ...(gateFacts ? { gateFacts } : {}),
    ...(tokenPrices ? { tokenPrices } : {}),
    arms: measured.arms,
    comparisons: measured.comparisons,
    failures: observed?.failures ?? [],
    hosting: request.hosting ?? "dedicated",
    priceTables: [bundledPrices(), ...tables],
    ...(set ? { goldenSet: `${set.golden.name}@${set.golden.hash}` } : {}),
    ...(request.valueOfRightAnswerUsd === undefined
      ? {}
      : { valueOfRightAnswerUsd: request.valueOfRightAnswerUsd }),
    ...(request.latencyLimitMs === undefined ? {} : { latencyLimitMs: request.latencyLimitMs }),
  };
}

/** Of the model that writes answers now, at the length of a call with passages. */
export const readTokenPrices = (
  { loaded, answerSettings }: Assembly,
  now: Date,
): Promise<TokenPrices | undefined> =>
  findTokenPrices(
    loaded.config.generator,
    Math.max(1, Math.round(answerSettings.maxContextLength / UNITS_PER_TOKEN)),
    now,
  );

/** Rows are counted where the set that holds most of them is at hand. */
function withLabels(observations: Observations, gateFacts: GateFacts | undefined): Observations {
  const { counts, complete = false } = gateFacts?.labels ?? {};
  const rows = counts?.cleanRows;
  return complete && rows !== undefined ? { ...observations, labels: { rows } } : observations;
}
