/** @module What asking leaves behind: traces, what they cost, feedback, exports, why answers fail. */
export { attribute } from "./attribution/attribute.ts";
export { clusterFailures, type ClusterCase } from "./attribution/clusters/cluster-failures.ts";
export { computeLift } from "./attribution/clusters/lift.ts";
export {
  collectEvidence,
  findCoveringRank,
  type LocatedUnit,
} from "./attribution/collect-evidence.ts";
export { groupFailures, type Dimension, type FailureGroup } from "./attribution/group-failures.ts";
export {
  computeWorth,
  ORACLES,
  planLadder,
  type JudgedCase,
  type Oracle,
  type OracleWorth,
  type Rerun,
  type RerunResult,
} from "./attribution/oracle-ladder.ts";
export { listFixes, REMEDIES, type FailureFamily, type Fix } from "./attribution/remedies.ts";
export { isFailureClass, shareFailures } from "./attribution/shares.ts";
export { suspectFailures, type LiveSignals } from "./attribution/suspect.ts";
export { COST_KEYS, createCostSum, sumSpend, type CostKey, type Costs } from "./costs.ts";
export { assessDrift, type DriftOptions } from "./drift/assess-drift.ts";
export type { Objective, Objectives } from "./drift/objectives.ts";
export {
  toReportState,
  type DriftReport,
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
export { toExportedSpans } from "./export/spans.ts";
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
export { parseTraceParent } from "./trace-parent.ts";
