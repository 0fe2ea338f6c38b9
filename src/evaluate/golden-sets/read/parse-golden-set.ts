/** @module A golden set from its files: our layout, and those that open sets come in. */
import type { GoldenSet } from "../../../domain/golden-set.ts";
import type { Qrels } from "../../../domain/retrieval-judgments.ts";
import { goldenInvalid, goldenNotFound } from "../../errors.ts";
import { hashCase, type CaseDraft } from "../case-hash.ts";
import {
  CORPUS_FILES,
  listQrels,
  MANIFEST,
  QUERIES,
  QUERY_FILES,
  toText,
  type GoldenFiles,
} from "../files.ts";
import {
  computeSetHash,
  hashFiles,
  ManifestSchema,
  toGoldenId,
  type Manifest,
} from "../manifest.ts";
import { readAnswers } from "./answers.ts";
import { settleGroups, settleParts, toDraft } from "./drafts.ts";
import { Mistakes } from "./mistakes.ts";
import { readOpenCorpus } from "./open-evidence.ts";
import { readQrels } from "./qrels.ts";
import { readQueries, type ReadQuery } from "./queries.ts";

export interface ReadGoldenSet {
  readonly set: GoldenSet;
  /** Absent in sets of others, which have none. */
  readonly manifest: Manifest | undefined;
  /** By case and document, the `file line n` that says it is relevant; for messages. */
  readonly places: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Each case says its part itself, so that new ones move none. */
  readonly partsStored: boolean;
}

/**
 * @param location shown in messages.
 * @throws evaluate.golden-not-found, evaluate.golden-invalid naming each mistake by file and line.
 */
export function readGoldenFiles(location: string, files: GoldenFiles): ReadGoldenSet {
  const mistakes = new Mistakes();
  const manifest = readManifest(files, mistakes);
  if (!QUERY_FILES.some(({ path }) => files.has(path)))
    throw goldenNotFound({ path: location, missing: QUERIES });
  const queries = readQueries(files, mistakes);
  const known = new Set(queries.map(({ id }) => id));
  const answers = readAnswers(files, known, mistakes);
  const judged = readQrels(files, { known, strict: manifest !== undefined }, mistakes);
  if (queries.length === 0 && mistakes.count === 0)
    mistakes.add(QUERIES, undefined, "holds no question");
  // Without judgments and without answers it is no golden set: a file must be missing.
  const answered = answers.size > 0 || queries.some(saysAnswer);
  if (queries.length > 0 && !answered && listQrels(files).length === 0)
    throw goldenNotFound({ path: location, missing: "qrels/test.tsv" });
  const corpus = needsCorpus(queries, files) ? readOpenCorpus(files) : new Map();
  const drafts = queries.map((query) =>
    toDraft(query, answers.get(query.id), judged.get(query.id), corpus, mistakes),
  );
  const settled = settleParts(settleGroups(drafts), manifest?.seed ?? "");
  if (mistakes.count > 0) throw goldenInvalid({ path: location, mistakes: mistakes.list() });
  const cases = settled.map(hashCase);
  const hash = computeSetHash(hashFiles(files));
  const name = manifest?.name ?? location.split(/[\\/]/).findLast((part) => part !== "") ?? "set";
  const set: GoldenSet = {
    name,
    id: toGoldenId(hash),
    hash,
    ...(manifest?.parent === undefined ? {} : { parent: manifest.parent }),
    ...(manifest?.language === undefined ? {} : { language: manifest.language }),
    cases,
    qrels: toQrels(cases),
  };
  const places = new Map([...judged].map(([id, query]) => [id, query.places]));
  const partsStored = queries.every(({ metadata }) => metadata?.part !== undefined);
  return { set, manifest, places, partsStored };
}

export const parseGoldenSet = (location: string, files: GoldenFiles): GoldenSet =>
  readGoldenFiles(location, files).set;

/** Judgments of the cases that have any. */
export function toQrels(cases: readonly CaseDraft[]): Qrels {
  return new Map(cases.filter(({ grades }) => grades.size > 0).map((c) => [c.id, c.grades]));
}

function readManifest(files: GoldenFiles, mistakes: Mistakes): Manifest | undefined {
  const bytes = files.get(MANIFEST);
  if (!bytes) return undefined;
  try {
    const parsed = ManifestSchema.safeParse(JSON.parse(toText(bytes)));
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues)
      mistakes.add(MANIFEST, undefined, `${path.join(".")} ${message}`.trim());
  } catch (error) {
    mistakes.add(MANIFEST, undefined, `no JSON: ${error instanceof Error ? error.message : "?"}`);
  }
  return undefined;
}

const saysAnswer = ({ answers, unanswerable, meta }: ReadQuery): boolean =>
  answers !== undefined || unanswerable !== undefined || meta?.spans !== undefined;

const needsCorpus = (queries: readonly ReadQuery[], files: GoldenFiles): boolean =>
  CORPUS_FILES.some((path) => files.has(path)) &&
  queries.some(({ meta }) => meta?.spans !== undefined || meta?.start !== undefined);
