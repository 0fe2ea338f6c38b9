/** @module The library: everything public, nothing else. */
export {
  loadConfig,
  openApp,
  parseFilter,
  type AnswerMeasures,
  type App,
  type AppOptions,
  type As,
  type AskInput,
  type CitationContext,
  type DoctorReport,
  type IngestEvent,
  type IngestInput,
  type LoadedConfig,
  type RankingMeasures,
  type SearchInput,
  type SearchOutput,
} from "./app/index.ts";
export { PlumblineError, type ErrorKind } from "./foundation/errors.ts";
export type {
  AbstainReason,
  Answer,
  AnswerConflict,
  Citation,
  SentenceVerdict,
} from "./domain/answer.ts";
export type { AnswerRecord } from "./domain/answer-record.ts";
export type { DocumentRecord, Span, VersionRecord } from "./domain/document.ts";
export type { Condition, Filter, Metadata } from "./domain/metadata.ts";
export type { LegScore, Passage, Why } from "./domain/passage.ts";
export type { AccessList, Principal } from "./domain/principal.ts";
