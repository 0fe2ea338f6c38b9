/** @module Use case: a golden set from somebody else's questions. */
import { existsSync, globSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import {
  assignParts,
  importFile,
  readGoldenFiles,
  toCaseId,
  writeGoldenSet,
  type ImportedCase,
  type ImportedFile,
  type ImportFormat,
  type UnassignedCase,
} from "../../evaluate/index.ts";
import type { GoldenCase } from "../../domain/golden-set.ts";
import { fileUnreadable, goldenExists } from "../errors.ts";
import { readTextFile } from "./add.ts";
import { putNewSet, toChange, type GoldenChange } from "./change.ts";
import { openGoldenSet } from "./set-folder.ts";
import { textTools } from "./text-tools.ts";
import type { GoldenWorkspace } from "./workspace.ts";

export interface ImportGoldenInput {
  /** A file, a folder of Kiln runs, or a folder in BEIR's layout. */
  readonly path: string;
  /** A folder that is not there yet. */
  readonly out: string;
  /** Told from the content where it is not given. */
  readonly format?: ImportFormat | undefined;
  /** Collection that the questions are about. */
  readonly collection?: string | undefined;
  readonly licence?: string | undefined;
}

export interface ImportGoldenOutput extends GoldenChange {
  /** What was left out or changed on the way. */
  readonly notes: readonly string[];
}

const BEST_GRADE = 3;

export async function importGolden(
  { assembly }: GoldenWorkspace,
  input: ImportGoldenInput,
): Promise<ImportGoldenOutput> {
  const { workingDirectory, clock } = assembly;
  const out = resolve(workingDirectory, input.out);
  if (existsSync(out)) throw goldenExists({ path: out });
  const source = resolve(workingDirectory, input.path);
  if (!existsSync(source)) throw fileUnreadable({ path: input.path, reason: "it is not there" });
  const facts = {
    name: basename(out),
    seed: basename(out),
    provenance: `imported from ${basename(source)}`,
    ...(input.licence === undefined ? {} : { licence: input.licence }),
  };
  if (statSync(source).isDirectory() && !isKiln(source)) {
    const { set, files } = openGoldenSet(workingDirectory, input.path);
    const { cases, notes } = bringIntoRange(about(set.cases, input.collection));
    const written = writeGoldenSet(facts, cases, files);
    putNewSet(out, written.files);
    const change = toChange(out, written, { added: cases.map(({ id }) => id), refused: [] });
    return { ...change, notes };
  }
  const imported = readAll(workingDirectory, source, input);
  const at = clock.now().toISOString();
  const { newcomers, repeated } = toNewcomers(imported.cases, at, input.collection);
  const { cases } = assignParts([], newcomers, facts.seed, textTools);
  const corpus = imported.corpus?.map((row) => `${JSON.stringify(row)}\n`).join("");
  const before = new Map(
    corpus === undefined ? [] : [["corpus.jsonl", new TextEncoder().encode(corpus)] as const],
  );
  const written = writeGoldenSet(facts, cases, before);
  // What was written is read back: a set that others cannot open is none.
  readGoldenFiles(out, written.files);
  putNewSet(out, written.files);
  const notes =
    repeated > 0 ? [...imported.notes, `${repeated} questions came twice`] : imported.notes;
  return {
    ...toChange(out, written, { added: cases.map(({ id }) => id), refused: [] }),
    notes,
  };
}

const listKiln = (folder: string): readonly string[] =>
  globSync("**/task_run.kiln", { cwd: folder })
    .map((path) => join(folder, path))
    .toSorted();

const isKiln = (folder: string): boolean => listKiln(folder).length > 0;

function readAll(
  workingDirectory: string,
  source: string,
  { format }: ImportGoldenInput,
): ImportedFile {
  if (!statSync(source).isDirectory())
    return importFile(source, readTextFile(workingDirectory, source), format);
  const files = listKiln(source).map((path) =>
    importFile(path, readTextFile(workingDirectory, path), "kiln"),
  );
  return {
    cases: files.flatMap(({ cases }) => cases),
    notes: files.flatMap(({ notes }) => notes),
  };
}

const about = (
  cases: readonly GoldenCase[],
  collection: string | undefined,
): readonly GoldenCase[] =>
  collection === undefined ? cases : cases.map((each) => ({ ...each, collection }));

/** Our layout has grades from 0 to 3: what is below is unjudged, what is above is the best. */
function bringIntoRange(cases: readonly GoldenCase[]): {
  readonly cases: readonly GoldenCase[];
  readonly notes: readonly string[];
} {
  const grades = cases.flatMap((each) => [...each.grades.values()]);
  const below = grades.filter((grade) => grade < 0).length;
  const above = grades.filter((grade) => grade > BEST_GRADE).length;
  return {
    cases: cases.map((each) => ({
      ...each,
      grades: new Map(
        [...each.grades]
          .filter(([, grade]) => grade >= 0)
          .map(([key, grade]) => [key, Math.min(grade, BEST_GRADE)]),
      ),
    })),
    notes: [
      ...(below > 0 ? [`${below} negative grades became unjudged`] : []),
      ...(above > 0 ? [`${above} grades above ${BEST_GRADE} became ${BEST_GRADE}`] : []),
    ],
  };
}

function toNewcomers(
  imported: readonly ImportedCase[],
  at: string,
  collection: string | undefined,
): { readonly newcomers: readonly UnassignedCase[]; readonly repeated: number } {
  const newcomers = new Map<string, UnassignedCase>();
  for (const each of imported) {
    const draft = { text: each.text, history: each.history ?? [], principals: [] };
    const id = each.id ?? toCaseId(draft);
    if (newcomers.has(id)) continue;
    const evidence = each.evidence ?? [];
    newcomers.set(id, {
      ...draft,
      id,
      group: each.group ?? id,
      origin: "imported",
      ...(each.stratum === undefined ? {} : { stratum: each.stratum }),
      ...(each.language === undefined ? {} : { language: each.language }),
      ...(collection === undefined ? {} : { collection }),
      createdAt: at,
      answerable: each.answerable ?? true,
      answers: each.answers,
      evidence,
      checks: each.checks ?? {},
      labels: [],
      grades: new Map(evidence.flat().map(({ document }) => [document, 1])),
    });
  }
  return { newcomers: [...newcomers.values()], repeated: imported.length - newcomers.size };
}
