/** @module Use case: how good a system is on a golden set, and whether it is better than another. */
import { existsSync } from "node:fs";
import type { GoldenSet } from "../../domain/golden-set.ts";
import { storeNotFound } from "../../adapters/index.ts";
import {
  chooseDefaultPart,
  createMemoryReplyCache,
  makeDefaultPolicy,
  parseGatePolicy,
  runEvaluation,
  type EvaluationRequest,
  type GatePolicy,
  type ReplyCache,
} from "../../evaluate/index.ts";
import { stoppable } from "../../foundation/stoppable.ts";
import type { EvaluatedSystem } from "../../ports/evaluated-system.ts";
import type { Store } from "../../ports/store.ts";
import { loadConfig } from "../../config/index.ts";
import { maintenanceAccess } from "../access.ts";
import { assemble, type Assembly } from "../assembly.ts";
import { notFound } from "../errors.ts";
import { listKnownDocuments, type KnownDocuments } from "../golden/documents.ts";
import { readVersion } from "../remote/protocol.ts";
import { OPERATOR } from "../spend/lend-retrieval.ts";
import { createMemoryLedger } from "../spend/memory-ledger.ts";
import { lock } from "../spend/paid-ports.ts";
import { createAnswerTools } from "../answer-measures/answer-tools.ts";
import { readSchemas } from "../answer-measures/read-schemas.ts";
import { createAppSystem } from "./app-system.ts";
import { createAttribute } from "./attribute-failures.ts";
import { chooseOutsideSubject, openCases, readText } from "./choose-subject.ts";
import type { EvaluateInput, EvaluationEvent, EvaluationsApp } from "./evaluate-input.ts";
import { keepJob } from "./evaluation-job.ts";
import { findBaseline } from "./find-baseline.ts";
import { prepareCases } from "./prepare-cases.ts";
import { findReadableCases, type ReadableCases } from "./readable-cases.ts";
import { withRecentAnswers } from "./recent-answers.ts";
import { createFreshReplyCache, createStoreReplyCache } from "./store-replies.ts";

const SEED = "42";
/** Of systems that wait for others. One that computes here is timed rightly one by one. */
const CONCURRENCY = 4;

export function createEvaluationsApp(
  assembly: Assembly,
  openStore: () => Promise<Store>,
): EvaluationsApp {
  return {
    evaluate: (input) =>
      stoppable((signal) => evaluate(assembly, openStore, { ...input, signal }), input.signal),
    async listEvaluations(input) {
      const store = await openStore();
      return store.listEvaluations(maintenanceAccess("evaluations"), input);
    },
    async getEvaluation(id) {
      const store = await openStore();
      const found = await store.findEvaluation(maintenanceAccess("evaluations"), id);
      if (!found) throw notFound({ what: "evaluation", id });
      return found;
    },
  };
}

/**
 * @param given asked in the place of what the input names.
 * @param gate judges in the place of the policy that the input names.
 */
export async function* evaluate(
  app: Assembly,
  openStore: () => Promise<Store>,
  input: EvaluateInput & { readonly signal: AbortSignal },
  given?: EvaluatedSystem,
  gate?: EvaluationRequest["policy"],
): AsyncGenerator<EvaluationEvent> {
  const policy = gate ?? (await readPolicy(app.workingDirectory, input));
  const read = openCases(app.workingDirectory, input);
  const outside = given ? { system: given } : chooseOutsideSubject(app, read, input);
  const whole = await openIfThere(app, openStore, outside === undefined);
  const store = whole && withRecentAnswers(whole);
  const assembly = whole ? await app.serving.choose(whole, { release: input.release }) : app;
  const known = store && (await listKnownDocuments(store));
  const readable = await restrict(read, known, store, input.reader);
  const prepared = await prepareCases(readable.golden, known, store);
  await using opened = new AsyncDisposableStack();
  const { systems, against } = await openSystems(assembly, store, input, opened);
  const purse = assembly.spend.purseOf(store ?? createMemoryLedger(), OPERATOR);
  const subject = outside ? lock("evaluated-system", outside.system).paidBy(purse) : systems;
  if (!subject) throw storeNotFound({ directory: assembly.loaded.dataDirectory });
  const baseline = await findBaseline(input.baseline, {
    workingDirectory: assembly.workingDirectory,
    store,
    golden: read,
  });
  const request: EvaluationRequest = {
    ...toSettings(input, read),
    ...prepared,
    ...(readable.mayShow ? { mayShow: readable.mayShow } : {}),
    system: subject,
    against,
    baseline,
    policy,
    tools: await createAnswerTools(assembly, purse, {
      ...(known ? { readText: known.read } : {}),
      ...(input.golden === undefined
        ? {}
        : { schemas: readSchemas(assembly.workingDirectory, input.golden, read) }),
      signal: input.signal,
      ...(store ? { verdicts: openReplyCache(store, input) } : {}),
    }),
    attribute: store && known ? createAttribute({ assembly, store, known }) : undefined,
    foreign: outside?.foreign,
    concurrency: input.concurrency ?? chooseConcurrency(assembly, outside !== undefined),
    cache: chooseCache(store, outside?.system, input),
    clock: assembly.clock,
    packageVersion: readVersion(),
  };
  const { clock, entropy } = assembly;
  const { collections, signal } = input;
  const kept = { store, golden: readable.golden, collections, clock, entropy, signal };
  for await (const event of keepJob(runEvaluation(request), kept)) {
    if (event.type === "evaluation-completed" && store)
      for (const evaluation of [event.against, event.evaluation])
        if (evaluation) await store.putEvaluation(evaluation);
    yield event;
  }
}

