/** @module How streamed answers fail, whichever provider's frames they are made of. */
import type { FaultName } from "./faults.ts";
import { STREAM_TYPE, type Piece, type Reply } from "./reply.ts";

export type Finish = "stop" | "length" | "content-filter" | "unknown" | "null";

/** An answer as one provider streams it: frames, each an event with its blank line. */
export interface Script {
  readonly opening: readonly string[];
  readonly deltas: readonly string[];
  /** A delta without text. */
  readonly empty: string;
  finish(reason: Finish): readonly string[];
  usage(value: "given" | "missing" | "absurd"): readonly string[];
  readonly done: readonly string[];
  readonly error: string;
  /** Valid JSON that is no event of the provider. */
  readonly foreign: string;
}

const toReply = (pieces: readonly Piece[]): Reply => ({ headers: STREAM_TYPE, pieces });

export function toHealthyStream(script: Script): Reply {
  const { opening, deltas, finish, usage, done } = script;
  return toReply([...opening, ...deltas, ...finish("stop"), ...usage("given"), ...done]);
}

/** @returns nothing for a fault that is none of a stream. */
export function toFaultyStream(fault: FaultName, script: Script): Reply | undefined {
  const { opening, deltas, finish, usage, done } = script;
  const told = [...opening, ...deltas];
  const stop = [...finish("stop"), ...usage("given")];
  const whole = [...told, ...stop, ...done];
  const last = deltas.at(-1) ?? "";
  const ended = (reason: Finish): Reply =>
    toReply([...told, ...finish(reason), ...usage("given"), ...done]);
  switch (fault) {
    case "malformed-json":
      return toReply([...opening, 'data: {"choices": [{"delta": {"con\n\n', ...done]);
    case "wrong-schema":
      return toReply([script.foreign, script.foreign, ...done]);
    case "cut-mid-event":
      return toReply([...told, last.slice(0, Math.ceil(last.length / 2))]);
    case "cut-mid-character":
      return toReply([...told, cutInCharacter(deltas.join(""))]);
    case "error-mid-stream":
      return toReply([...told, script.error]);
    case "closed-without-finish":
      return toReply(told);
    case "finish-null":
      return ended("null");
    case "finish-unknown":
      return ended("unknown");
    case "finish-length":
      return ended("length");
    case "finish-content-filter":
      return ended("content-filter");
    case "finish-without-done":
      return toReply([...told, ...stop]);
    case "done-without-finish":
      return toReply([...told, ...usage("given"), ...done]);
    case "text-after-finish":
      return toReply([...told, ...stop, ...deltas, ...done]);
    case "two-finishes":
      return toReply([...told, ...finish("stop"), ...finish("length"), ...usage("given"), ...done]);
    case "usage-missing":
      return toReply([...told, ...finish("stop"), ...usage("missing"), ...done]);
    case "usage-absurd":
      return toReply([...told, ...finish("stop"), ...usage("absurd"), ...done]);
    default:
      return toReframed(fault, whole, script);
  }
}

/** The whole answer in frames that a careless reader trips over. */
function toReframed(fault: FaultName, whole: readonly string[], script: Script): Reply | undefined {
  const { opening, deltas, empty } = script;
  switch (fault) {
    case "duplicated-chunks":
      return toReply([...opening, ...deltas.slice(0, 1), ...whole.slice(opening.length)]);
    case "empty-chunks":
      return toReply([...opening, empty, empty, ...whole.slice(opening.length)]);
    case "keep-alive-comments":
      return toReply(whole.flatMap((frame) => [": keep-alive\n\n", frame, ":\n"]));
    case "crlf-lines":
      return toReply(whole.map((frame) => frame.replaceAll("\n", "\r\n")));
    case "no-blank-lines":
      return toReply(whole.map((frame) => frame.replace(/\n\n$/, "\n")));
    case "split-characters":
      return toReply([...Buffer.from(whole.join(""))].map((byte) => Uint8Array.of(byte)));
    case "invalid-utf8":
      return toReply(whole.map((frame) => (frame === deltas[1] ? spoilText(frame) : frame)));
    default:
      return undefined;
  }
}

/** Ends behind the first byte of the last character that has several. */
function cutInCharacter(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  const at = bytes.findLastIndex((byte) => byte >= 0xc0);
  return bytes.subarray(0, at < 0 ? Math.ceil(bytes.length / 2) : at + 1);
}

/** A byte that begins no character, in front of the quote that ends the event's text. */
function spoilText(frame: string): Uint8Array {
  const [, before = frame, after = ""] = /^(.*"(?:content|text)":"[^"]*)(".*)$/s.exec(frame) ?? [];
  return Buffer.concat([Buffer.from(before), Uint8Array.of(0xff), Buffer.from(after)]);
}
