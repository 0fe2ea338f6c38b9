/** @module Golden sets that cannot be used. */
import { defineError } from "../foundation/errors.ts";

export const goldenNotFound = defineError({
  code: "evaluate.golden-not-found",
  kind: "not-found",
  message: ({ path, missing }: { path: string; missing: string }) =>
    `${path} is no golden set: ${missing} is missing`,
  hint: () => "a golden set is a folder with queries.jsonl and qrels/test.tsv, or qrels.tsv",
});

export const goldenInvalid = defineError({
  code: "evaluate.golden-invalid",
  kind: "invalid",
  message: ({ path, mistakes }: { path: string; mistakes: readonly string[] }) =>
    `${path} is not valid:\n  ${mistakes.join("\n  ")}`,
  hint: () => "mend the lines named",
});

export const goldenChanged = defineError({
  code: "evaluate.golden-changed",
  kind: "conflict",
  message: ({ path, wanted, found, by }: GoldenChange) =>
    `${path} is not the version that ${by} names: its files have the hash ${found.slice(0, 16)}, not ${wanted.slice(0, 16)}`,
  hint: ({ by, path }: GoldenChange) =>
    by === "golden.json"
      ? `take the change back, or make it a version of its own: plumbline golden check ${path} --accept`
      : "pin the version that is there once you know what changed, or bring the other one back",
});

interface GoldenChange extends Readonly<Record<string, unknown>> {
  readonly path: string;
  readonly wanted: string;
  readonly found: string;
  readonly by: "golden.json" | "the pin";
}

export const evaluationInvalid = defineError({
  code: "evaluate.evaluation-invalid",
  kind: "invalid",
  message: ({ source, reason }: { source: string; reason: string }) =>
    `${source} is no evaluation: ${reason}`,
  hint: () => "name an evaluation (evl_…) or what plumbline evaluate --json has written",
});

export const caseNotFound = defineError({
  code: "evaluate.case-not-found",
  kind: "not-found",
  message: ({ id }: { id: string }) => `the golden set has no case ${id}`,
  hint: () => "queries.jsonl lists the ids of its cases",
});

export const policyInvalid = defineError({
  code: "evaluate.policy-invalid",
  kind: "invalid",
  message: ({ source, mistakes }: { source: string; mistakes: readonly string[] }) =>
    `${source} is no policy of a gate:\n  ${mistakes.join("\n  ")}`,
  hint: () => "mend the settings named; a policy has primary, guardrails, floors, zeros, slices",
});

export const policyMeasureMissing = defineError({
  code: "evaluate.policy-measure-missing",
  kind: "invalid",
  message: ({ measure }: { measure: string }) =>
    `the policy names ${measure}, which was not measured`,
  hint: () => "add it to --measures, or take it out of the policy",
});

export const reviewInvalid = defineError({
  code: "evaluate.review-invalid",
  kind: "invalid",
  message: ({ path, mistakes }: { path: string; mistakes: readonly string[] }) =>
    `${path} cannot be taken as reviewed:\n  ${mistakes.join("\n  ")}`,
  hint: () => "mend the lines named; a line with the decision null or reject is left out",
});

export const noCases = defineError({
  code: "evaluate.no-cases",
  kind: "invalid",
  message: ({ set, part }: { set: string; part: string }) =>
    `no case of ${set} is left to ask${part === "all" ? "" : ` in part ${part}`}`,
  hint: () => "--part all asks every part; look at --cases, --stratum, --difficulty and --as",
});

export const unknownCases = defineError({
  code: "evaluate.unknown-cases",
  kind: "not-found",
  message: ({ set, ids }: { set: string; ids: readonly string[] }) =>
    `${set} has no case ${ids.slice(0, 5).join(", ")}`,
  hint: () => "the ids are the _id of queries.jsonl",
});

export const cannotMask = defineError({
  code: "evaluate.cannot-mask",
  kind: "invalid",
  message: ({ subject, count }: { subject: string; count: number }) =>
    `all ${count} cases hide documents from who answers, and ${subject} cannot leave any out`,
  hint: () =>
    "evaluate a release, or make the set with --corpus and let the system answer from its corpus.jsonl",
});

export const cannotMeasure = defineError({
  code: "evaluate.cannot-measure",
  kind: "invalid",
  message: ({ measure, lacks }: { measure: string; lacks: string }) =>
    `${measure} cannot be computed: it needs ${lacks}, which is not at hand`,
  hint: () => "leave it out of --measures, or evaluate a system that gives what it needs",
});

export const nothingToMeasure = defineError({
  code: "evaluate.nothing-to-measure",
  kind: "invalid",
  message: ({ subject }: { subject: string }) =>
    `nothing of what ${subject} gives can be measured on these cases`,
  hint: () => "rankings need judged documents (qrels), answers need answers.jsonl",
});

export const tooManyFaults = defineError({
  code: "evaluate.too-many-faults",
  kind: "upstream",
  message: ({ faults, cases, codes }: { faults: number; cases: number; codes: string }) =>
    `${faults} of ${cases} cases failed, which is more than 2 %: ${codes}`,
  hint: ({ codes }) =>
    `${codes.includes("spend-cap-reached") ? "raise costs.caps, or wait until the cap begins anew, and " : ""}run the same command again: replies that came are kept, the others are asked for`,
});

export const answersInvalid = defineError({
  code: "evaluate.answers-invalid",
  kind: "invalid",
  message: ({ path, mistakes }: { path: string; mistakes: readonly string[] }) =>
    `${path} holds no answers that can be read:\n  ${mistakes.join("\n  ")}`,
  hint: () => 'write one JSON object a line: {"id": "q1", "text": "…", "abstained": false}',
});

export const importFailed = defineError({
  code: "evaluate.import-failed",
  kind: "invalid",
  message: ({ path, format, mistakes }: FailedImport) =>
    `${path} cannot be read as ${format}:\n  ${mistakes.join("\n  ")}`,
  hint: () => "mend what is named, or say what the file is with --format",
});

interface FailedImport extends Readonly<Record<string, unknown>> {
  readonly path: string;
  readonly format: string;
  readonly mistakes: readonly string[];
}
