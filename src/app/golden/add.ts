/** @module Use case: cases into a golden set, typed in or decided on in a review file. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { EvidenceSpan } from "../../domain/golden-set.ts";
import {
  locateSpan,
  parseReviewFile,
  toCaseId,
  toReviewedCases,
  type Reviewed,
  type UnassignedCase,
} from "../../evaluate/index.ts";
import { computeWilsonInterval } from "../../foundation/statistics/intervals/proportion.ts";
import { toAccess } from "../access.ts";
import { fileUnreadable, notFound, quoteNotFound } from "../errors.ts";
import { findVersion, putNextVersion, type GoldenChange } from "./change.ts";
import type { KnownDocuments } from "./documents.ts";
import { textTools } from "./text-tools.ts";
import { findDocuments, type GoldenWorkspace } from "./workspace.ts";

export interface WrittenCase {
  readonly question: string;
  readonly answers: readonly string[];
  /** Keys; none, and the case is unanswerable. */
  readonly documents: readonly string[];
  /** The n-th is of the n-th document, or all are of the only one: all of them are needed. */
  readonly quotes: readonly string[];
  readonly principals?: readonly string[] | undefined;
  readonly collection?: string | undefined;
  readonly group?: string | undefined;
  readonly stratum?: string | undefined;
  readonly language?: string | undefined;
}

export interface AddGoldenInput {
  readonly folder: string;
  /** A review file, or one case. */
  readonly from?: string | undefined;
  readonly written?: WrittenCase | undefined;
  /** Why, by case. */
  readonly retire?: Readonly<Record<string, string>> | undefined;
  /** Who says so. */
  readonly by?: string | undefined;
}

export interface AddGoldenOutput extends GoldenChange {
  readonly review?: Omit<Reviewed, "cases"> & {
    /** Accepted or edited, of those decided, with Wilson's 95 % interval. */
    readonly acceptance: { readonly rate: number; readonly low: number; readonly high: number };
  };
}

export async function addGolden(
  workspace: GoldenWorkspace,
  { folder, from, written, retire = {}, by = "operator" }: AddGoldenInput,
): Promise<AddGoldenOutput> {
  const { workingDirectory, clock } = workspace.assembly;
  const at = clock.now().toISOString();
  const documents = await findDocuments(workspace);
  const reviewed = from === undefined ? undefined : readReview(workingDirectory, from, at);
  const typed = written ? [toWrittenCase(written, by, at)] : [];
  const add: UnassignedCase[] = [];
  for (const each of [...(reviewed?.cases ?? []), ...typed])
    add.push(documents ? await placeEvidence(each, documents) : each);
  const place = findVersion(workingDirectory, folder);
  const change = putNextVersion(place, { add, retire: new Map(Object.entries(retire)) });
  if (!reviewed) return change;
  const { cases: _, ...counts } = reviewed;
  const taken = counts.accepted + counts.edited;
  const decided = taken + counts.rejected;
  const acceptance = {
    rate: decided === 0 ? 0 : taken / decided,
    ...computeWilsonInterval(taken, decided),
  };
  return { ...change, review: { ...counts, acceptance } };
}

function readReview(workingDirectory: string, from: string, at: string): Reviewed {
  return toReviewedCases(parseReviewFile(from, readTextFile(workingDirectory, from)), at);
}

/** @throws app.file-unreadable */
export function readTextFile(workingDirectory: string, path: string): string {
  try {
    return readFileSync(resolve(workingDirectory, path), "utf8");
  } catch (error) {
    throw fileUnreadable({ path, reason: error instanceof Error ? error.message : "?" }, error);
  }
}

function toWrittenCase(written: WrittenCase, by: string, at: string): UnassignedCase {
  const { question: text, answers, documents, quotes, principals = [] } = written;
  const { collection, stratum, language, group } = written;
  if (principals.length > 0) toAccess(principals); // refuses what is no principal
  const [only] = documents;
  const evidence = quotes.map((quote, index): EvidenceSpan => {
    const document = documents[index] ?? only;
    if (document === undefined)
      throw quoteNotFound({ document: "any document", reason: "no document is named" });
    return { document, quote };
  });
  const draft = { text, history: [], principals };
  const told = language ?? textTools.detectLanguage(text);
  return {
    ...draft,
    id: toCaseId(draft),
    group: group ?? (only === undefined ? toCaseId(draft) : `document:${only}`),
    origin: "written",
    ...(stratum === undefined ? {} : { stratum }),
    ...(told === "und" ? {} : { language: told }),
    ...(collection === undefined ? {} : { collection }),
    createdAt: at,
    answerable: documents.length > 0,
    answers,
    evidence: evidence.length > 0 ? [evidence] : [],
    checks: {},
    labels: [{ by, at, method: "written" }],
    grades: new Map(documents.map((key) => [key, 1])),
  };
}

/**
 * Each quote at its place in the document as it is now.
 *
 * @throws app.not-found, app.quote-not-found.
 */
async function placeEvidence(
  golden: UnassignedCase,
  documents: KnownDocuments,
): Promise<UnassignedCase> {
  const named = [...golden.grades.keys(), ...golden.evidence.flat().map((span) => span.document)];
  const unknown = named.find((key) => !documents.keys.has(key));
  if (unknown !== undefined) throw notFound({ what: "document", id: unknown });
  const evidence: EvidenceSpan[][] = [];
  for (const set of golden.evidence) {
    const placed: EvidenceSpan[] = [];
    for (const span of set) {
      const text = await documents.read(span.document, golden);
      const hidden = `${golden.principals.join(", ")} may not read it`;
      if (text === undefined) throw quoteNotFound({ document: span.document, reason: hidden });
      const found = locateSpan(text, span);
      if (typeof found === "string")
        throw quoteNotFound({
          document: span.document,
          reason: `no place says ${JSON.stringify((span.quote ?? "").slice(0, 60))}`,
        });
      placed.push(found.span);
    }
    evidence.push(placed);
  }
  return { ...golden, evidence };
}
