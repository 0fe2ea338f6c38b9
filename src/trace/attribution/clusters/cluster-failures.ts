/** @module Failed questions by what they are about, and which subjects fail oftener than others. */
import { createRandom } from "../../../foundation/random.ts";
import { dot, toUnitVector } from "../../../foundation/vectors.ts";
import { agglomerate } from "./agglomerate.ts";
import { computeClassTfIdf, type WeightedTerm } from "./class-tf-idf.ts";
import { assignClusterIds, type KnownCluster } from "./cluster-ids.ts";
import { compareLifts, computeLift, type Lift } from "./lift.ts";

/** A question that was asked; what the reader may not see is not handed in. */
export interface ClusterCase {
  readonly caseId: string;
  readonly failed: boolean;
  /** Of the question, of any length; all of one dimension. */
  readonly vector: Float32Array;
  /** Of the question, as an analyzer makes them. */
  readonly terms: readonly string[];
}

export interface FailureCluster extends Lift {
  /** `clu_` and 16 hex digits; the same as long as the middle stays. */
  readonly id: string;
  /** The five terms that set it apart most. */
  readonly label: readonly WeightedTerm[];
  /** Up to three questions nearest to all others; the first is the medoid. */
  readonly medoids: readonly string[];
  /** Failed cases, in the order they were handed in. */
  readonly failed: readonly string[];
  readonly medoid: Float32Array;
}

export interface FailureClusters {
  /** Notable ones first, by lift. */
  readonly clusters: readonly FailureCluster[];
  /** Failures that the clusters were made of; others were put with the nearest. */
  readonly clustered: number;
  /** Failures too far from every cluster, or without a direction. */
  readonly apart: readonly string[];
}

export interface ClusterOptions {
  /** Names the stream of random numbers of the sample. */
  readonly seed: string;
  /** Clusters of the run before, whose ids go on. */
  readonly known?: readonly KnownCluster[];
  /** Failures that clusters are made of; 2,000 by default. Time and memory grow with its square. */
  readonly most?: number;
}

/** Takes seconds; the distance matrix of more takes longer than a report may. */
const MOST = 2000;
/** Average cosine of .4 still joins; under eight clusters the subjects run into each other. */
const CUT = { distance: 0.6, least: 8 };
const LABEL_TERMS = 5;
const MEDOIDS = 3;

interface Placed extends ClusterCase {
  readonly unit: Float32Array;
}

/**
 * Made of the failures alone, a sample drawn by seed where there are too many. All other questions are
 * put with the nearest cluster within the cut, so that each has a rate of failure.
 */
export function clusterFailures(
  cases: readonly ClusterCase[],
  { seed, known = [], most = MOST }: ClusterOptions,
): FailureClusters {
  const placed = cases.flatMap((one): readonly Placed[] => {
    const unit = toUnitVector(one.vector);
    return unit === undefined ? [] : [{ ...one, unit }];
  });
  const core = sample(
    placed.filter(({ failed }) => failed),
    most,
    seed,
  );
  const groups = agglomerate(
    core.map(({ unit }) => unit),
    CUT,
  ).map((indices) => indices.flatMap((index) => core[index] ?? []));
  const members = assignRest(groups, placed, new Set(core));
  const inSome = new Set(members.flat().map(({ caseId }) => caseId));
  return {
    clusters: describe(groups, members, cases, known),
    clustered: core.length,
    apart: cases
      .filter(({ caseId, failed }) => failed && !inSome.has(caseId))
      .map(({ caseId }) => caseId),
  };
}

function describe(
  groups: readonly (readonly Placed[])[],
  members: readonly (readonly Placed[])[],
  cases: readonly ClusterCase[],
  known: readonly KnownCluster[],
): readonly FailureCluster[] {
  const rate = cases.filter(({ failed }) => failed).length / Math.max(1, cases.length);
  const labels = computeClassTfIdf(
    groups.map((group) => group.flatMap(({ terms }) => terms)),
    LABEL_TERMS,
  );
  const central = groups.map((group) => listCentral(group).slice(0, MEDOIDS));
  const ids = assignClusterIds(
    central.flatMap(([first]) =>
      first === undefined ? [] : [{ caseId: first.caseId, vector: first.unit }],
    ),
    known,
  );
  return groups
    .map((_, index): FailureCluster => {
      const own = members[index] ?? [];
      const failed = own.filter((one) => one.failed).map(({ caseId }) => caseId);
      return {
        ...computeLift(failed.length, own.length, rate),
        id: ids[index] ?? "",
        label: labels[index] ?? [],
        medoids: (central[index] ?? []).map(({ caseId }) => caseId),
        failed,
        medoid: central[index]?.[0]?.unit ?? new Float32Array(),
      };
    })
    .toSorted((a, b) => compareLifts(a, b) || (a.id < b.id ? -1 : 1));
}

/** Without replacement, in the order they came. */
function sample(failed: readonly Placed[], most: number, seed: string): readonly Placed[] {
  if (failed.length <= most) return failed;
  const random = createRandom(`${seed}/clusters`);
  const left = [...failed.keys()];
  for (let i = 0; i < most; i++) {
    const j = i + random.below(left.length - i);
    [left[i], left[j]] = [left[j] ?? 0, left[i] ?? 0];
  }
  return left
    .slice(0, most)
    .toSorted((a, b) => a - b)
    .flatMap((index) => failed[index] ?? []);
}

/** Members of each group, in the order of the cases: its own, and those it is nearest to. */
function assignRest(
  groups: readonly (readonly Placed[])[],
  placed: readonly Placed[],
  core: ReadonlySet<Placed>,
): readonly (readonly Placed[])[] {
  const means = groups.map(averageOf);
  const groupOf = new Map(groups.flatMap((group, index) => group.map((one) => [one, index])));
  const members = groups.map((): Placed[] => []);
  for (const one of placed) {
    const index = core.has(one) ? groupOf.get(one) : findNearest(one.unit, means);
    if (index !== undefined) members[index]?.push(one);
  }
  return members;
}

/** The cosine with a mean of unit vectors is the mean of the cosines. */
function findNearest(unit: Float32Array, means: readonly Float32Array[]): number | undefined {
  let nearest: number | undefined;
  let least = CUT.distance;
  for (const [index, mean] of means.entries()) {
    const distance = 1 - dot(unit, mean);
    if (distance <= least && (nearest === undefined || distance < least)) {
      nearest = index;
      least = distance;
    }
  }
  return nearest;
}

function averageOf(group: readonly Placed[]): Float32Array {
  const mean = new Float32Array(group[0]?.unit.length ?? 0);
  for (const { unit } of group)
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (unit[i] ?? 0) / group.length;
  return mean;
}

/** By the mean cosine with all of the group, equals in the order they came. */
function listCentral(group: readonly Placed[]): readonly Placed[] {
  const mean = averageOf(group);
  return group
    .map((one) => ({ one, cosine: dot(one.unit, mean) }))
    .toSorted((a, b) => b.cosine - a.cosine)
    .map(({ one }) => one);
}
