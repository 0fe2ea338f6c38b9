/** @module The use cases of tuning retrieval to a golden set. */
import { hashJson, toCanonicalJson } from "../../foundation/hash.ts";
import type { Release } from "../../domain/release.ts";
import { LANE_NEEDS, toVerdict, type EntryGate } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { makeRelease } from "../../registry/index.ts";
import { artifactForeign, collectionNotTunable } from "../../tune/index.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { checkLane } from "../entry-gate/check-lane.ts";
import { unknownCollection } from "../errors.ts";
import { readGoldenSet } from "../golden/set-folder.ts";
import { tellAsItGoes } from "./events.ts";
import { findUnfitted, planOf } from "./find-unfitted.ts";
import { openFileCheckpoint } from "./file-checkpoint.ts";
import { gatherTuningData, type GatherRequest, type TuningData } from "./gather.ts";
import { LANE_RUNS } from "./lane-runs.ts";
import { nameRecipe, register } from "./register.ts";
import type {
  TuneCheck,
  TuneEvent,
  TuneInput,
  TuneLane,
  TuneResult,
  TuneUseCases,
} from "./tune-input.ts";

export interface TuneWorkspace {
  readonly assembly: Assembly;
  /** With everything that was recorded so far. */
  readonly openStore: () => Promise<Store>;
}

const DEFAULT_SEED = "plumbline";

export const createTuneUseCases = ({ assembly, openStore }: TuneWorkspace): TuneUseCases => ({
  check: (input) => check(assembly, openStore, input),
  run: (input) =>
    tellAsItGoes(
      (tell, signal) => run(assembly, openStore, { ...input, signal }, tell),
      input.signal,
    ),
});

interface Opened {
  readonly store: Store;
  /** With the parts of what serves the collection. */
  readonly own: Assembly;
  readonly serves: Release;
  readonly data: TuningData;
  /** What the result is compared with, in words. */
  readonly against: string;
}

async function open(
  assembly: Assembly,
  openStore: () => Promise<Store>,
  { lane, collection, golden, signal }: TuneInput,
  told: Pick<GatherRequest, "onQuestion">,
): Promise<Opened> {
  const set = readGoldenSet(assembly.workingDirectory, golden);
  const store = await openStore();
  await checkCollection(store, collection);
  const serves = await assembly.serving.find(store);
  const { configured } = assembly;
  const plan = await findUnfitted(store, { lane, collection, serves, configured });
  const { base, collections } = serves.content;
  // Never registered: it is opened to be measured.
  const measured = makeRelease(
    { base, collections: { ...collections, [collection]: plan } },
    serves,
  );
  const { parts, findOwn } = await assembly.openRelease(measured);
  const own: Assembly = { ...assembly, ...parts, ...findOwn([collection]), findOwn };
  const request = { collection, golden: set, ...told, signal };
  const data = await gatherTuningData(own, plan, store, request);
  const isServing = toCanonicalJson(plan) === toCanonicalJson(planOf(serves, collection));
  return { store, own, serves, data, against: isServing ? "what serves" : "what served before" };
}

/** @throws app.unknown-collection, tune.collection-not-tunable */
async function checkCollection(store: Store, collection: string): Promise<void> {
  const listed = await store.listCollections(maintenanceAccess("tuning"));
  const found = listed.find(({ name }) => name === collection);
  if (!found) throw unknownCollection({ name: collection, known: listed.map(({ name }) => name) });
  if (found.indexing === "parity")
    throw collectionNotTunable({
      collection,
      reason: "it is indexed whole, document by document, for comparisons with print",
    });
}

/** Enough clean examples. */
const LABELS = "G4";

async function check(
  assembly: Assembly,
  openStore: () => Promise<Store>,
  input: TuneInput,
): Promise<TuneCheck> {
  const { data } = await open(assembly, openStore, input, {});
  return toCheck(input.lane, data, await checkLane(assembly, openStore, input));
}

/**
 * Labels are counted here: after leaks and contradictions, and of every part that may be fitted to.
 * Too few of them leave it open whether tuning would help.
 */
