/** @module From drafts to a training set: every step counts what it leaves out, and why. */
import type { PlumblineError } from "../../../foundation/errors.ts";
import type { TermTools } from "../../../evaluate/index.ts";
import { datasetLeak, secretInRows } from "../../errors.ts";
import { judgeLabels, type GivenLabel, type LabelReport } from "../labels/judge-labels.ts";
import {
  findGoldenLeaks,
  type GoldenLeaks,
  type GuardedSet,
} from "../leakage/find-golden-leaks.ts";
import {
  LABEL_LANES,
  toRowId,
  type TrainsetLane,
  type RowDraft,
  type TrainingRow,
} from "../row.ts";
import { assignSides, type Assigned, type Side } from "../split/assign-sides.ts";
import { capInfluence, DEFAULT_CAPS } from "./cap-influence.ts";
import { findFault, listSecretPlaces } from "./check-draft.ts";
import { countTokens, fitTokens, toTokenLimit } from "./count-tokens.ts";
import { dropDuplicates } from "./drop-duplicates.ts";
import { dropAlikeVectors, type Embed } from "./drop-alike-vectors.ts";
import { findAlike } from "./find-alike.ts";
import { findHeldOutOverlaps } from "./held-out.ts";
import { maskRow } from "./mask-row.ts";
import type { Reject, RejectReason } from "./reject.ts";

export interface CurateOptions {
  readonly lane: TrainsetLane;
  readonly seed: string;
  /** Of the set that this one continues. */
  readonly settled: readonly Assigned[];
  readonly guarded: readonly GuardedSet[];
  readonly tools: TermTools;
  readonly languages?: readonly string[] | undefined;
  readonly maxTokens?: number | undefined;
  /** Rows of traffic from then on are left out of train: what the future is measured by. */
  readonly recentFrom?: string | undefined;
  /** Leave out what golden sets ask, however much it is. */
  readonly dropLeaks: boolean;
  /** Leave out rows whose documents belong to golden cases, too. */
  readonly unseenDocuments: boolean;
  /** Go on although many labels look wrong. */
  readonly keepNoise: boolean;
  /** Labels by who gave them, for agreement. */
  readonly given: readonly GivenLabel[];
  /** For lanes of labels. */
  readonly embed?: Embed | undefined;
  /** Waited for between steps that take long, so that whoever interrupts is heard. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** Where a row may stand: `recent` is of the train side, and not trained on yet. */
export type Slice = Side | "recent";

export interface Curated {
  /** By id, ascending. */
  readonly rows: readonly (TrainingRow & { readonly slice: Slice })[];
  readonly rejects: readonly Reject[];
  readonly assigned: readonly Assigned[];
  readonly leaks: GoldenLeaks & { readonly rows: number };
  readonly labels: LabelReport | undefined;
  readonly tokens: { readonly limit: number; readonly trimmed: number };
  /** Why the set must not be used; empty where it may. */
  readonly blocks: readonly PlumblineError[];
}

/** Share of rows from which on a leak is no accident (guide: tuning, 2.5). */
const LEAK_LIMIT = 0.05;

export async function curate(
  drafts: readonly RowDraft[],
  options: CurateOptions,
): Promise<Curated> {
  const { lane, seed, tools, settled, embed } = options;
  const sieve = new Sieve();
  const { short, trimmed, limit, blocks } = filterDrafts(drafts, options, sieve);
  await options.pause();
  const leaks = findGoldenLeaks(short, options.guarded, tools);
  const leaking = leaks.nearRepeats.size + leaks.reworded.size;
  if (leaking > LEAK_LIMIT * short.length && !options.dropLeaks)
    blocks.push(datasetLeak({ rows: leaking, of: short.length, sets: leaks.sets }));
  await options.pause();
  options.signal?.throwIfAborted();
  const clean = sieve.drop(short, (draft) => whyLeaks(leaks, draft, options));
  const distinct = dropDuplicates(clean);
  const apart =
    LABEL_LANES.has(lane) && embed
      ? await dropAlikeVectors(distinct.kept, embed)
      : { kept: distinct.kept, rejects: [], vectors: undefined };
  const capped = capInfluence(apart.kept, DEFAULT_CAPS);
  sieve.rejects.push(...distinct.rejects, ...apart.rejects, ...capped.rejects);
  const { assigned, conflicts } = assignSides(
    settled,
    capped.kept.map((draft) => ({ id: toRowId(draft), ties: draft.ties })),
    seed,
    [...distinct.alike, ...findAlike(capped.kept, tools)],
  );
  const byId = new Map(assigned.map((each) => [each.id, each]));
  const split = dropTorn(capped.kept, new Set(conflicts), byId, sieve);
  const { vectors } = apart;
  const judged = await judgeLabels(split, { ...options, sideOf: (id) => byId.get(id), vectors });
  const rows = judged.kept.map((draft) => {
    const { group = "", side = "train" } = byId.get(toRowId(draft)) ?? {};
    const slice: Slice = side === "train" && isRecent(draft, options) ? "recent" : side;
    const weight = judged.weights.get(draft.label ?? "") ?? 1;
    return { ...maskRow(draft, group, weight), slice };
  });
  return {
    rows: rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    rejects: [...sieve.rejects, ...judged.rejects],
    assigned,
    leaks: { ...leaks, rows: short.length },
    labels: judged.report,
    tokens: { limit, trimmed },
    blocks: [...blocks, ...judged.blocks],
  };
}

/** Remembers what it drops. */
class Sieve {
  readonly rejects: Reject[] = [];

