/** @module What asking leaves behind: traces, what they cost, feedback, exports, why answers fail. */
export { attribute } from "./attribution/attribute.ts";
export {
  clusterFailures,
  type ClusterCase,
  type ClusterOptions,
  type FailureCluster,
  type FailureClusters,
} from "./attribution/clusters/cluster-failures.ts";
export type { KnownCluster } from "./attribution/clusters/cluster-ids.ts";
export { computeLift, type Lift } from "./attribution/clusters/lift.ts";
export {
  collectEvidence,
  findCoveringRank,
  type CollectedFrom,
  type LocatedUnit,
} from "./attribution/collect-evidence.ts";
export {
  groupFailures,
  type Dimension,
  type FailureGroup,
  type GroupedCase,
} from "./attribution/group-failures.ts";
export {
  computeWorth,
  ORACLES,
  planLadder,
  type JudgedCase,
  type LadderPlan,
  type Oracle,
  type OracleWorth,
  type Rerun,
  type RerunResult,
} from "./attribution/oracle-ladder.ts";
export {
  listFixes,
  REMEDIES,
  type FailureFamily,
  type Fix,
  type Remedy,
} from "./attribution/remedies.ts";
export { isFailureClass, shareFailures, type FailureShares } from "./attribution/shares.ts";
export { suspectFailures, type LiveSignals, type Suspicion } from "./attribution/suspect.ts";
export { COST_KEYS, createCostSum, type CostKey, type CostRow, type Costs } from "./costs.ts";
export { assessDrift, type DriftOptions } from "./drift/assess-drift.ts";
export type { Objective, Objectives } from "./drift/objectives.ts";
export {
  toReportState,
  type DriftReport,
  type DriftSignal,
  type DriftState,
  type ObjectiveReport,
} from "./drift/report.ts";
export type {
  CorpusChange,
  CurrentWindow,
  GoldenEvidence,
  Observation,
  TrafficWindow,
} from "./drift/window.ts";
export { computeOverlap, findReasked, toActiveFeedback, type AskedBefore } from "./feedback.ts";
export { toOtlp, type ExportedTrace, type OtlpOptions } from "./export/otlp.ts";
export { isSampled, redactContent, redactText } from "./export/sample.ts";
export { PROFILES, type Profile, type TraceContent } from "./export/semconv.ts";
export {
  addUsages,
  toErrorCode,
  TraceBuilder,
  type OpenSpan,
  type ReportedUsage,
  type TraceEnd,
} from "./trace-builder.ts";
export { parseTraceParent, type TraceParent } from "./trace-parent.ts";