const toSettings = (
  input: EvaluateInput,
  golden: GoldenSet,
): Pick<
  EvaluationRequest,
  "selection" | "measures" | "repeats" | "seed" | "precision" | "reader" | "signal"
> => ({
  selection: {
    part: input.part ?? chooseDefaultPart(golden, input.gate !== undefined),
    ids: input.cases,
    strata: input.strata,
    difficulties: input.difficulties,
  },
  measures: input.measures,
  repeats: input.repeats ?? 1,
  seed: input.seed ?? SEED,
  precision: input.run === undefined ? undefined : (input.precision ?? "f64"),
  reader: input.reader,
  signal: input.signal,
});

/** @throws evaluate.policy-invalid, app.file-unreadable */
async function readPolicy(
  workingDirectory: string,
  { gate }: EvaluateInput,
): Promise<EvaluationRequest["policy"]> {
  if (gate === undefined) return undefined;
  if (gate === true) return makeDefaultPolicy;
  const policy: GatePolicy = await parseGatePolicy(readText(workingDirectory, gate), gate);
  return () => policy;
}

/** Replies in files are judged without a data directory, too; a release is nothing without one. */
async function openIfThere(
  { loaded }: Assembly,
  openStore: () => Promise<Store>,
  isNeeded: boolean,
): Promise<Store | undefined> {
  if (!isNeeded && !existsSync(loaded.dataDirectory)) return undefined;
  try {
    return await openStore();
  } catch (error) {
    if (!isNeeded && storeNotFound.is(error)) return undefined;
    throw error;
  }
}

async function restrict(
  golden: GoldenSet,
  known: KnownDocuments | undefined,
  store: Store | undefined,
  reader: readonly string[] | undefined,
): Promise<Pick<ReadableCases, "golden"> & Partial<ReadableCases>> {
  if (reader === undefined) return { golden };
  if (!known || !store) return { golden: { ...golden, cases: [] } };
  return findReadableCases(golden, known, store, reader);
}

interface OpenedSystems {
  /** This release; absent without a data directory. */
  readonly systems?: EvaluatedSystem;
  readonly against?: EvaluatedSystem;
}

/** The other configuration works on the same data, and is closed when the evaluation ends. */
async function openSystems(
  assembly: Assembly,
  store: Store | undefined,
  { against: path, collections }: EvaluateInput,
  opened: AsyncDisposableStack,
): Promise<OpenedSystems> {
  if (!store) return {};
  const systems = await createAppSystem(assembly, store, collections);
  if (path === undefined) return { systems };
  if (/^rel_[0-9a-f]{16}$/.test(path)) {
    const other = await assembly.serving.choose(store, { release: path });
    return { systems, against: await createAppSystem(other, store, collections) };
  }
  const { workingDirectory, loaded, clock, entropy, context } = assembly;
  const other = await assemble({
    loaded: await loadConfig({
      workingDirectory,
      environment: process.env,
      path,
      data: loaded.dataDirectory,
    }),
    workingDirectory,
    clock,
    entropy,
    log: (line) => context.logger.warn(line),
  });
  opened.use(other.outbound);
  return { systems, against: await createAppSystem(other, store, collections) };
}

const chooseConcurrency = (
  { generator, embedder, rewriter }: Assembly,
  isOutside: boolean,
): number =>
  isOutside || [generator, embedder, rewriter].some((part) => part?.metered) ? CONCURRENCY : 1;

function chooseCache(
  store: Store | undefined,
  outside: EvaluatedSystem | undefined,
  input: EvaluateInput,
): EvaluationRequest["cache"] {
  if (!store || outside?.subject.kind === "files") return createMemoryReplyCache();
  return openReplyCache(store, input);
}

const openReplyCache = (store: Store, { fresh = false }: EvaluateInput): ReplyCache =>
  fresh ? createFreshReplyCache(store) : createStoreReplyCache(store);
