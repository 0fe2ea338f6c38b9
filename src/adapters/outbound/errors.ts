/** @module Why a connection to the outside was not made, or was broken off. */
import { defineError } from "../../foundation/errors.ts";

export const egressUrlRefused = defineError({
  code: "outbound.url-refused",
  kind: "denied",
  message: ({ reason }: { reason: string }) => `the address is not contacted: ${reason}`,
  hint: () => "write it as http:// or https://, with a host and without a name or password in it",
});

export const egressOriginRefused = defineError({
  code: "outbound.origin-refused",
  kind: "denied",
  message: ({ origin }: { origin: string }) => `a connection to ${origin} was not allowed`,
  hint: () =>
    "adapters contact the addresses among their own options, and with outbound.noEgress only those listed in outbound.allow",
});

export const egressPortRefused = defineError({
  code: "outbound.port-refused",
  kind: "denied",
  message: ({ origin }: { origin: string }) => `${origin} is not on port 80 or 443`,
  hint: ({ origin }: { origin: string }) =>
    `if it is meant, write ${origin} in outbound.allow of plumbline.yaml`,
});

export const egressAddressRefused = defineError({
  code: "outbound.address-refused",
  kind: "denied",
  message: ({ origin, addressClass }: { origin: string; addressClass: string }) =>
    `${origin} is no public address (${addressClass})`,
  hint: ({ origin }: { origin: string; addressClass: string }) =>
    `if it is a server of your own, write ${origin} in outbound.allow of plumbline.yaml`,
});

export const egressRedirectRefused = defineError({
  code: "outbound.redirect-refused",
  kind: "denied",
  message: ({ origin, reason }: { origin: string; reason: string }) =>
    `a redirect of ${origin} was not followed: ${reason}`,
  hint: () => "use the address that it leads to, if that is where you mean to go",
});

export const egressTrapped = defineError({
  code: "outbound.trapped",
  kind: "denied",
  message: ({ what }: { what: string }) => `nothing may leave this process: ${what}`,
  hint: () => "outbound.noEgress is on; write what may be contacted in outbound.allow",
});

export const egressUnreachable = defineError({
  code: "outbound.unreachable",
  kind: "upstream",
  message: ({ origin, reason }: { origin: string; reason: string }) =>
    `no connection to ${origin} (${reason})`,
  hint: () => "check that the address is right, and that the service runs and can be reached",
});

export const egressBrokenOff = defineError({
  code: "outbound.broken-off",
  kind: "upstream",
  message: ({ origin, reason }: { origin: string; reason: string }) =>
    `the reply of ${origin} broke off (${reason})`,
  hint: () => "try again later; if it stays so, look at the service and at proxies on the way",
});

export const egressNoReply = defineError({
  code: "outbound.no-reply",
  kind: "timeout",
  message: ({ origin, seconds }: { origin: string; seconds: number }) =>
    `${origin} did not reply within ${seconds} s`,
  hint: () => "try again later; for a slow model server of your own raise outbound.replySeconds",
});

export const egressStalled = defineError({
  code: "outbound.stalled",
  kind: "timeout",
  message: ({ origin, seconds }: { origin: string; seconds: number }) =>
    `${origin} stopped in the middle of its reply for ${seconds} s`,
  hint: () => "try again later; the fault is on the side of the service or on the way to it",
});

export const egressTooSlow = defineError({
  code: "outbound.too-slow",
  kind: "timeout",
  message: ({ origin, seconds }: { origin: string; seconds: number }) =>
    `${origin} was not done after ${seconds} s`,
  hint: () => "ask for less at once, or try again when the service is faster",
});

export const egressTooLarge = defineError({
  code: "outbound.too-large",
  kind: "upstream",
  message: ({ origin, reason }: { origin: string; reason: string }) =>
    `the reply of ${origin} is too large: ${reason}`,
  hint: () => "leave it out of the source, or split it where it is made",
});

export const egressEncodingRefused = defineError({
  code: "outbound.encoding-refused",
  kind: "upstream",
  message: ({ origin, encoding }: { origin: string; encoding: string }) =>
    `${origin} sent a reply encoded as ${encoding}, which was not asked for`,
  hint: () => "check that the address is that of the service; gzip and br are read",
});

/** True when the same request may succeed a moment later, should nothing of a reply be used yet. */
export function isRetryableEgress(error: unknown): boolean {
  return egressUnreachable.is(error) || egressNoReply.is(error) || egressBrokenOff.is(error);
}

/** The code of a system's or a library's error: its message may hold what was sent. */
export function toReason(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string")
    return error.code;
  return "the connection failed";
}
