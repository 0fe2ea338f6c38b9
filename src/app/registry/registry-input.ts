/** @module What is asked of the registry, and what it tells, as every surface does. */
import type { ArtifactRecord } from "../../domain/artifact.ts";
import type { Evaluation, MeasureResult, Verdict } from "../../domain/evaluation.ts";
import type { Part } from "../../domain/golden-set.ts";
import type {
  AliasMove,
  ChallengerMode,
  IndexPlan,
  KeptRelease,
  Release,
} from "../../domain/release.ts";
import type { RunEvent } from "../../evaluate/index.ts";
import type { ContentChange, ReleaseDecision, WatchReading, Wins } from "../../registry/index.ts";
import type { IndexProgress } from "../indexes/release-indexes.ts";

export interface ListedRelease extends KeptRelease {
  readonly roles: readonly ("serves" | "configured" | "champion" | "challenger")[];
}

export interface RegistryList {
  /** What answers when nobody names a release. */
  readonly serves: string;
  readonly configured: string;
  readonly champion?: AliasMove;
  readonly challenger?: AliasMove & { readonly watch?: WatchReading };
  readonly releases: readonly ListedRelease[];
  readonly artifacts: readonly ArtifactRecord[];
  /** Artifacts that do not read; `verify` says why. */
  readonly unreadable: readonly string[];
  /** The last ones first. */
  readonly decisions: readonly ReleaseDecision[];
  /** What an operator should know, in plain words. */
  readonly notes: readonly string[];
}

export type Shown =
  | {
      readonly kind: "release";
      readonly release: KeptRelease;
      readonly whole: boolean;
      readonly artifacts: readonly ArtifactRecord[];
      /** Against what serves. */
      readonly changes: readonly ContentChange[];
      readonly decisions: readonly ReleaseDecision[];
    }
  | {
      readonly kind: "artifact";
      readonly artifact: ArtifactRecord;
      readonly problems: readonly string[];
      /** Ids of releases that name it, and of artifacts that were made from it. */
      readonly usedBy: readonly string[];
    }
  | { readonly kind: "decision"; readonly decision: ReleaseDecision };

export interface GateChoice {
  /** Folder of a golden set; `folder@hash` pins a version. */
  readonly golden: string;
  /** A policy file; without one the primary measure must improve and nothing may get worse. */
  readonly policy?: string | undefined;
  /** Names all streams of random numbers. Default: `42`. */
  readonly seed?: string | undefined;
  readonly concurrency?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PromoteInput extends GateChoice {
  readonly release: string;
  /** In the words of who promotes it. */
  readonly reason?: string | undefined;
}

export interface RollbackInput {
  readonly reason?: string | undefined;
}

export interface ChallengeInput extends Omit<GateChoice, "golden"> {
  /** Needed by a canary. */
  readonly golden?: string | undefined;
  /** Absent: the trial that runs ends. */
  readonly release?: string | undefined;
  readonly mode?: { readonly kind: ChallengerMode["kind"]; readonly share: number } | undefined;
  readonly reason?: string | undefined;
}

export interface DiffInput {
  readonly before: string;
  readonly now: string;
  /** Absent: settings alone. */
  readonly golden?: string | undefined;
  /** Default: `dev` where there is one: looking at single cases of `test` would spoil it. */
  readonly part?: Part | "all" | undefined;
  /** Default: the first of AnswerSuccess and nDCG@10 that was measured. */
  readonly measure?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ReleaseDiff {
  readonly before: Release;
  readonly now: Release;
  readonly changes: readonly ContentChange[];
  readonly measures: readonly MeasureResult[];
  readonly wins?: Wins;
  /** Of the second, compared with the first; with every case. */
  readonly evaluation?: Evaluation;
}

export type GateEvent =
  | Exclude<RunEvent, { type: "evaluation-completed" }>
  | { readonly type: "release-decided"; readonly decision: ReleaseDecision };

export type DiffEvent =
  | Exclude<RunEvent, { type: "evaluation-completed" }>
  | { readonly type: "releases-compared"; readonly diff: ReleaseDiff };

export interface Collected {
  /** Whether it was removed, or would be. */
  readonly removed: boolean;
  readonly artifacts: readonly string[];
  readonly plans: readonly IndexPlan[];
  /** What killed commands left behind. */
  readonly leftovers: number;
  /** By what keeps it. */
  readonly kept: Readonly<Record<string, string>>;
}

export interface Verified {
  readonly sound: boolean;
  readonly releases: number;
  readonly artifacts: number;
  readonly problems: readonly string[];
}

export interface RetireInput {
  /** `rel_…` or `art_…`. */
  readonly id: string;
  readonly undo?: boolean | undefined;
}

/** Owner only, all of it: releases say how everybody's questions are answered. */
export interface RegistryApp {
  listRegistry(): Promise<RegistryList>;
  /** By any id of the registry. @throws app.not-found */
  showRegistered(id: string): Promise<Shown>;
  /**
   * Ends with `release-decided`. The pointer moves where the verdict is `pass` and nowhere else;
   * what was interrupted decides nothing.
   *
   * @throws registry.already-serving, registry.index-not-built, registry.too-many-faults,
   *   store.alias-moved and what an evaluation and opening a release are refused for.
   */
  promoteRelease(input: PromoteInput): AsyncGenerator<GateEvent>;
  /** @throws registry.nothing-to-roll-back */
  rollBackRelease(input: RollbackInput): Promise<ReleaseDecision>;
  /**
   * Ends with `release-decided`. A canary needs a golden set, on which it must not be worse.
   *
   * @throws registry.bad-share, registry.golden-needed, registry.no-challenger
   */
  challengeRelease(input: ChallengeInput): AsyncGenerator<GateEvent>;
  /** Ends with `releases-compared`. */
  diffReleases(input: DiffInput): AsyncGenerator<DiffEvent>;
  collectGarbage(input: { readonly remove: boolean }): Promise<Collected>;
  verifyRegistry(): Promise<Verified>;
  /** @throws registry.release-in-use */
  retireRegistered(input: RetireInput): Promise<void>;
  /** @throws registry.cannot-build */
  buildRelease(input: {
    readonly release: string;
    readonly signal?: AbortSignal | undefined;
  }): AsyncGenerator<IndexProgress>;
}

/** What a verdict is to whoever called. */
export const toExitCode = (verdict: Verdict | "not-judged"): number =>
  ({ pass: 0, "not-judged": 0, fail: 1, inconclusive: 4 })[verdict];
