/** @module A training set as it is kept: its rows by slice, what it was made of, what was left out. */
import { z } from "zod";
import { AccessListSchema } from "../../../domain/principal.ts";
import { parseJsonLines } from "../../../foundation/jsonl.ts";
import type { ReadArtifact } from "../../../ports/artifact-store.ts";
import { datasetInvalid } from "../../errors.ts";
import type { Slice } from "../curate/curate.ts";
import type { Reject } from "../curate/reject.ts";
import { TRAINSET_LANES, type TrainingRow } from "../row.ts";
import { SIDES, type Assigned } from "../split/assign-sides.ts";

export const DATASET_FORMAT = "plumbline.dataset/1";
export const SLICES = ["train", "validation", "test", "recent"] as const satisfies readonly Slice[];

export const FACTS_FILE = "dataset.json";
export const ASSIGNMENTS_FILE = "assignments.jsonl";
export const REJECTS_FILE = "rejected.jsonl";
export const toSliceFile = (slice: Slice): string => `${slice}.jsonl`;

const Counts = z.record(z.string(), z.number());

export const DatasetFactsSchema = z.strictObject({
  format: z.literal(DATASET_FORMAT),
  lane: z.enum(TRAINSET_LANES),
  collections: z.union([z.array(z.string()), z.literal("all")]),
  /** Principals, each of whom may read all of it; empty: everybody. */
  audience: z.array(z.string()),
  rights: z.enum(["internal", "external"]),
  /** Who may read everything that the rows were made from: a release learned from it is for no others. */
  readers: AccessListSchema,
  /** First moment of what it was made from, where one was set; and the moment behind the last. */
  from: z.string().optional(),
  to: z.string(),
  seed: z.string(),
  counts: Counts,
  origins: Counts,
  tasks: Counts,
  languages: Counts,
  /** Of the train rows. */
  labels: Counts,
  /** By reason code. */
  rejects: Counts,
  /** Licences and lawful bases that documents were given under, with their documents. */
  licences: Counts,
  bases: Counts,
  leakage: z.strictObject({
    sets: z.array(z.strictObject({ id: z.string(), name: z.string(), cases: z.number() })),
    rows: z.number(),
    nearRepeats: z.number(),
    reworded: z.number(),
    sharedDocuments: z.number(),
    /** `kept`, unless rows that share a document with a held-out case were left out. */
    sharedDocumentsWere: z.enum(["kept", "dropped"]),
  }),
  labelQuality: z
    .strictObject({
      noise: z.number().optional(),
      doubted: z.array(
        z.strictObject({
          id: z.string(),
          label: z.string(),
          suggested: z.string(),
          confidence: z.number(),
        }),
      ),
      accuracy: z.number().optional(),
      doubleRows: z.number(),
      kappa: z.number().optional(),
    })
    .optional(),
  tokens: z.strictObject({
    counter: z.string(),
    limit: z.number(),
    trimmed: z.number(),
    longest: z.number(),
    total: z.number(),
  }),
  masking: z.strictObject({
    rules: z.string(),
    masked: Counts,
    /** On labelled sentences, by language: see `measureRecall`. */
    recall: z.array(
      z.strictObject({
        language: z.string(),
        structured: z.number(),
        names: z.number().optional(),
        passes: z.boolean(),
      }),
    ),
  }),
  warnings: z.array(z.string()),
  /** Of what a set lost to erasures, all together. */
  erased: z.strictObject({ from: z.string(), rows: z.number() }).optional(),
});

export type DatasetFacts = Readonly<z.output<typeof DatasetFactsSchema>>;

export type SlicedRow = TrainingRow & { readonly slice: Slice };

export interface Dataset {
  readonly facts: DatasetFacts;
  /** By id, ascending. */
  readonly rows: readonly SlicedRow[];
  readonly assigned: readonly Assigned[];
  readonly rejects: readonly Reject[];
}

const AssignedSchema = z.strictObject({
  id: z.string(),
  group: z.string(),
  side: z.enum(SIDES),
  ties: z.array(z.string()),
});

/** @throws tune.dataset-invalid for an artifact that is none, or of another format. */
export function readDataset({ record, files }: ReadArtifact): Dataset {
  const { id, manifest } = record;
  if (manifest.kind !== "dataset") throw datasetInvalid({ id, reason: `it is a ${manifest.kind}` });
  const read = (name: string): string => Buffer.from(files.get(name) ?? []).toString("utf8");
  const facts = DatasetFactsSchema.safeParse(parseOrNothing(read(FACTS_FILE)));
  if (!facts.success) throw datasetInvalid({ id, reason: `${FACTS_FILE} does not read` });
  const listed = (name: string): readonly unknown[] =>
    parseJsonLines(read(name)).map(({ value }) => value);
  const rows = SLICES.flatMap((slice) =>
    // Rows were written here, and the hash of the artifact says that they still are.
    listed(toSliceFile(slice)).map((row) => ({ ...(row as TrainingRow), slice })),
  );
  return {
    facts: facts.data,
    rows: rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    assigned: z.array(AssignedSchema).parse(listed(ASSIGNMENTS_FILE)),
    // As the rows.
    rejects: listed(REJECTS_FILE) as readonly Reject[],
  };
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
