/** @module A failure as clients see it: ours, and in the shape that OpenAI's clients read. */
import { toPlumblineError, type ErrorKind, type PlumblineError } from "../foundation/errors.ts";
import {
  answerIncomplete,
  badMethod,
  bodyTooLarge,
  clientGone,
  contentType,
  keyMissing,
  modelNotFound,
  rateLimited,
} from "./errors.ts";

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  denied: 403,
  "not-found": 404,
  conflict: 409,
  limited: 429,
  internal: 500,
  upstream: 502,
  unavailable: 503,
  timeout: 504,
};

/** Where HTTP says it more exactly than the kind does. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  [keyMissing.code]: 401,
  "app.key-unknown": 401,
  "app.key-revoked": 401,
  "app.key-expired": 401,
  [badMethod.code]: 405,
  [bodyTooLarge.code]: 413,
  [contentType.code]: 415,
  // No status of HTTP, and nobody reads it but the log.
  [clientGone.code]: 499,
};

export const toStatus = ({ code, kind }: PlumblineError): number =>
  STATUS_OF_CODE[code] ?? STATUS[kind];

/** What a client may know: of a bug, only that there was one. */
function toTold(failure: PlumblineError): Pick<PlumblineError, "code" | "message" | "hint"> {
  const { code, kind, message, hint } = failure;
  return kind === "internal"
    ? { code, message: "something went wrong here", hint: "report it with the request id" }
    : { code, message, hint };
}

const findPath = ({ details }: PlumblineError): string | undefined =>
  typeof details["path"] === "string" && details["path"] !== "" ? details["path"] : undefined;

export type ErrorStyle = "openai" | undefined;

export function toErrorBody(
  failure: PlumblineError,
  requestId: string,
  style: ErrorStyle,
): unknown {
  const told = toTold(failure);
  const path = findPath(failure);
  if (style === "openai") return toOpenaiError(failure, told, path);
  return { error: { ...told, ...(path === undefined ? {} : { path }), requestId } };
}

const OPENAI_TYPE: Readonly<Record<number, string>> = {
  401: "authentication_error",
  403: "permission_error",
  429: "rate_limit_error",
};

/** Codes that clients compare with, where OpenAI has one for the same thing. */
const OPENAI_CODE: Readonly<Record<string, string>> = {
  [keyMissing.code]: "invalid_api_key",
  "app.key-unknown": "invalid_api_key",
  "app.key-revoked": "invalid_api_key",
  "app.key-expired": "invalid_api_key",
  [modelNotFound.code]: "model_not_found",
  [rateLimited.code]: "rate_limit_exceeded",
  [answerIncomplete.code]: "answer_incomplete",
};

function toOpenaiError(
  failure: PlumblineError,
  { code, message, hint }: Pick<PlumblineError, "code" | "message" | "hint">,
  path: string | undefined,
): unknown {
  const status = toStatus(failure);
  const type = OPENAI_TYPE[status] ?? (status < 500 ? "invalid_request_error" : "server_error");
  return {
    error: {
      message: `${message} (${hint})`,
      type,
      param: path ?? null,
      code: OPENAI_CODE[code] ?? code,
    },
  };
}

/** How long to wait, for headers; only some failures say it. */
export function toErrorHeaders(failure: PlumblineError): Readonly<Record<string, string>> {
  const { details } = failure;
  const wait = details["retryAfterMs"];
  return {
    ...(typeof wait === "number"
      ? { "Retry-After": String(Math.max(1, Math.ceil(wait / 1000))) }
      : {}),
    ...(toStatus(failure) === 401 ? { "WWW-Authenticate": "Bearer" } : {}),
    ...(Array.isArray(details["allowed"]) ? { Allow: details["allowed"].join(", ") } : {}),
  };
}

/** What ended a request: an abort has a reason that says more than what broke because of it. */
export function toFailure(error: unknown, signal: AbortSignal): PlumblineError {
  return toPlumblineError(signal.aborted ? signal.reason : error);
}
