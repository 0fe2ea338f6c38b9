/** @module Rows from cases of golden sets that may be fitted to. */
import type { GoldenCase } from "../../../domain/golden-set.ts";
import { RETRIEVAL_LANES, type TrainsetLane, type RowDraft, type RowPassage } from "../row.ts";

/** A case with the passages that its judgments name, as far as the audience may read them. */
export interface GoldenMaterial {
  readonly set: { readonly id: string; readonly name: string };
  readonly golden: GoldenCase;
  /** Graded; relevant documents come as one passage each. */
  readonly passages: readonly RowPassage[];
  /** Keys of its relevant documents. */
  readonly gold: readonly string[];
  /** Of the relevant documents. */
  readonly collections: readonly string[];
  readonly rights: RowDraft["rights"];
  readonly language: string;
  readonly createdAt: string;
}

/** What a question is called that no collection answers. */
export const OUT_OF_SCOPE = "out-of-scope";

/** At most one row a case; none where the case teaches this lane nothing. */
export function toGoldenRows(lane: TrainsetLane, material: GoldenMaterial): readonly RowDraft[] {
  const { golden } = material;
  const base = toBase(lane, material);
  if (RETRIEVAL_LANES.has(lane)) {
    if (!golden.answerable) return [];
    return [{ ...base, task: "rank", input: { ...base.input, retrieved: material.passages } }];
  }
  if (lane === "router") {
    const label = chooseCollection(material);
    return label === undefined ? [] : [{ ...base, task: "label", label }];
  }
  const [target] = golden.answers;
  if (lane !== "generator" || !golden.answerable || target === undefined) return [];
  // What is judged bad is what a retriever may well have shown.
  const retrieved = material.passages.map(({ grade: _grade, ...passage }) => passage);
  return [{ ...base, task: "answer", target, input: { ...base.input, retrieved } }];
}

function chooseCollection({ golden, collections }: GoldenMaterial): string | undefined {
  const [only, another] = new Set(collections);
  if (golden.answerable) return another === undefined ? (only ?? golden.collection) : undefined;
  return golden.collection === undefined ? OUT_OF_SCOPE : undefined;
}

function toBase(lane: TrainsetLane, material: GoldenMaterial): Omit<RowDraft, "task"> {
  const { set, golden, passages, gold, rights, language, createdAt } = material;
  return {
    lane,
    key: `golden ${set.name}/${golden.id}`,
    ties: [
      `golden ${set.name}/${golden.group}`,
      ...(golden.variantOf === undefined ? [] : [`case ${set.name}/${golden.variantOf}`]),
      `case ${set.name}/${golden.id}`,
    ],
    input: { messages: [...golden.history, { role: "user", text: golden.text }], retrieved: [] },
    origin: "golden-train",
    traceIds: [],
    feedbackIds: [],
    documentVersions: [...new Set(passages.map(({ document }) => document))].toSorted(),
    golden: { set: set.id, case: golden.id },
    rights,
    language,
    createdAt,
    people: [],
    gold,
  };
}
