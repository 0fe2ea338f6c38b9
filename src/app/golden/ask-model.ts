/** @module Use case: questions that a model makes of sections, for a person to accept. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  askModel,
  orderSections,
  writeReviewFile,
  type Attempt,
  type ModelLimits,
  type SampledSection,
  type StopReason,
} from "../../evaluate/index.ts";
import { parseJsonLines } from "../../foundation/jsonl.ts";
import type { Store } from "../../ports/store.ts";
import { rankDocuments } from "../../retrieve/index.ts";
import { QUESTION_MAKERS } from "../../adapters/index.ts";
import { maintenanceAccess } from "../access.ts";
import { createPaidAdapter } from "../assemble.ts";
import { noDocuments, noQuestionMaker } from "../errors.ts";
import { lendRetrieval, OPERATOR } from "../spend/lend-retrieval.ts";
import { listTestGold } from "./make.ts";
import { openGoldenSet } from "./set-folder.ts";
import { listSampledSections, readSourceDocuments } from "./source-documents.ts";
import { textTools } from "./text-tools.ts";
import { findDocuments, type GoldenWorkspace } from "./workspace.ts";

export interface AskModelInput extends ModelLimits {
  /** The review file; what was tried is kept beside it, so that a broken run goes on. */
  readonly out: string;
  /** Set whose questions are not asked again, and whose test part is spared. */
  readonly golden?: string | undefined;
  readonly roles: readonly string[];
  readonly seed: string;
  readonly collections?: readonly string[] | undefined;
  /** Says what would be asked, and asks nothing. */
  readonly dryRun?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface AskModelOutput {
  readonly path: string;
  /** Sections that are long enough, tried ones too. */
  readonly sections: number;
  readonly tried: number;
  readonly kept: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly calls: number;
  readonly costUsd: number;
  /** Calls without a known price. */
  readonly unpriced: number;
  readonly stopped: StopReason | "dry-run";
}

/** Who asks where nobody is named. */
const ROLES = ["a new employee", "a manager", "somebody in a hurry"];
const RANKED = 100;

/** @throws app.no-question-maker, app.no-documents, app.spend-cap-reached. */
export async function makeWithModel(
  workspace: GoldenWorkspace,
  input: AskModelInput,
): Promise<AskModelOutput> {
  const { assembly, openStore } = workspace;
  const { workingDirectory, loaded, context } = assembly;
  const choice = loaded.config.questionMaker;
  if (!choice) throw noQuestionMaker({});
  const documents = await findDocuments(workspace, input.collections);
  if (!documents || documents.records.length === 0) throw noDocuments({});
  const golden = input.golden ? openGoldenSet(workingDirectory, input.golden).set : undefined;
  const sources = await readSourceDocuments(documents);
  const all = listSampledSections(documents, sources, listTestGold(golden));
  const sections = orderSections(all, input.seed);
  const path = resolve(workingDirectory, input.out);
  const journal = `${path}.attempts.jsonl`;
  const attempts = readAttempts(journal);
  const tell = (stopped: AskModelOutput["stopped"]): AskModelOutput =>
    summarize(path, sections.length, attempts, stopped);
  if (input.dryRun) return tell("dry-run");
  const store = await openStore();
  const maker = await createPaidAdapter(QUESTION_MAKERS, "question-maker", choice, context);
  const purse = assembly.spend.purseOf(store, OPERATOR);
  const running = askModel(sections, [...attempts], maker.paidBy(purse), {
    ...input,
    roles: input.roles.length > 0 ? input.roles : ROLES,
    known: golden?.cases.map(({ text }) => text) ?? [],
    tools: textTools,
    rankOf: (question, section) => findRank(workspace, store, question, section),
  });
  mkdirSync(dirname(path), { recursive: true });
  for (let step = await running.next(); ; step = await running.next()) {
    if (step.done) {
      writeFileSync(path, writeReviewFile(attempts.flatMap(({ candidate }) => candidate ?? [])));
      return tell(step.value);
    }
    attempts.push(step.value);
    appendFileSync(journal, `${JSON.stringify(step.value)}\n`, { flush: true });
  }
}

/** A line that a killed process left half written is tried again. */
function readAttempts(path: string): Attempt[] {
  if (!existsSync(path)) return [];
  const lines = parseJsonLines(readFileSync(path, "utf8"));
  // Written by this very module.
  return lines.filter(({ error }) => error === undefined).map(({ value }) => value as Attempt);
}

async function findRank(
  { assembly }: GoldenWorkspace,
  store: Store,
  question: string,
  { document }: SampledSection,
): Promise<number | undefined> {
  const ranked = await rankDocuments(
    maintenanceAccess("difficulty of made questions"),
    { question, collections: [document.collection], filter: [], topK: RANKED, legs: "both" },
    lendRetrieval(assembly, store),
  );
  const at = ranked.findIndex(({ key }) => key === document.key);
  return at < 0 ? undefined : at + 1;
}

function summarize(
  path: string,
  sections: number,
  attempts: readonly Attempt[],
  stopped: AskModelOutput["stopped"],
): AskModelOutput {
  const rejected: Record<string, number> = {};
  for (const { rejected: reason } of attempts)
    if (reason !== undefined) rejected[reason] = (rejected[reason] ?? 0) + 1;
  const sum = (of: "calls" | "costUsd" | "unpriced"): number =>
    attempts.reduce((total, attempt) => total + attempt[of], 0);
  return {
    path,
    sections,
    tried: attempts.length,
    kept: attempts.filter(({ candidate }) => candidate !== undefined).length,
    rejected,
    calls: sum("calls"),
    costUsd: sum("costUsd"),
    unpriced: sum("unpriced"),
    stopped,
  };
}