function toCheck(lane: TuneLane, data: TuningData, gate: EntryGate): TuneCheck {
  const { judgedQueries, pairs = 0 } = LANE_NEEDS[lane].labels;
  const least = judgedQueries ?? pairs;
  const questions = data.questions.length;
  const criteria = gate.criteria.filter(({ id }) => id !== LABELS);
  const verdict = toVerdict(criteria);
  const collect = criteria
    .filter(({ state }) => state !== "met")
    .map(({ id, text, value, threshold }) => `${id} ${text}: ${value}; wanted: ${threshold}`);
  const enough = questions >= least;
  if (!enough)
    collect.unshift(
      `${questions} judged questions can be learned from, and ${least} are the least: write more with plumbline golden make or add, and split them`,
    );
  return {
    verdict: enough || verdict === "closed" ? verdict : "inconclusive",
    gate: { ...gate, criteria, verdict },
    questions,
    least,
    leftOut: countLeftOut(data),
    collect,
  };
}

const countLeftOut = ({ selected }: TuningData): TuneCheck["leftOut"] =>
  Object.fromEntries([...selected.leftOut].map(([reason, ids]) => [reason, ids.length]));

/** Documents that nobody may learn from: what else is missing is told, and stands on the card. */
const RIGHTS = "G6";

async function run(
  assembly: Assembly,
  openStore: () => Promise<Store>,
  input: TuneInput,
  tell: (event: TuneEvent) => void,
): Promise<void> {
  const { lane, collection, minutes, override } = input;
  const seed = await findSeed(assembly, input);
  const onQuestion = (done: number, of: number): void => tell({ type: "tune-read", done, of });
  const opened = await open(assembly, openStore, input, { onQuestion });
  const { data, store, own, serves, against } = opened;
  const { signal = AbortSignal.any([]) } = input;
  const gate = await checkLane(assembly, openStore, input);
  const checked = toCheck(lane, data, gate);
  const { leftOut, questions, least } = checked;
  tell({ type: "tune-started", questions, leftOut });
  const told = { lane, collection, questions, leftOut };
  const finish = (result: Omit<TuneResult, keyof typeof told>): void =>
    tell({ type: "tune-completed", result: { ...told, ...result } });
  const isForbidden = gate.criteria.some(({ id, state }) => id === RIGHTS && state === "missing");
  const isStopped = isForbidden && override === undefined;
  if (questions < least || isStopped)
    return finish({
      verdict: isStopped ? "fail" : "inconclusive",
      reasons: checked.collect,
      comparisons: [],
      found: [],
    });
  const checkpoint = openFileCheckpoint(
    assembly.loaded.dataDirectory,
    nameRun(opened, input, seed),
  );
  const { clock } = assembly;
  const { judged, found, lines } = await LANE_RUNS[lane]({
    data,
    against,
    embedder: own.embedder,
    seed,
    minutes,
    checkpoint,
    clock,
    tell,
    signal,
  });
  signal.throwIfAborted();
  const { verdict, reasons, comparisons } = judged;
  const result = { verdict, reasons, comparisons, found: lines };
  if (!found) finish(result);
  else {
    const request = { input, seed, data, judged, found, gate: checked.collect, serves };
    const { artifact, release } = await register(own, store, request);
    finish({ ...result, artifact: artifact.id, release: release.id });
  }
  checkpoint.remove();
}

/** Everything that decides what is computed: another document or label is another run. */
function nameRun({ data, own }: Opened, { lane, collection }: TuneInput, seed: string): string {
  const { golden, serves, plan, stages } = data;
  const documents = data.collection.documents.map(({ id, version }) => `${id}@${version.hash}`);
  const { fingerprint } = own.embedder;
  const ids = stages.map(({ reranker, depth }) => `${reranker.id}/${depth}`);
  const questions = data.questions.map(({ id }) => id);
  return hashJson({
    lane: nameRecipe(lane),
    collection,
    seed,
    golden: golden.hash,
    serves,
    plan,
    ids,
    fingerprint,
    documents,
    questions,
  }).slice(0, 32);
}

/** @throws registry.artifact-not-found, registry.artifact-corrupt, tune.artifact-foreign */
async function findSeed(
  { artifacts }: Assembly,
  { lane, collection, seed, from }: TuneInput,
): Promise<string> {
  if (from === undefined) return seed ?? DEFAULT_SEED;
  const { kind, recipe } = (await artifacts.read(from)).record.manifest;
  if (kind !== lane)
    throw artifactForeign({ id: from, reason: `it is of kind ${kind}, and the lane is ${lane}` });
  if (recipe["collection"] !== collection)
    throw artifactForeign({ id: from, reason: `it was made for ${String(recipe["collection"])}` });
  const before = recipe["seed"];
  return seed ?? (typeof before === "string" ? before : DEFAULT_SEED);
}
