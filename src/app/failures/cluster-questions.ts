/** @module Failed questions by what they are about. */
import { analyzerIdFor, detectLanguage, getAnalyzer } from "../../engine/analysis/index.ts";
import { createHashedEmbedding } from "../../engine/static/index.ts";
import { clusterFailures, isFailureClass, type ClusterCase } from "../../trace/index.ts";
import type { FailureCase } from "./build-report.ts";
import type { ClusterOfFailures } from "./failures-input.ts";

/** Whole identifiers repeat what their parts say. */
const isWord = (term: string): boolean => !term.startsWith("=");

/** With vectors that cost nothing, whatever the release embeds with. Notable ones first. */
export function clusterQuestions(
  cases: readonly FailureCase[],
  seed: string,
  before: readonly FailureCase[],
): readonly ClusterOfFailures[] {
  const embed = createHashedEmbedding();
  const toCases = (given: readonly FailureCase[]): readonly ClusterCase[] =>
    given.map(({ id, question, language, class: name }) => ({
      caseId: id,
      failed: isFailureClass(name),
      vector: embed(question),
      terms: listWords(question, language),
    }));
  const known = clusterFailures(toCases(before), { seed }).clusters;
  const questions = new Map(cases.map(({ id, question }) => [id, question]));
  return clusterFailures(toCases(cases), { seed, known }).clusters.map(
    ({ id, label, medoids, failures, cases: of, lift, interval, notable }) => ({
      id,
      label: label.map(({ term }) => term),
      medoids: medoids.map((name) => ({ id: name, question: questions.get(name) ?? "" })),
      failures,
      cases: of,
      lift,
      interval,
      notable,
    }),
  );
}

/** What the analyzer keeps, as it is written: a label is read by people. */
function listWords(text: string, language = detectLanguage(text) ?? "en"): readonly string[] {
  return getAnalyzer(analyzerIdFor(language))
    .analyze(text)
    .filter(({ term }) => isWord(term))
    .map(({ start, end }) => text.slice(start, end).toLowerCase());
}
