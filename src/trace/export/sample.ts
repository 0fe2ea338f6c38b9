/** @module Which traces are exported, and what of their texts: nothing here decides what is kept. */
import type { TraceContent } from "./semconv.ts";

/**
 * The same for every part of one trace, wherever it is decided: the trace's own id is the draw
 * (the last 14 hex digits are random, W3C Trace Context level 2).
 *
 * @param share in [0, 1].
 */
export const isSampled = (traceId: string, share: number): boolean =>
  Number.parseInt(traceId.slice(-14), 16) / 16 ** 14 < share;

/** Mail addresses, and runs of nine digits or more as accounts, cards and telephones have them. */
const ALWAYS = [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu, /\+?\d(?:[ ./-]?\d){8,}/g];

/** Each match becomes `[redacted]`; patterns come on top of mail addresses and long numbers. */
export function redactText(text: string, patterns: readonly RegExp[]): string {
  let redacted = text;
  for (const pattern of [...ALWAYS, ...patterns])
    redacted = redacted.replaceAll(
      new RegExp(pattern, `${pattern.flags.replace("g", "")}g`),
      "[redacted]",
    );
  return redacted;
}

export const redactContent = (
  { question, reply, documents }: TraceContent,
  patterns: readonly RegExp[],
): TraceContent => ({
  question: redactText(question, patterns),
  ...(reply === undefined ? {} : { reply: redactText(reply, patterns) }),
  documents,
});
