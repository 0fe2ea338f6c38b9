/** @module The configured judge beside people's labels of a file. */
import { basename } from "node:path";
import { sha256 } from "../../foundation/hash.ts";
import {
  labelsInvalid,
  measureJudge,
  parseLabels,
  selectLabels,
  type MeasuredJudge,
} from "../../evaluate/index.ts";
import { openSqliteStore, storeNotFound } from "../../adapters/index.ts";
import type { Store } from "../../ports/store.ts";
import { assemble, type AssembleOptions } from "../assembly.ts";
import { judgeMissing } from "../errors.ts";
import { OPERATOR } from "../spend/lend-retrieval.ts";
import { createMemoryLedger } from "../spend/memory-ledger.ts";
import { openJudge } from "./open-judge.ts";
import { readNamed } from "./read-named.ts";

export interface CalibrateInput {
  /** JSON Lines, relative to the working directory. */
  readonly labels: string;
  readonly criterion: string;
  /** BCP 47; answers in another language are left out. */
  readonly language: string;
  /** Verdicts asked for each answer. */
  readonly repeats: number;
  /** Counts, and asks nobody. */
  readonly dryRun: boolean;
  readonly signal?: AbortSignal;
}

export interface Calibrated extends Partial<MeasuredJudge> {
  readonly judge: string;
  /** Answers with a label of the criterion in the language. */
  readonly answers: number;
  /** Of the judge, asked or to be asked. */
  readonly calls: number;
}

/** As many requests as a provider's free tier takes at a time. */
const CONCURRENCY = 4;

/**
 * Needs no data directory: labels hold all that is shown.
 *
 * @throws app.judge-missing, app.unknown-adapter, app.bad-adapter-options, evaluate.labels-invalid.
 */
export async function calibrateConfiguredJudge(
  options: AssembleOptions,
  input: CalibrateInput,
): Promise<Calibrated> {
  const { labels, criterion, language, repeats, dryRun, signal } = input;
  const assembly = await assemble(options);
  await using _ = assembly.outbound;
  const judge = await openJudge(assembly);
  if (!judge) throw judgeMissing({});
  const { path, text } = readNamed(options.workingDirectory, labels, labelsInvalid);
  const labelled = parseLabels(path, text);
  const answers = selectLabels(labelled, criterion, language).length;
  const planned = { judge: judge.id, answers, calls: answers * repeats };
  if (dryRun) return planned;
  await using store = openLedger(options);
  const purse = assembly.spend.purseOf(store ?? createMemoryLedger(), OPERATOR);
  const measured = await measureJudge(judge.paidBy(purse), labelled, {
    criterion,
    language,
    repeats,
    labels: `${basename(path)}@${sha256(text).slice(0, 16)}`,
    at: options.clock.now().toISOString(),
    concurrency: CONCURRENCY,
    ...(signal ? { signal } : {}),
  });
  return { ...planned, ...measured };
}

/** Where the data directory keeps one; who calibrates before there is any pays out of none. */
function openLedger({ loaded, clock }: AssembleOptions): Store | undefined {
  try {
    return openSqliteStore({ directory: loaded.dataDirectory, mode: "read", clock });
  } catch (error) {
    if (storeNotFound.is(error)) return undefined;
    throw error;
  }
}
