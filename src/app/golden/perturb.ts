/** @module Use case: the questions of a golden set in other forms, and what each form costs. */
import { resolve } from "node:path";
import type { GoldenCase } from "../../domain/golden-set.ts";
import {
  measureFormCosts,
  parseRankingMeasure,
  perturbCases,
  writeGoldenSet,
  type Form,
  type FormCost,
} from "../../evaluate/index.ts";
import { rankDocuments } from "../../retrieve/index.ts";
import { toAccess } from "../access.ts";
import { lendRetrieval } from "../spend/lend-retrieval.ts";
import { putNewSet, toChange, type GoldenChange } from "./change.ts";
import { openGoldenSet } from "./set-folder.ts";
import { textTools } from "./text-tools.ts";
import { findDocuments, type GoldenWorkspace } from "./workspace.ts";

export interface PerturbGoldenInput {
  readonly folder: string;
  readonly forms: readonly Form[];
  /** A folder for the variants beside their originals; absent: nothing is written. */
  readonly out?: string | undefined;
  /** Of the slips; equal seeds slip equally. */
  readonly seed: string;
  /** Collections to rank; default: all. */
  readonly collections?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PerturbGoldenOutput {
  readonly variants: number;
  readonly byForm: Readonly<Record<string, number>>;
  /** Of this release's rankings; absent without documents to rank. */
  readonly costs?: readonly FormCost[];
  readonly release?: string;
  readonly written?: GoldenChange;
}

const MEASURES = ["nDCG@10", "R@100"] as const;
const DEPTH = 100;

/** @throws app.golden-exists where `out` is there already. */
export async function perturbGolden(
  workspace: GoldenWorkspace,
  { folder, forms, out, seed, collections, signal }: PerturbGoldenInput,
): Promise<PerturbGoldenOutput> {
  const { workingDirectory, clock, release } = workspace.assembly;
  const { set, files, manifest } = openGoldenSet(workingDirectory, folder);
  const at = clock.now().toISOString();
  const variants = perturbCases(set.cases, forms, { seed, at, tools: textTools });
  const byForm = Object.fromEntries(
    forms.map((form) => [form, variants.filter(({ id }) => id.endsWith(`~${form}`)).length]),
  );
  // Originals stay beside their variants: a form's cost is a difference to them.
  const name = manifest?.name ?? set.name;
  const facts = { name: `${name}-forms`, seed, parent: set.hash, language: set.language };
  const written = writeGoldenSet(facts, [...set.cases, ...variants], files);
  const path = out === undefined ? undefined : resolve(workingDirectory, out);
  if (path !== undefined) putNewSet(path, written.files);
  const documents = await findDocuments(workspace, collections);
  const judged = written.set.cases.filter(({ grades }) =>
    [...grades].some(([key, grade]) => grade > 0 && documents?.keys.has(key)),
  );
  const change = { added: variants.map(({ id }) => id), refused: [] };
  return {
    variants: variants.length,
    byForm,
    ...(judged.length > 0
      ? { costs: await measureCosts(workspace, judged, collections, signal), release }
      : {}),
    ...(path === undefined ? {} : { written: toChange(path, written, change) }),
  };
}

async function measureCosts(
  { assembly, openStore }: GoldenWorkspace,
  cases: readonly GoldenCase[],
  collections: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly FormCost[]> {
  const store = await openStore();
  const retrieval = lendRetrieval(await assembly.serving.choose(store, {}), store);
  const varied = new Set(cases.map(({ variantOf }) => variantOf));
  const wanted = cases.filter(({ id, variantOf }) => variantOf !== undefined || varied.has(id));
  const measures = MEASURES.map(parseRankingMeasure);
  const scores = new Map<string, number>();
  for (const golden of wanted) {
    signal?.throwIfAborted();
    const { text: question, history, principals } = golden;
    const ranked = await rankDocuments(
      toAccess(principals.length > 0 ? principals : undefined),
      { question, history, collections, filter: [], topK: DEPTH, legs: "both" },
      { ...retrieval, signal },
    );
    const documents = ranked.map(({ key }) => key);
    for (const measure of measures) {
      const score = measure.score(golden, { documents });
      if (typeof score === "number") scores.set(`${golden.id}\n${measure.name}`, score);
    }
  }
  return measureFormCosts(wanted, MEASURES, (id, measure) => scores.get(`${id}\n${measure}`));
}
