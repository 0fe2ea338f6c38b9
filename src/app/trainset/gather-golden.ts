/** @module Cases of golden sets with the passages that their judgments name. */
import type { GoldenCase } from "../../domain/golden-set.ts";
import { narrowestPolicy } from "../../domain/training.ts";
import type { Span } from "../../domain/document.ts";
import { listGold, locateSpan } from "../../evaluate/index.ts";
import {
  toGoldenRows,
  type TrainsetLane,
  type Reject,
  type RowDraft,
  type RowPassage,
} from "../../tune/index.ts";
import type { OpenedGoldenSet } from "../golden/set-folder.ts";
import { textTools } from "../golden/text-tools.ts";
import { findClosest, listTouched, type Library, type ReadDocument } from "./library.ts";

export interface GatheredRows {
  readonly drafts: readonly RowDraft[];
  readonly rejects: readonly Reject[];
}

/** Nobody said when: cases without a date are older than all that has one. */
const UNDATED = "1970-01-01T00:00:00.000Z";

/** Of the train part alone; a case of which any relevant document is not there makes no row. */
export async function gatherGolden(
  lane: TrainsetLane,
  { set }: OpenedGoldenSet,
  library: Library,
  principals: ReadonlySet<string>,
): Promise<GatheredRows> {
  const drafts: RowDraft[] = [];
  const rejects: Reject[] = [];
  for (const golden of set.cases) {
    if (golden.part !== "train" || golden.retired !== undefined) continue;
    const id = `${set.id}/${golden.id}`;
    const gold = listGold(golden);
    const found = gold.map((key) => library.find(key, golden.collection));
    // A question that nothing answers is as secret as whom it was written for.
    const isHidden =
      gold.length === 0 && golden.principals.some((principal) => !principals.has(principal));
    if (isHidden || found.some((document) => document === undefined)) {
      rejects.push({ id, reason: "audience" });
      continue;
    }
    const documents = found.filter((document) => document !== undefined);
    const passages = await readPassages(golden, library);
    const rights = narrowestPolicy(documents.map((document) => document.rights));
    const language = golden.language ?? set.language ?? documents[0]?.record.version.language;
    drafts.push(
      ...toGoldenRows(lane, {
        set,
        golden,
        passages,
        gold,
        collections: documents.map(({ record }) => record.collection),
        rights: rights === "external" ? "external" : "internal",
        language: language ?? textTools.detectLanguage(golden.text),
        createdAt: golden.createdAt ?? golden.labels.at(-1)?.at ?? UNDATED,
      }),
    );
  }
  return { drafts, rejects };
}

/** Places where evidence names them, else the closest passage of each document; judged bad ones, too. */
async function readPassages(golden: GoldenCase, library: Library): Promise<readonly RowPassage[]> {
  const passages = new Map<string, RowPassage>();
  const terms = new Set(
    textTools.listTerms(golden.text, golden.language ?? textTools.detectLanguage(golden.text)),
  );
  const grades = new Map([...listGold(golden).map((key) => [key, 1] as const), ...golden.grades]);
  for (const [key, grade] of grades) {
    const document = library.find(key, golden.collection);
    const read = document && (await library.read(document.record.id));
    if (!read) continue;
    const places = listPlaces(golden, key, read);
    const touched = places.flatMap((place) => listTouched(read, place, grade));
    const closest = findClosest(read, terms, textTools.listTerms, grade);
    for (const passage of touched.length > 0 ? touched : closest ? [closest] : [])
      passages.set(passage.chunkId ?? passage.text, passage);
  }
  return [...passages.values()];
}

/** Where the evidence in a document stands now; nothing where it names no place, or it is lost. */
export function listPlaces(
  golden: Pick<GoldenCase, "evidence">,
  key: string,
  { text }: Pick<ReadDocument, "text">,
): readonly Span[] {
  const spans = golden.evidence.flat().filter(({ document }) => document === key);
  return spans.flatMap((span) => {
    const found = locateSpan(text, span);
    if (typeof found === "string") return [];
    const { start, end } = found.span;
    return start === undefined || end === undefined ? [] : [{ start, end }];
  });
}
