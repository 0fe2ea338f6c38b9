/** @module From what the teacher wrote to a table, one step after the other. */
import { createWordPieces, quantizeRows, type StaticTable } from "../../src/engine/static/index.ts";
import {
  computeSecondMoments,
  contrast,
  contrastDefaults,
  countPieces,
  distil,
  distillationDefaults,
  findPrincipalDirections,
  listTokens,
  normalizeVectors,
  project,
  type TokenLists,
  type TrainingEvent,
  weighByRarity,
} from "../../src/tune/embedder/index.ts";
import { readPairs, type TitlePair } from "./pairs.ts";
import {
  readTextVectors,
  readTokenVectors,
  readVocabulary,
  TEACHER_DIMENSIONS,
} from "./teacher-files.ts";
import { TRAINING_SETS, readTrainingTexts } from "./training-text.ts";

/** In order; each goes on from the one before. */
export const STEPS = ["project", "weigh", "distil", "contrast"] as const;
export type Step = (typeof STEPS)[number];

export const TABLE_DIMENSIONS = 256;
/** First dimensions that are trained to serve alone. */
const SLICES = [64, 128];
/** Vectors that the directions are found from: more change nothing in the third figure. */
const DIRECTION_SAMPLE = 20_000;
/** What the teacher reads of a text. */
const MOST_PIECES = 256;
/** Smooth inverse frequency's `a`. */
const RARITY = 1e-3;

export interface TrainingInputs {
  /** Texts of the sets that are used, in the order of the file. */
  readonly lists: TokenLists;
  /** The teacher's vectors of them. */
  readonly vectors: Float32Array;
  readonly tokens: Float32Array;
  readonly vocabulary: readonly string[];
  readonly pairs: readonly TitlePair[];
}

export interface InputPaths {
  readonly sets: string;
  readonly texts: string;
  readonly teacher: string;
}

/** @param without sets whose text is left out of every step. */
export function readInputs(paths: InputPaths, without: readonly string[]): TrainingInputs {
  const vocabulary = readVocabulary(paths.teacher);
  const all = readTrainingTexts(paths.texts);
  const read = readTextVectors(paths.teacher, all.length);
  const count = read.length / TEACHER_DIMENSIONS;
  const used = [...all.slice(0, count).keys()].filter((i) => !without.includes(all[i]?.set ?? ""));
  const vectors = new Float32Array(used.length * TEACHER_DIMENSIONS);
  for (const [at, i] of used.entries()) {
    const vector = read.subarray(i * TEACHER_DIMENSIONS, (i + 1) * TEACHER_DIMENSIONS);
    vectors.set(vector, at * TEACHER_DIMENSIONS);
  }
  const texts = used.map((i) => all[i]?.text ?? "");
  const sets = TRAINING_SETS.filter((set) => !without.includes(set));
  return {
    lists: listTokens(texts, createWordPieces(vocabulary), MOST_PIECES),
    vectors,
    tokens: readTokenVectors(paths.teacher),
    vocabulary,
    pairs: readPairs(paths.sets, sets),
  };
}

function projectAll({ vectors, tokens }: TrainingInputs) {
  const sample = vectors.subarray(0, DIRECTION_SAMPLE * TEACHER_DIMENSIONS);
  const moments = computeSecondMoments(sample, TEACHER_DIMENSIONS);
  const found = findPrincipalDirections(moments, TEACHER_DIMENSIONS, TABLE_DIMENSIONS);
  const along = (values: Float32Array) => project(values, TEACHER_DIMENSIONS, found.directions);
  return {
    rows: along(tokens),
    targets: normalizeVectors(along(vectors), TABLE_DIMENSIONS),
    share: found.share,
  };
}

type Report = (line: string) => void;

async function finish(
  run: AsyncGenerator<TrainingEvent>,
  step: Step,
  rows: Float32Array,
  report: Report,
): Promise<Float32Array> {
  let last = rows;
  for await (const event of run)
    if (event.type === "epoch-trained") {
      report(`${step}: epoch ${event.epoch}, loss ${event.loss.toFixed(4)}`);
      last = event.state.rows;
    }
  return last;
}

function contrastPairs(inputs: TrainingInputs, start: Float32Array): AsyncGenerator<TrainingEvent> {
  const { vocabulary, pairs } = inputs;
  const pieces = createWordPieces(vocabulary);
  const titles = new Map<string, number>();
  for (const { title } of pairs) if (!titles.has(title)) titles.set(title, titles.size);
  const data = {
    questions: listTokens(
      pairs.map(({ title }) => title),
      pieces,
    ),
    passages: listTokens(
      pairs.map(({ passage }) => passage),
      pieces,
    ),
    groups: pairs.map(({ title }) => titles.get(title) ?? 0),
    start,
    dimensions: TABLE_DIMENSIONS,
  };
  return contrast(data, { ...contrastDefaults, slices: SLICES });
}

export interface TrainedStep {
  readonly step: Step;
  readonly table: StaticTable;
}

/** Gives the table after each step, the last of them the finished one. */
export async function* trainTable(
  inputs: TrainingInputs,
  name: string,
  report: Report,
): AsyncGenerator<TrainedStep> {
  const { lists, vocabulary } = inputs;
  const { targets, rows: start, share } = projectAll(inputs);
  report(`project: ${(100 * share).toFixed(1)} % of the teacher's second moments kept`);
  const toStep = (step: Step, rows: Float32Array): TrainedStep => {
    const quantized = quantizeRows(rows, TABLE_DIMENSIONS);
    const table = { name, vocabulary, dimensions: TABLE_DIMENSIONS, hash: "", ...quantized };
    return { step, table };
  };
  yield toStep("project", start);
  weighByRarity(start, TABLE_DIMENSIONS, countPieces(lists, vocabulary.length), RARITY);
  yield toStep("weigh", start);
  const data = { lists, targets, start, dimensions: TABLE_DIMENSIONS };
  const distilled = await finish(distil(data, distillationDefaults), "distil", start, report);
  yield toStep("distil", distilled);
  const pairs = contrastPairs(inputs, distilled);
  yield toStep("contrast", await finish(pairs, "contrast", distilled, report));
}
