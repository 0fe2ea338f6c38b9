/** @module The composition root and its use cases: the one door for what stands above. */
import type { ConfigProposal } from "./propose-config.ts";

export type { App, CitationContext, LocalApp, SearchInput, SearchOutput } from "./app.ts";
export type { AskInput } from "./ask.ts";
export type { DoctorReport } from "./doctor.ts";
export { systemClock, systemEntropy } from "./effects.ts";
export type { AnswerMeasures, RankingMeasures } from "./golden.ts";
export { readHistory } from "./history.ts";
export type { IngestEvent, IngestInput } from "./ingest.ts";
export type { Caller, CreatedKey, CreateKeyInput, KeySummary } from "./keys/keys.ts";
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
