/** @module What a command and the server of its data directory say to each other. */
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ErrorParts } from "../../foundation/errors.ts";
import type { App } from "../app.ts";

/** The use cases that a server does for a command, each with the arguments of the method of `App`. */
export const REMOTE_METHODS = [
  "ingest",
  "search",
  "rank",
  "ask",
  "streamAnswer",
  "getAnswer",
  "getCitation",
  "listCollections",
  "listDocuments",
  "getDocument",
  "deleteDocument",
  "createKey",
  "listKeys",
  "revokeKey",
  "listTraces",
  "getTrace",
  "replayTrace",
  "computeCosts",
  "addFeedback",
  "listFeedback",
  "listHolds",
  "placeHold",
  "releaseHold",
  "runRetention",
  "evaluate",
  "listEvaluations",
  "getEvaluation",
  "failures",
  "decide",
  "measureArms",
  "checkEntryGate",
  "listDecisions",
  "getDecision",
  "replayDecision",
  "diffDecisions",
  "monitor",
  "getMonitorReport",
  "listRegistry",
  "showRegistered",
  "promoteRelease",
  "rollBackRelease",
  "challengeRelease",
  "diffReleases",
  "collectGarbage",
  "verifyRegistry",
  "retireRegistered",
  "buildRelease",
  "measureRanking",
  "measureAnswers",
  "doctor",
] as const satisfies readonly (keyof App)[];

export type RemoteMethod = (typeof REMOTE_METHODS)[number];

export type RemoteCall = {
  readonly [Method in RemoteMethod]: {
    readonly method: Method;
    readonly args: Parameters<App[Method]>;
  };
}[RemoteMethod];

/** One line of a reply: events as they happen, then what the call gives or why it failed. */
export type RemoteLine =
  | { readonly event: unknown }
  | { readonly value: unknown }
  | { readonly error: ErrorParts };

/** Readable by the owner alone; there as long as the server is. */
export const TOKEN_FILE = "server.token";

/** Below the server's address. */
export const HELLO_PATH = "/internal/hello";
export const CALL_PATH = "/internal/call";

export const HelloSchema = z.object({
  /** Shows that the server knows the token, before a command tells it. */
  proof: z.string(),
  version: z.string(),
  release: z.string(),
  fingerprint: z.string(),
  pid: z.number(),
});

export type Hello = Readonly<z.infer<typeof HelloSchema>>;

export const toProof = (token: string, nonce: string): string =>
  createHmac("sha256", token).update(`plumbline hello ${nonce}`).digest("hex");

/** Of this package: another one may say other things. */
export function readVersion(): string {
  const manifest = new URL("../../../package.json", import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, "utf8")))
    .version;
}
