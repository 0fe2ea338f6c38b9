/** @module Curated rows become a training set with its facts. */
import { intersectAccess, toAccessList, type AccessList } from "../../../domain/principal.ts";
import { countRejects, type Reject } from "../curate/reject.ts";
import type { Curated } from "../curate/curate.ts";
import { TOKENIZER } from "../curate/count-tokens.ts";
import { isGuarded, type GuardedSet } from "../leakage/find-golden-leaks.ts";
import { NOISE_WARNING } from "../labels/label-noise.ts";
import { KAPPA_TO_GATE, LEAST_DOUBLE } from "../labels/double-labels.ts";
import { measureRecall, toShare } from "../personal/measure-recall.ts";
import { MASKING } from "../personal/mask.ts";
import { toLineageKey } from "../../../domain/lineage.ts";
import { DATASET_FORMAT, type Dataset, type DatasetFacts } from "./dataset.ts";
import { countRows, tally } from "./write-dataset.ts";
import { warnOfStrata } from "./strata.ts";

/** What is known of a document that rows were read from. */
export interface SourceRights {
  readonly access: AccessList;
  readonly licence?: string | undefined;
  readonly lawfulBasis?: string | undefined;
}

export interface DatasetInput extends Pick<
  DatasetFacts,
  "lane" | "collections" | "audience" | "rights" | "from" | "to" | "seed"
> {
  readonly curated: Curated;
  /** Of what became no draft at all. */
  readonly refused: readonly Reject[];
  readonly guarded: readonly GuardedSet[];
  readonly unseenDocuments: boolean;
  /** By `doc_…` or `trc_…`. */
  readonly sources: ReadonlyMap<string, SourceRights>;
}

/** Doubted labels that the report names. */
const DOUBTED = 100;

export function makeDataset(input: DatasetInput): Dataset {
  const { curated, refused, guarded, sources, lane, collections, audience, rights } = input;
  const { rows, assigned, leaks, labels, tokens } = curated;
  const rejects = [...refused, ...curated.rejects];
  const used = new Set(
    rows.flatMap(({ documentVersions, traceIds }) =>
      [...documentVersions, ...traceIds].map(toLineageKey),
    ),
  );
  const known = [...used].toSorted().flatMap((id) => sources.get(id) ?? []);
  const facts: DatasetFacts = {
    format: DATASET_FORMAT,
    lane,
    collections,
    audience,
    rights,
    readers: toReaders(known, audience),
    ...(input.from === undefined ? {} : { from: input.from }),
    to: input.to,
    seed: input.seed,
    ...countRows(rows),
    rejects: countRejects(rejects),
    licences: tally(known, ({ licence }) => licence),
    bases: tally(known, ({ lawfulBasis }) => lawfulBasis),
    leakage: {
      sets: guarded.map(({ id, name, cases }) => ({
        id,
        name,
        cases: cases.filter(isGuarded).length,
      })),
      rows: leaks.rows,
      nearRepeats: leaks.nearRepeats.size,
      reworded: leaks.reworded.size,
      sharedDocuments: leaks.sharedDocuments.size,
      sharedDocumentsWere: input.unseenDocuments ? "dropped" : "kept",
    },
    ...(labels ? { labelQuality: toLabelQuality(labels) } : {}),
    tokens: {
      counter: TOKENIZER,
      ...tokens,
      longest: Math.max(0, ...rows.map((row) => row.tokens)),
      total: rows.reduce((sum, row) => sum + row.tokens, 0),
    },
    masking: toMasking(rows),
    warnings: [...warnOfLabels(curated), ...warnOfStrata(rows), ...warnOfGroups(rows)],
  };
  return { facts, rows, assigned, rejects };
}

/** What all lists permit; the audience itself where no row was read from anything with a list. */
function toReaders(known: readonly SourceRights[], audience: readonly string[]): AccessList {
  let readers: AccessList | undefined;
  for (const { access } of known) readers = intersectAccess(readers, access);
  return readers ?? toAccessList(audience.length > 0 ? [...audience] : ["public"]);
}

const toLabelQuality = ({
  noise,
  double,
}: NonNullable<Curated["labels"]>): NonNullable<DatasetFacts["labelQuality"]> => ({
  ...(noise ? { noise: noise.rate, accuracy: noise.accuracy } : {}),
  doubted: [...(noise?.doubted ?? [])].slice(0, DOUBTED),
  doubleRows: double.rows,
  ...(double.kappa === undefined ? {} : { kappa: double.kappa }),
});

function toMasking(rows: Dataset["rows"]): DatasetFacts["masking"] {
  const masked = new Map<string, number>();
  for (const row of rows)
    for (const [kind, count] of Object.entries(row.masked))
      masked.set(kind, (masked.get(kind) ?? 0) + count);
  return {
    rules: MASKING,
    masked: Object.fromEntries([...masked].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    recall: measureRecall().map(({ language, structured, names, passes }) => ({
      language,
      structured: toShare(structured),
      ...(names ? { names: toShare(names) } : {}),
      passes,
    })),
  };
}

/** Share of labels that the other rows tell, from which on a doubt is worth a look by itself. */
const TOLD = 0.8;

function warnOfLabels({ labels }: Curated): readonly string[] {
  if (!labels) return [];
  const { noise, double } = labels;
  const warnings: string[] = [];
  if (noise && noise.rate > NOISE_WARNING)
    warnings.push(
      `about ${(100 * noise.rate).toFixed(1)} % of the labels look wrong${noise.accuracy < TOLD ? "; the other rows tell few labels, so many of them may be right" : ""}`,
    );
  if (double.rows < LEAST_DOUBLE)
    warnings.push(
      `${double.rows} rows were labelled by two people; ${LEAST_DOUBLE} show how far labels can be trusted`,
    );
  else if (double.kappa !== undefined && double.kappa < KAPPA_TO_GATE)
    warnings.push(
      `a kappa of ${double.kappa.toFixed(2)} is enough to train on, and not to gate on`,
    );
  return warnings;
}

/** A group as large as this makes the sides a matter of luck. */
const LARGE_GROUP = 0.1;

function warnOfGroups(rows: Dataset["rows"]): readonly string[] {
  const sizes = Object.entries(tally(rows, ({ groupId }) => groupId));
  const largest = Math.max(0, ...sizes.map(([, size]) => size));
  return rows.length > 0 && largest > LARGE_GROUP * rows.length
    ? [`one group holds ${largest} of ${rows.length} rows: they stay on one side together`]
    : [];
}
