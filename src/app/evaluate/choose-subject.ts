/** @module What is evaluated: replies in files, a system over HTTP, or this release. */
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { GoldenSet } from "../../domain/golden-set.ts";
import {
  countForeign,
  createFileSystem,
  parseAnswers,
  parseQrels,
  parseRun,
  toGoldenSet,
  toNamesOf,
  type Rankings,
} from "../../evaluate/index.ts";
import type { EvaluatedSystem } from "../../ports/evaluated-system.ts";
import { createOpenAiSystem } from "../../adapters/index.ts";
import type { Assembly } from "../assembly.ts";
import { fileUnreadable, goldenNeeded } from "../errors.ts";
import { readGoldenSet } from "../golden/set-folder.ts";
import type { EvaluateInput } from "./evaluate-input.ts";

/** @throws evaluate.golden-not-found and its like, evaluate.qrels-invalid, app.golden-needed */
export function openCases(workingDirectory: string, { golden, qrels }: EvaluateInput): GoldenSet {
  if (golden !== undefined) return readGoldenSet(workingDirectory, golden);
  if (qrels === undefined) throw goldenNeeded({});
  const text = readText(workingDirectory, qrels);
  return toGoldenSet(basename(qrels), parseQrels(text, { path: qrels, idsOfRuns: true }));
}

export interface OutsideSubject {
  readonly system: EvaluatedSystem;
  /** Queries of a run that nobody judged. */
  readonly foreign?: number;
}

/**
 * Nothing where this release is the subject.
 *
 * @throws evaluate.run-invalid, evaluate.answers-invalid, app.file-unreadable
 */
export function chooseOutsideSubject(
  assembly: Assembly,
  golden: GoldenSet,
  { run, answers, system, precision }: EvaluateInput,
): OutsideSubject | undefined {
  if (run !== undefined || answers !== undefined)
    return openFiles(assembly.workingDirectory, golden, { run, answers, precision });
  if (!system) return undefined;
  const { url, model, apiKey } = system;
  const options = { baseUrl: url, model, ...(apiKey === undefined ? {} : { apiKey }) };
  const { context } = assembly;
  return { system: createOpenAiSystem(options, { ...context, fetch: context.fetchFor(options) }) };
}

function openFiles(
  workingDirectory: string,
  golden: GoldenSet,
  { run, answers, precision }: Pick<EvaluateInput, "run" | "answers" | "precision">,
): OutsideSubject {
  const names = [run, answers].filter((name) => name !== undefined);
  const texts = names.map((name) => readText(workingDirectory, name));
  const [first = ""] = texts;
  const rankings: Rankings | undefined =
    run === undefined
      ? undefined
      : toNamesOf(
          golden,
          parseRun(first, { path: run, ...(precision === undefined ? {} : { precision }) }),
        );
  const answered = answers === undefined ? undefined : parseAnswers(texts.at(-1) ?? "", answers);
  const judged = new Set(golden.qrels.keys());
  return {
    system: createFileSystem({
      name: names.map((name) => basename(name)).join(" and "),
      contents: texts,
      rankings,
      answers: answered,
    }),
    ...(rankings ? { foreign: countForeign(rankings, judged) } : {}),
  };
}

/** @throws app.file-unreadable */
export function readText(workingDirectory: string, path: string): string {
  try {
    return readFileSync(resolve(workingDirectory, path), "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fileUnreadable({ path, reason }, error);
  }
}
