/** @module A golden set as files: our layout alone, whatever it was read from. */
import type { GoldenCase, GoldenSet } from "../../../domain/golden-set.ts";
import { PARTS } from "../../../domain/golden-set.ts";
import { hashCase, type CaseDraft } from "../case-hash.ts";
import {
  ANSWERS,
  CORPUS,
  CORPUS_REFERENCE,
  MANIFEST,
  QUERIES,
  toQrelsPath,
  type GoldenFiles,
} from "../files.ts";
import { makeManifest, toGoldenId, type Manifest, type ManifestFacts } from "../manifest.ts";
import { toQrels } from "../read/parse-golden-set.ts";

export interface WrittenGoldenSet {
  readonly files: GoldenFiles;
  readonly set: GoldenSet;
  readonly manifest: Manifest;
}

/**
 * One version, golden.json included: equal cases and facts give equal bytes.
 *
 * @param before files of the version it comes from; documents and schemas are taken over.
 */
export function writeGoldenSet(
  facts: ManifestFacts,
  drafts: readonly CaseDraft[],
  before: GoldenFiles = new Map(),
): WrittenGoldenSet {
  const cases = drafts.map(hashCase);
  const files = new Map([...listCarried(cases, before), ...writeCases(cases)]);
  const manifest = makeManifest(facts, files, cases);
  files.set(MANIFEST, toBytes(`${JSON.stringify(manifest, null, 2)}\n`));
  const set: GoldenSet = {
    name: manifest.name,
    id: toGoldenId(manifest.hash),
    hash: manifest.hash,
    ...(manifest.parent === undefined ? {} : { parent: manifest.parent }),
    ...(manifest.language === undefined ? {} : { language: manifest.language }),
    cases,
    qrels: toQrels(cases),
  };
  return { files, set, manifest };
}

const toBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a version has besides its cases. */
function listCarried(
  cases: readonly GoldenCase[],
  before: GoldenFiles,
): readonly (readonly [string, Uint8Array])[] {
  const schemas = cases.map(({ checks }) => checks.schema);
  const wanted = new Set<string | undefined>([CORPUS, CORPUS_REFERENCE, ...schemas]);
  return [...before].filter(([path]) => wanted.has(path));
}

function writeCases(cases: readonly GoldenCase[]): readonly (readonly [string, Uint8Array])[] {
  const lines = (rows: readonly unknown[]): Uint8Array =>
    toBytes(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const qrels = PARTS.map((part) => {
    const judged = cases.filter((each) => each.part === part && each.grades.size > 0);
    const rows = judged.flatMap(({ id, grades }) =>
      [...grades].map(([document, grade]) => `${id}\t${document}\t${grade}\n`),
    );
    return [toQrelsPath(part), rows] as const;
  });
  return [
    [QUERIES, lines(cases.map(toQuery))],
    [ANSWERS, lines(cases.map(toAnswer))],
    ...qrels
      .filter(([part, rows]) => rows.length > 0 || part === toQrelsPath("test"))
      .map(
        ([path, rows]) => [path, toBytes(`query-id\tcorpus-id\tscore\n${rows.join("")}`)] as const,
      ),
  ];
}

/** Members that are undefined are left out of the line. */
function toQuery(golden: GoldenCase): Record<string, unknown> {
  const { id: _id, text, group, part, stratum, origin, language, history } = golden;
  const { difficulty, collection, createdAt, variantOf, source, masked, retired } = golden;
  const metadata = {
    group,
    part,
    stratum,
    origin,
    language,
    difficulty,
    collection,
    history: history.length > 0 ? history : undefined,
    createdAt,
    variantOf,
    source,
    masked,
    retired,
  };
  return { _id, text, metadata };
}

function toAnswer(golden: GoldenCase): Record<string, unknown> {
  const { id: _id, answerable, answers, evidence, checks, principals, labels } = golden;
  return { _id, answerable, answers, evidence, checks, principals, labels };
}
