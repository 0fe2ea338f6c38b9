/** @module What the labels of a set are worth: contradictions, noise, agreement, balance. */
import type { PlumblineError } from "../../../foundation/errors.ts";
import { disagreedLabels, noisyLabels } from "../../errors.ts";
import type { Reject } from "../curate/reject.ts";
import { LABEL_LANES, toAsked, toRowId, type TrainsetLane, type RowDraft } from "../row.ts";
import type { Assigned } from "../split/assign-sides.ts";
import { listWords } from "../../../foundation/min-hash.ts";
import { computeClassWeights, listExcess } from "./balance-classes.ts";
import {
  KAPPA_TO_TRAIN,
  LEAST_DOUBLE,
  measureDoubleLabels,
  type DoubleLabels,
  type GivenLabel,
} from "./double-labels.ts";
import { measureLabelNoise, NOISE_LIMIT, type LabelNoise } from "./label-noise.ts";

export type { GivenLabel } from "./double-labels.ts";

export interface LabelReport {
  /** Absent where there are too few rows, or no vectors, to tell. */
  readonly noise?: LabelNoise;
  readonly double: DoubleLabels;
}

export interface JudgeLabelsOptions {
  readonly lane: TrainsetLane;
  readonly seed: string;
  readonly given: readonly GivenLabel[];
  readonly keepNoise: boolean;
  readonly pause: () => Promise<void>;
  readonly sideOf: (id: string) => Pick<Assigned, "group" | "side"> | undefined;
  /** By id. */
  readonly vectors: ReadonlyMap<string, Float32Array> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface JudgedLabels {
  readonly kept: readonly RowDraft[];
  readonly rejects: readonly Reject[];
  /** By class; empty where rows have no labels. */
  readonly weights: ReadonlyMap<string, number>;
  readonly report: LabelReport | undefined;
  readonly blocks: readonly PlumblineError[];
}

/** Named in an error. */
const SHOWN = 5;

/** Balance is of train alone: what measures keeps the mix that there is. */
export async function judgeLabels(
  drafts: readonly RowDraft[],
  options: JudgeLabelsOptions,
): Promise<JudgedLabels> {
  if (!LABEL_LANES.has(options.lane))
    return { kept: drafts, rejects: [], weights: new Map(), report: undefined, blocks: [] };
  const torn = findContradictions(drafts);
  const agreed = drafts.filter((draft) => !torn.has(draft));
  const report: LabelReport = {
    ...definedOf(await toNoise(agreed, options)),
    double: measureDoubleLabels(options.given),
  };
  const train = agreed
    .map((draft) => ({
      id: toRowId(draft),
      ...(draft.label === undefined ? {} : { label: draft.label }),
    }))
    .filter(({ id }) => options.sideOf(id)?.side === "train");
  const excess = listExcess(train);
  const kept = agreed.filter((draft) => !excess.has(toRowId(draft)));
  return {
    kept,
    rejects: [
      ...[...torn].map((draft) => ({
        id: toRowId(draft),
        reason: "same-text-other-label" as const,
      })),
      ...[...excess].map((id) => ({ id, reason: "class-cap" as const })),
    ],
    weights: computeClassWeights(train.filter(({ id }) => !excess.has(id))),
    report,
    blocks: listBlocks(report, options),
  };
}

const definedOf = (noise: LabelNoise | undefined): { readonly noise?: LabelNoise } =>
  noise ? { noise } : {};

/** The same words under two labels: nobody knows which of them is right. */
function findContradictions(drafts: readonly RowDraft[]): ReadonlySet<RowDraft> {
  const texts = Map.groupBy(drafts, (draft) =>
    JSON.stringify([listWords(toAsked(draft)), draft.target]),
  );
  const torn = [...texts.values()].filter(
    (rows) => new Set(rows.map(({ label }) => label)).size > 1,
  );
  return new Set(torn.flat());
}

async function toNoise(
  drafts: readonly RowDraft[],
  { seed, sideOf, vectors, signal, pause, lane }: JudgeLabelsOptions,
): Promise<LabelNoise | undefined> {
  // Whether an answer is right is not told by its question.
  if (!vectors || lane === "abstention") return undefined;
  const rows = drafts.flatMap((draft) => {
    const id = toRowId(draft);
    const vector = vectors.get(id);
    const { group = id } = sideOf(id) ?? {};
    return vector ? [{ id, groupId: group, label: draft.label ?? "", vector }] : [];
  });
  return measureLabelNoise(rows, { seed, pause, signal });
}

function listBlocks(
  { noise, double }: LabelReport,
  { keepNoise }: JudgeLabelsOptions,
): readonly PlumblineError[] {
  const blocks: PlumblineError[] = [];
  if (noise && noise.rate > NOISE_LIMIT && !keepNoise)
    blocks.push(
      noisyLabels({
        percent: (100 * noise.rate).toFixed(1),
        rows: noise.doubted.slice(0, SHOWN).map(({ id }) => id),
      }),
    );
  const { kappa, rows } = double;
  if (kappa !== undefined && rows >= LEAST_DOUBLE && kappa < KAPPA_TO_TRAIN)
    blocks.push(disagreedLabels({ kappa: kappa.toFixed(2), rows }));
  return blocks;
}