  drop(
    drafts: readonly RowDraft[],
    whyOf: (draft: RowDraft) => RejectReason | undefined,
  ): readonly RowDraft[] {
    return drafts.filter((draft) => {
      const reason = whyOf(draft);
      if (reason !== undefined) this.rejects.push({ id: toRowId(draft), reason });
      return reason === undefined;
    });
  }
}

/** Whole, without secrets, and short enough. */
function filterDrafts(drafts: readonly RowDraft[], options: CurateOptions, sieve: Sieve) {
  const { lane, maxTokens: limit = toTokenLimit(lane) } = options;
  const blocks: PlumblineError[] = [];
  const whole = sieve.drop(drafts, (draft) => findFault(draft, options));
  const places = listSecretPlaces(whole);
  if (places.length > 0) blocks.push(secretInRows({ places: places.slice(0, PLACES) }));
  const fitted = whole.map((draft) => fitTokens(draft, limit) ?? draft);
  const trimmed = fitted.filter((draft, index) => draft !== whole[index]).length;
  const isLong = (draft: RowDraft): boolean => countTokens(draft) > limit;
  const short = sieve.drop(fitted, (draft) => (isLong(draft) ? "too-long" : undefined));
  return { short, trimmed, limit, blocks };
}

/** Without what ties sides together, and what gives away the sides that are held out. */
function dropTorn(
  drafts: readonly RowDraft[],
  torn: ReadonlySet<string>,
  assigned: ReadonlyMap<string, Assigned>,
  sieve: Sieve,
): readonly RowDraft[] {
  const whole = sieve.drop(drafts, (draft) =>
    torn.has(toRowId(draft)) ? "split-conflict" : undefined,
  );
  const overlaps = findHeldOutOverlaps(whole, (id) => assigned.get(id)?.side);
  return sieve.drop(whole, (draft) =>
    overlaps.has(toRowId(draft)) ? "held-out-overlap" : undefined,
  );
}

/** Named in an error. */
const PLACES = 5;

function whyLeaks(
  { nearRepeats, reworded, sharedDocuments }: GoldenLeaks,
  draft: RowDraft,
  { unseenDocuments }: CurateOptions,
): RejectReason | undefined {
  const id = toRowId(draft);
  if (nearRepeats.has(id)) return "golden-overlap";
  if (reworded.has(id)) return "golden-reworded";
  return unseenDocuments && sharedDocuments.has(id) ? "golden-document" : undefined;
}

const isRecent = ({ traceIds, createdAt }: RowDraft, { recentFrom }: CurateOptions): boolean =>
  recentFrom !== undefined && traceIds.length > 0 && createdAt >= recentFrom;
