/** @module Parses one file in one child process, under limits of time and memory. */
import type { ParseRequest } from "../../../ports/parser.ts";
import type { ParsedDocument } from "../../../domain/document.ts";
import { crashed, outOfMemory, timedOut, toParserError } from "../errors.ts";
import type { ParserLimits } from "../limits.ts";
import { readResidentBytes, setReferenced, type Child } from "./child-process.ts";
import { encodeHeader, hasSoundSpans, ReplySchema } from "./protocol.ts";

const WATCH_MS = 50;
/** Of the end of what a dying child says. */
const MAX_LAST_WORDS = 4096;

interface Ending {
  /** Decided by the parent: why it killed the child. */
  readonly killedBy: Error | undefined;
  readonly output: string;
  readonly lastWords: string;
  readonly exit: string;
}

/** JSON may write one character as six. */
const maxReplyLength = (limits: ParserLimits): number => 20 * limits.maxTextLength + 1_000_000;

function toDocument({ killedBy, output, lastWords, exit }: Ending, name: string): ParsedDocument {
  if (killedBy) throw killedBy;
  if (output === "" && /heap out of memory|allocation failed/i.test(lastWords))
    throw outOfMemory({ name, reason: "its heap was full" });
  let reply: unknown;
  try {
    reply = JSON.parse(output);
  } catch {
    throw crashed({ name, reason: exit });
  }
  const parsed = ReplySchema.safeParse(reply);
  if (!parsed.success) throw crashed({ name, reason: "its reply is not a document" });
  if (!parsed.data.ok) throw toParserError(parsed.data.code, parsed.data.details);
  const { document } = parsed.data;
  if (!hasSoundSpans(document)) throw crashed({ name, reason: "its blocks are not in its text" });
  return document;
}

/** Runs until the child has ended, killed or not: nothing of it is left behind. */
function runChild(child: Child, request: ParseRequest, limits: ParserLimits): Promise<Ending> {
  const { name, bytes, signal } = request;
  return new Promise((resolve) => {
    let killedBy: Error | undefined;
    let [output, lastWords] = ["", ""];
    const kill = (reason: Error): void => {
      killedBy ??= reason;
      child.kill("SIGKILL");
    };
    const abort = (): void =>
      kill(signal?.reason instanceof Error ? signal.reason : new DOMException("", "AbortError"));
    const timer = setTimeout(
      () => kill(timedOut({ name, reason: `${limits.maxWallMs} ms` })),
      limits.maxWallMs,
    );
    const watch = setInterval(() => {
      void readResidentBytes(child.pid ?? 0).then((resident) => {
        if (resident !== undefined && resident > limits.maxResidentBytes)
          kill(outOfMemory({ name, reason: `more than ${limits.maxResidentBytes} bytes` }));
      });
    }, WATCH_MS);
    const end = (exit: string): void => {
      clearTimeout(timer);
      clearInterval(watch);
      signal?.removeEventListener("abort", abort);
      resolve({ killedBy, output, lastWords, exit });
    };
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      if (output.length > maxReplyLength(limits))
        kill(crashed({ name, reason: "its reply does not end" }));
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      lastWords = (lastWords + chunk).slice(-MAX_LAST_WORDS);
    });
    child.once("error", () => end("it could not be started"));
    child.once("close", (code, signalName) => end(signalName ?? `exit code ${code}`));
    // A child that ended early closes the pipe; its ending says why.
    child.stdin.on("error", () => undefined);
    child.stdin.write(encodeHeader({ name, limits }));
    child.stdin.end(bytes);
  });
}

/**
 * @param child waits for its first request, and has ended when this returns.
 * @throws parsers.timeout, parsers.out-of-memory, parsers.crashed, what the parser found, or the
 *   reason of the signal.
 */
export async function parseInChild(
  child: Child,
  request: ParseRequest,
  limits: ParserLimits,
): Promise<ParsedDocument> {
  setReferenced(child, true);
  return toDocument(await runChild(child, request, limits), request.name);
}
