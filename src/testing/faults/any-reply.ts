/** @module The faults that every service can have, whatever it is asked. */
import { gzipSync } from "node:zlib";
import type { FaultName } from "./faults.ts";
import { JSON_TYPE, toJsonReply, type Piece, type Reply } from "./reply.ts";

const MEGABYTE = 1024 * 1024;
const HUGE_MEGABYTES = 128;
const DRIP_MS = 10;

const toError = (status: number, message: string, headers: Record<string, string> = {}): Reply => {
  const reply = toJsonReply({ error: { message, type: "server_error", code: null } }, status);
  return { ...reply, headers: { ...JSON_TYPE, ...headers } };
};

function* spaces(megabytes: number): Generator<Piece> {
  const block = new Uint8Array(MEGABYTE).fill(0x20);
  for (let sent = 0; sent < megabytes; sent++) yield block;
}

function* drip(): Generator<Piece> {
  for (;;) {
    yield " ";
    yield { act: "pause", ms: DRIP_MS };
  }
}

/** Retry-After in its forms; the date is 2 s after the time given. */
const toRetryAfter = (form: string, now: Date): Record<string, string> => {
  const dateIn = (ms: number): string => new Date(now.getTime() + ms).toUTCString();
  const forms: Record<string, Record<string, string>> = {
    seconds: { "retry-after": "2" },
    ms: { "retry-after-ms": "1500" },
    date: { "retry-after": dateIn(2000) },
    absurd: { "retry-after": "86400" },
    negative: { "retry-after": "-5" },
    past: { "retry-after": dateIn(-3_600_000) },
  };
  return forms[form] ?? {};
};

const CONTEXT_LENGTH =
  "This model's maximum context length is 8192 tokens, however you requested 9000 tokens.";

/**
 * @param healthy what the service would have said.
 * @returns nothing for a fault of one kind of service.
 */
export function toCommonReply(fault: FaultName, healthy: Reply, now: Date): Reply | undefined {
  const [, status, form] = /^http-(\d+)-?(.*)$/.exec(fault) ?? [];
  if (status === "429") return toError(429, "slow down", toRetryAfter(form ?? "", now));
  if (status === "400" && form) return toError(400, CONTEXT_LENGTH);
  if (status) return toError(Number(status), `scripted ${status}`);
  const { headers = {} } = healthy;
  const bytes = Buffer.concat([...healthy.pieces].map((piece) => toBytes(piece)));
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  switch (fault) {
    case "reset-before-headers":
      return { pieces: [{ act: "reset" }] };
    case "no-headers":
      return { pieces: [{ act: "stall" }] };
    case "stall-mid-body":
      return { headers, pieces: [half, { act: "stall" }] };
    case "slow-drip":
      return { headers, pieces: drip() };
    case "reset-mid-body":
      return { headers, pieces: [half, { act: "reset" }] };
    case "html-200":
      return {
        headers: { "content-type": "text/html" },
        pieces: ["<!doctype html><title>Sign in</title><p>Sign in to go on"],
      };
    case "empty-200":
      return { headers, pieces: [] };
    case "error-200":
      return toJsonReply({ error: { message: "the model is overloaded", type: "overloaded" } });
    case "endless-body":
      return { headers, pieces: spaces(Number.POSITIVE_INFINITY) };
    case "huge-reply": {
      const length = String(HUGE_MEGABYTES * MEGABYTE);
      return { headers: { ...headers, "content-length": length }, pieces: spaces(HUGE_MEGABYTES) };
    }
    case "decompression-bomb": {
      const bomb = gzipSync(new Uint8Array(32 * MEGABYTE).fill(0x20));
      return { headers: { ...headers, "content-encoding": "gzip" }, pieces: [bomb] };
    }
    default:
      return undefined;
  }
}

export function toBytes(piece: Piece): Uint8Array {
  if (typeof piece === "string") return Buffer.from(piece);
  return piece instanceof Uint8Array ? piece : new Uint8Array();
}
