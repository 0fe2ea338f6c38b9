/** @module Training that must not go on. */
import { defineError } from "../foundation/errors.ts";

export const datasetLeak = defineError({
  code: "tune.dataset-leak",
  kind: "conflict",
  message: ({ rows, of, sets }: { rows: number; of: number; sets: readonly string[] }) =>
    `${rows} of ${of} rows nearly repeat a held-out case of ${sets.join(", ")}: more than 5 %`,
  hint: () =>
    "mend the split of the golden set (plumbline golden check names the cases), or leave those rows out with --drop-leaks",
});

export const secretInRows = defineError({
  code: "tune.secret-in-rows",
  kind: "conflict",
  message: ({ places }: { places: readonly string[] }) =>
    `there are keys or passwords in what should be learned from: ${places.join("; ")}`,
  hint: () =>
    "take them out where they stand and change them, or say training: forbidden for those documents",
});

export const noisyLabels = defineError({
  code: "tune.noisy-labels",
  kind: "conflict",
  message: ({ percent, rows }: { percent: string; rows: readonly string[] }) =>
    `about ${percent} % of the labels look wrong, more than 15 %; first of them: ${rows.join(", ")}`,
  hint: () =>
    "have somebody look at the rows named by plumbline trainset check, or go on with --keep-noise",
});

export const disagreedLabels = defineError({
  code: "tune.disagreed-labels",
  kind: "conflict",
  message: ({ kappa, rows }: { kappa: string; rows: number }) =>
    `two people agree with a kappa of ${kappa} on ${rows} rows, less than .6`,
  hint: () => "agree on what each label means, label those rows again, then build again",
});

export const maskingTooWeak = defineError({
  code: "tune.masking-too-weak",
  kind: "denied",
  message: ({ languages }: { languages: readonly string[] }) =>
    `rows in ${languages.join(", ")} must not go to services of others: too little of what names a person is found there`,
  hint: () =>
    "build for machines of your own (--for internal), or leave out the sources in those languages",
});

export const datasetInvalid = defineError({
  code: "tune.dataset-invalid",
  kind: "invalid",
  message: ({ id, reason }: { id: string; reason: string }) =>
    `${id} is no training set: ${reason}`,
  hint: () => "plumbline trainset show lists those that are there",
});

export const labelsFileInvalid = defineError({
  code: "tune.labels-file-invalid",
  kind: "invalid",
  message: ({ path, mistakes }: { path: string; mistakes: readonly string[] }) =>
    `${path} is no file of labelled texts:\n  ${mistakes.join("\n  ")}`,
  hint: () =>
    'each line is one JSON object with "text" and "label", and may say "id", "by", "language"',
});

export const trainingStateInvalid = defineError({
  code: "tune.training-state-invalid",
  kind: "conflict",
  message: ({ reason }: { reason: string }) => `a stopped training cannot go on: ${reason}`,
  hint: () => "start it again from the beginning: nothing of it serves yet",
});

export const collectionNotTunable = defineError({
  code: "tune.collection-not-tunable",
  kind: "conflict",
  message: ({ collection, reason }: { collection: string; reason: string }) =>
    `the retrieval of ${collection} cannot be tuned: ${reason}`,
  hint: ({ collection }: { collection: string; reason: string }) =>
    `plumbline documents list --collection ${collection} shows what it holds; ingest it with indexing: standard`,
});

export const artifactForeign = defineError({
  code: "tune.artifact-foreign",
  kind: "invalid",
  message: ({ id, reason }: { id: string; reason: string }) =>
    `nothing can go on from ${id}: ${reason}`,
  hint: () => "plumbline registry list --artifacts names those of each lane",
});

export const queryAdapterPresent = defineError({
  code: "tune.query-adapter-present",
  kind: "conflict",
  message: ({ artifact }: { artifact: string }) =>
    `what serves moves its questions by ${artifact} already`,
  hint: () =>
    "an adapter is learned from vectors as they are: plumbline registry rollback, then tune again",
});
