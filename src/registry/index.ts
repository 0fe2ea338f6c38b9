/** @module Releases: what they are made of, what is kept, what may serve and what is taken back. */
export { listWayBack, type ChampionMove } from "./alias-history.ts";
export { describeChange, diffContents, type ContentChange } from "./diff-contents.ts";
export * from "./errors.ts";
export {
  computeCostPerAnswer,
  judgeCost,
  judgeLatency,
  judgeSize,
  type LimitCheck,
  type ReleaseLimits,
  type TimedPair,
} from "./judge-limits.ts";
export { findUnnamed, listLive, type Registered, type Unnamed } from "./kept-artifacts.ts";
export { listWins, type CaseChange, type Wins } from "./list-wins.ts";
export { assertRelease, makeContent, makeRelease } from "./make-release.ts";
export {
  describeDecision,
  makeReleaseDecision,
  readReleaseDecision,
  toDecisionRecord,
  type ReleaseDecision,
} from "./release-decision.ts";
export { checkShares, isInShare, toUnit, type ShareCheck } from "./watch/assign.ts";
export {
  addAnswers,
  addFeedback,
  ENOUGH,
  readComparison,
  startComparison,
  type ComparedAnswers,
  type ComparisonReading,
  type ComparisonState,
  type Guard,
  type GuardReading,
} from "./watch/comparison.ts";
export { toSignals, type AnswerSignals } from "./watch/signals.ts";
export { Watch, type Trial, type WatchReading } from "./watch/watch.ts";
export { listUnaskedPlans } from "./unasked-plans.ts";
