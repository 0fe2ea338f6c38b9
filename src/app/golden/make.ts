/** @module Use case: questions made from documents, and questions without an answer from others. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { GoldenSet } from "../../domain/golden-set.ts";
import {
  ablateCases,
  assignParts,
  borrowForeign,
  draw,
  listGold,
  makeNearMisses,
  makeQuestions,
  maskCorpus,
  writeGoldenSet,
  writeReviewFile,
  type CorpusRow,
  type MadeStratum,
  type ManifestFacts,
  type ReadableTexts,
  type UnassignedCase,
} from "../../evaluate/index.ts";
import { goldenExists, noDocuments } from "../errors.ts";
import { putNewSet, toChange, type GoldenChange } from "./change.ts";
import type { KnownDocuments } from "./documents.ts";
import { openGoldenSet } from "./set-folder.ts";
import { readSourceDocuments } from "./source-documents.ts";
import { textTools } from "./text-tools.ts";
import { findDocuments, type GoldenWorkspace } from "./workspace.ts";

export interface MakeGoldenInput {
  readonly from: "documents" | "ablated" | "foreign" | "near-miss";
  /** A folder, or a review file for near misses; not there yet. */
  readonly out: string;
  /** Set whose cases are made unanswerable; for documents, set whose test part is spared. */
  readonly golden?: string | undefined;
  readonly strata: readonly MadeStratum[];
  /** Of each stratum. */
  readonly count: number;
  readonly seed: string;
  readonly collections?: readonly string[] | undefined;
  /** Writes the documents as well, without what gives questions away, or answers ablated ones. */
  readonly corpus?: boolean | undefined;
}

export interface MakeGoldenOutput {
  readonly written?: GoldenChange;
  /** Of a review file. */
  readonly candidates?: number;
  readonly path: string;
  readonly strata: Readonly<Record<string, number>>;
  /** Left out, because an answer stands elsewhere. */
  readonly answeredElsewhere: number;
  /** Questions that stand in their documents word for word, and are found by that. */
  readonly unmasked: number;
}

/** @throws app.no-documents, app.golden-exists. */
export async function makeGolden(
  workspace: GoldenWorkspace,
  input: MakeGoldenInput,
): Promise<MakeGoldenOutput> {
  const { assembly } = workspace;
  const path = resolve(assembly.workingDirectory, input.out);
  if (existsSync(path)) throw goldenExists({ path });
  const golden = input.golden && openGoldenSet(assembly.workingDirectory, input.golden).set;
  if (input.from === "near-miss") return writeNearMisses(path, golden, input);
  const documents = await findDocuments(workspace, input.collections);
  if (!documents || documents.records.length === 0) throw noDocuments({});
  const at = assembly.clock.now().toISOString();
  const facts = { name: basename(path), seed: input.seed, provenance: toProvenance(input) };
  if (input.from === "documents") {
    const spared = listTestGold(golden);
    return makeFromDocuments(documents, { path, at, facts, spared, input });
  }
  return makeUnanswerable(documents, { path, at, facts, golden, input });
}

const toProvenance = ({ from, golden }: MakeGoldenInput): string =>
  golden === undefined ? `made from ${from}` : `made ${from} from ${basename(golden)}`;

/** Documents that test cases rest on: a question made of them would give the test away. */
export const listTestGold = (golden: GoldenSet | "" | undefined): ReadonlySet<string> =>
  new Set(golden ? golden.cases.filter(({ part }) => part === "test").flatMap(listGold) : []);

interface Making {
  readonly path: string;
  readonly at: string;
  readonly facts: ManifestFacts;
  readonly input: MakeGoldenInput;
}

async function makeFromDocuments(
  documents: KnownDocuments,
  { path, at, facts, spared, input }: Making & { readonly spared: ReadonlySet<string> },
): Promise<MakeGoldenOutput> {
  const { strata, count, seed, corpus = false } = input;
  const sources = await readSourceDocuments(documents);
  const made = makeQuestions(sources, { strata, count, seed, at, spared, tools: textTools });
  const masked = corpus ? maskCorpus(sources, made) : undefined;
  const cases = masked?.cases ?? made.map(({ golden }) => golden);
  const unmasked = corpus ? 0 : made.filter((each) => each.made.masks.length > 0).length;
  return { ...putCases(path, facts, cases, masked?.rows), answeredElsewhere: 0, unmasked };
}

async function makeUnanswerable(
  documents: KnownDocuments,
  { path, at, facts, golden, input }: Making & { readonly golden: GoldenSet | "" | undefined },
): Promise<MakeGoldenOutput> {
  const { from, count, seed, corpus = false } = input;
  const read: ReadableTexts = async (principals) => {
    const texts = documents.records.map(async ({ key, collection }) => ({
      key,
      text: (await documents.read(key, { principals, collection })) ?? "",
    }));
    return Promise.all(texts);
  };
  const cases = golden ? golden.cases : [];
  const make = from === "ablated" ? ablateCases : borrowForeign;
  const { cases: found, answeredElsewhere } = await make(cases, read, at);
  const drawn = draw(found, count, `${seed}/${from}`);
  const put =
    from === "ablated" && corpus
      ? putCases(path, facts, drawn.map(unmask), await listUnmasked(documents, drawn))
      : putCases(path, facts, drawn, undefined);
  return { ...put, answeredElsewhere: answeredElsewhere.length, unmasked: 0 };
}

/** Its documents are not in the corpus that it is asked over. */
function unmask(golden: UnassignedCase): UnassignedCase {
  const { masked: _, ...rest } = golden;
  return rest;
}

/** What one question must not find is left out for all, so that one corpus serves them. */
async function listUnmasked(
  documents: KnownDocuments,
  cases: readonly UnassignedCase[],
): Promise<readonly CorpusRow[]> {
  const hidden = new Set(cases.flatMap(({ masked = [] }) => masked));
  return (await readSourceDocuments(documents))
    .filter(({ key }) => !hidden.has(key))
    .map(({ key, title, text, collection }) => ({
      _id: key,
      title,
      text,
      metadata: { collection },
    }));
}

function putCases(
  path: string,
  facts: ManifestFacts,
  newcomers: readonly UnassignedCase[],
  rows: readonly CorpusRow[] | undefined,
): Pick<MakeGoldenOutput, "written" | "path" | "strata"> {
  const { cases } = assignParts([], newcomers, facts.seed ?? facts.name, textTools);
  const corpus = rows?.map((row) => `${JSON.stringify(row)}\n`).join("");
  const before = new Map(
    corpus === undefined ? [] : [["corpus.jsonl", new TextEncoder().encode(corpus)] as const],
  );
  const written = writeGoldenSet(facts, cases, before);
  putNewSet(path, written.files);
  const change = toChange(path, written, { added: cases.map(({ id }) => id), refused: [] });
  return { written: change, path, strata: written.manifest.strata ?? {} };
}

function writeNearMisses(
  path: string,
  golden: GoldenSet | "" | undefined,
  { count, seed }: MakeGoldenInput,
): MakeGoldenOutput {
  const found = draw(makeNearMisses(golden ? golden.cases : [], seed), count, `${seed}/near-miss`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, writeReviewFile(found));
  const strata = { nearMiss: found.length };
  return { candidates: found.length, path, strata, answeredElsewhere: 0, unmasked: 0 };
}
