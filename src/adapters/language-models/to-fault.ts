/** @module What goes wrong with a language model, as errors of this package. */
import { PlumblineError } from "../../foundation/errors.ts";
import { upstreamGarbled, upstreamTimeout, upstreamUnreachable } from "../errors.ts";
import { toRefusal } from "../post-json.ts";

/** A provider's own words go this far. */
const LONGEST_MESSAGE = 200;

/** The fields read of the SDK's error for a call; its class is not loaded for an `instanceof`. */
interface CallFailure {
  readonly statusCode?: number;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly responseBody?: string;
}

const isCallFailure = (error: Error): error is Error & CallFailure =>
  error.name === "AI_APICallError";

function* causesOf(error: unknown): Generator<Error> {
  for (let at = error; at instanceof Error; at = at.cause) yield at;
}

/**
 * @param error whatever the SDK told or threw.
 * @returns the error of the lent `fetch` where that is the cause; never one that holds a text of
 *   the request.
 */
export function toFault(adapter: string, error: unknown, now: Date): PlumblineError {
  for (const cause of causesOf(error)) {
    if (cause instanceof PlumblineError) return cause;
    if (cause.name === "TimeoutError") return upstreamTimeout({ adapter }, error);
  }
  if (!(error instanceof Error)) return upstreamGarbled({ adapter, reason: toWords(error) });
  if (!isCallFailure(error)) return upstreamGarbled({ adapter, reason: toReason(error) }, error);
  const { statusCode: status, responseHeaders = {}, responseBody = "" } = error;
  if (status === undefined) return upstreamUnreachable({ adapter }, error);
  if (status < 300) return upstreamGarbled({ adapter, reason: "the connection broke off" }, error);
  return toRefusal(adapter, { status, headers: new Headers(responseHeaders) }, responseBody, now);
}

/** Other messages of the SDK repeat what the model wrote, which is no matter for an error. */
function toReason(error: Error): string {
  switch (error.name) {
    case "AI_StreamProviderError":
      return toWords(error.message);
    case "AI_JSONParseError":
      return "it holds an event that is no JSON";
    case "AI_TypeValidationError":
      return "it holds an event of another form than the protocol's";
    default:
      return "it ended before its end";
  }
}

/** A provider's own words, on one line, for an error's message. */
function toWords(told: unknown): string {
  const text = typeof told === "object" && told !== null && "message" in told ? told.message : told;
  const words = typeof text === "string" ? text.replaceAll(/\s+/g, " ").trim() : "";
  return words.slice(0, LONGEST_MESSAGE) || "it failed without a word";
}
