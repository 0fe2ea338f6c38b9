/** @module The composition root and its use cases: the one door for what stands above. */
import type { ConfigProposal } from "./propose-config.ts";

export type { App, CitationContext, LocalApp, SearchInput, SearchOutput } from "./app.ts";
export type { AskInput } from "./ask.ts";
export type { DoctorReport } from "./doctor.ts";
export { systemClock, systemEntropy } from "./effects.ts";
export type { DecideRequest, DecisionsApp } from "./decide/decisions-app.ts";
export type { ArmsReport, MeasureArmsEvent, MeasureArmsInput } from "./decide/measure-input.ts";
export type {
  CompareEmbeddersEvent,
  CompareEmbeddersInput,
  EmbedderUseCases,
} from "./embedders/embedders-input.ts";
export type { EvaluateInput, EvaluationEvent, EvaluationsApp } from "./evaluate/evaluate-input.ts";
export type { Decision, DecisionDiff } from "../decide/index.ts";
export type { EntryGate } from "../evaluate/index.ts";
export type {
  ClassOfFailures,
  FailureReport,
  FailuresApp,
  FailuresInput,
} from "./failures/failures-input.ts";
export type { AnswerMeasures, RankingMeasures } from "./golden/measure.ts";
export type { GoldenChange } from "./golden/change.ts";
export type { CheckedGolden } from "./golden/check.ts";
export type { GoldenUseCases } from "./golden/golden.ts";
export { readHistory } from "./history.ts";
export type { IngestEvent, IngestInput } from "./ingest.ts";
export type { Caller, CreatedKey, CreateKeyInput, KeySummary } from "./keys/keys.ts";
export { ownerOnly } from "./monitor/errors.ts";
export type { MonitorApp } from "./monitor/monitor-app.ts";
export type { MonitorReport } from "./monitor/monitor-report.ts";
export type { MonitorInput } from "./monitor/named-windows.ts";
export { openApp, type AppOptions } from "./open-app.ts";
export { parseFilter } from "./parse-filter.ts";
export type { ConfigProposal } from "./propose-config.ts";
export type { PutDocumentInput, PutDocumentOutput } from "./put-document.ts";
export type { BatchQuery } from "./queries.ts";
export { createAnnouncement, type Announcement } from "./remote/announce.ts";
export { dispatch } from "./remote/dispatch.ts";
export { findServer, type FoundServer } from "./remote/find-server.ts";
export {
  CALL_PATH,
  HELLO_PATH,
  readVersion,
  REMOTE_METHODS,
  toProof,
  type Hello,
  type RemoteCall,
} from "./remote/protocol.ts";
export { createRemoteApp } from "./remote/remote-app.ts";
export {
  toExitCode,
  type ChallengeInput,
  type Collected,
  type DiffEvent,
  type GateEvent,
  type PromoteInput,
  type RegistryApp,
  type RegistryList,
  type ReleaseDiff,
  type Shown,
  type Verified,
} from "./registry/registry-input.ts";
export type { IndexProgress } from "./indexes/release-indexes.ts";
export type { CaseChange, ReleaseDecision } from "../registry/index.ts";
export type { TraceInput } from "./trace/begin-trace.ts";
export type { Replay } from "./trace/replay.ts";
export type { FeedbackInput } from "./trace/feedback-app.ts";
export type { RecordsApp } from "./trace/records-app.ts";
export type { HoldInput, RetentionInput } from "./trace/retention-app.ts";
export type { CostsInput } from "./trace/traces-app.ts";
export type {
  TrainsetBuilt,
  TrainsetCheck,
  TrainsetInput,
  TrainsetShown,
  TrainsetUseCases,
} from "./trainset/trainset-input.ts";
export {
  TUNE_LANES,
  type TuneCheck,
  type TuneEvent,
  type TuneInput,
  type TuneLane,
  type TuneResult,
  type TuneUseCases,
} from "./tune/tune-input.ts";
export { COST_KEYS, type CostKey, type Costs } from "../trace/index.ts";
export type { As } from "./writer/writer.ts";
export {
  configExists,
  CONFIG_FILE,
  ConfigSchema,
  loadConfig,
  redact,
  type LoadedConfig,
} from "../config/index.ts";

/** What a plumbline.yaml for this folder could be; see `ConfigProposal`. */
export async function proposeConfig(directory: string): Promise<ConfigProposal> {
  const use = await import("./propose-config.ts");
  return use.proposeConfig(directory);
}
