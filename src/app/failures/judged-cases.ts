/** @module The cases of an evaluation that a reader may know of. */
import type { CaseResult, Evaluation, StaleCase } from "../../domain/evaluation.ts";
import type { GoldenCase } from "../../domain/golden-set.ts";
import { toBareCase } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { findReadableCases } from "../evaluate/readable-cases.ts";
import { listKnownDocuments, type KnownDocuments } from "../golden/documents.ts";
import type { As } from "../writer/writer.ts";
import type { FailureCase } from "./build-report.ts";

export interface JudgedCases {
  /** With the collection of their evidence, where a case names none. */
  readonly cases: readonly FailureCase[];
  readonly stale: readonly StaleCase[];
  readonly results: readonly CaseResult[];
}

/** Everything for the owner; for others as if the rest had never been asked. */
export async function findJudgedCases(
  store: Store,
  evaluation: Evaluation,
  as: As,
): Promise<JudgedCases> {
  const known = await listKnownDocuments(store);
  const { results, stale } = await findReadable(store, known, evaluation, as);
  return { cases: results.map((result) => toFailureCase(result, known)), results, stale };
}

async function findReadable(
  store: Store,
  known: KnownDocuments,
  { cases, stale = [] }: Evaluation,
  as: As,
): Promise<Omit<JudgedCases, "cases">> {
  if (as === undefined) return { results: cases, stale };
  const asked = [
    ...cases.map((one) => toGolden(one.caseId, listDocuments(one))),
    ...stale.map(({ caseId, documents }) => toGolden(caseId, documents)),
  ];
  const set = { name: "", id: "", hash: "", cases: asked, qrels: new Map() };
  const { golden, mayShow } = await findReadableCases(set, known, store, as);
  const ids = new Set(golden.cases.map(({ id }) => id));
  return {
    results: cases.filter(({ caseId, replies }) => ids.has(caseId) && mayShow(replies)),
    stale: stale.filter(({ caseId }) => ids.has(caseId)),
  };
}

/**
 * What decides who may know of a case: its documents, in whatever collection they are. Where a case
 * was asked is no part of it, since asking in the wrong one is a failure to tell of.
 */
const toGolden = (id: string, documents: readonly string[]): GoldenCase =>
  toBareCase(id, new Map(documents.map((key) => [key, 1])), id);

const listDocuments = ({ asked, evidence }: CaseResult): readonly string[] => [
  ...new Set([
    ...Object.keys(asked?.grades ?? {}),
    ...(evidence?.sets ?? []).flat().map(({ unit }) => unit.replace(/#\d+-\d+$/, "")),
  ]),
];

/** Cases that were not attributed are undetermined: nothing is known of them. */
function toFailureCase(result: CaseResult, known: KnownDocuments): FailureCase {
  const { caseId, asked, attribution, evidence, replies } = result;
  const { class: name = "undetermined", cause, blockingUnit } = attribution ?? {};
  const answerId = replies[0]?.answer?.answerId;
  const language = asked?.language;
  const documents = listDocuments(result);
  const collection = asked?.collection ?? known.find(documents[0] ?? "")?.collection;
  return {
    id: caseId,
    question: asked?.text ?? caseId,
    class: name,
    causes: [...new Set([...(cause === undefined ? [] : [cause]), ...listMore(name, evidence)])],
    ...(blockingUnit === undefined ? {} : { blockingUnit }),
    ...(answerId === undefined ? {} : { answerId }),
    ...(collection === undefined ? {} : { collection }),
    ...(language === undefined ? {} : { language }),
    documents,
  };
}

/** An unsupported answer may fail several checks. */
const listMore = (name: string, evidence: CaseResult["evidence"]): readonly string[] =>
  name === "unsupported_answer" ? (evidence?.unsupported ?? []) : [];
