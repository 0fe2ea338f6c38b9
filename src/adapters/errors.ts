/** @module What goes wrong with services that others run. */
import { defineError } from "../foundation/errors.ts";

type Fault = { readonly adapter: string; readonly reason: string };

type Refusal = {
  readonly adapter: string;
  /** Of the HTTP reply. */
  readonly status: number;
  /** How long the service asks to be left alone, where it says so. */
  readonly retryAfterMs?: number;
};

export const upstreamUnreachable = defineError({
  code: "adapters.upstream-unreachable",
  kind: "upstream",
  message: ({ adapter }: { adapter: string }) => `${adapter}: no connection to the service`,
  hint: () => "check that the address in the adapter's options is right and the service runs",
});

export const upstreamTimeout = defineError({
  code: "adapters.upstream-timeout",
  kind: "timeout",
  message: ({ adapter }: { adapter: string }) => `${adapter}: no reply in time`,
  hint: () => "try again later; if it stays slow, send less at once or allow more time",
});

export const upstreamFailed = defineError({
  code: "adapters.upstream-failed",
  kind: "upstream",
  message: ({ adapter, status }: Refusal) => `${adapter}: the service failed with HTTP ${status}`,
  hint: () => "try again later; the fault is on the side of the service",
});

export const upstreamLimited = defineError({
  code: "adapters.upstream-limited",
  kind: "limited",
  message: ({ adapter }: Refusal) => `${adapter}: the service takes no more requests for now`,
  hint: () => "wait and try again, or raise the quota of the key",
});

/** Of kind `upstream`, as the service says no, but not worth a second try. */
export const upstreamDenied = defineError({
  code: "adapters.upstream-denied",
  kind: "upstream",
  message: ({ adapter, status }: Refusal) => `${adapter}: the key was refused with HTTP ${status}`,
  hint: ({ adapter }) =>
    `check the variable that \`apiKey: { env: … }\` of the ${adapter} adapter names, and what the key may do`,
});

export const upstreamRejected = defineError({
  code: "adapters.upstream-rejected",
  kind: "invalid",
  message: ({ adapter, status }: Refusal) =>
    `${adapter}: the service does not accept the request (HTTP ${status})`,
  hint: () => "check the base URL, the model's name and the other options of the adapter",
});

export const upstreamTooLong = defineError({
  code: "adapters.upstream-too-long",
  kind: "invalid",
  message: ({ adapter }: Refusal) => `${adapter}: a text is longer than the model accepts`,
  hint: () => "make chunks smaller, or choose a model with a longer context",
});

export const upstreamGarbled = defineError({
  code: "adapters.upstream-garbled",
  kind: "upstream",
  message: ({ adapter, reason }: Fault) => `${adapter}: the reply cannot be used: ${reason}`,
  hint: () => "check that the address is that of the service and not of a proxy or a web page",
});

export const upstreamChanged = defineError({
  code: "adapters.upstream-changed",
  kind: "conflict",
  message: ({ adapter, before, now }: { adapter: string; before: string; now: string }) =>
    `${adapter}: the service answered with model ${before} and now with ${now}`,
  hint: () => "name one exact version of the model: vectors of two models cannot be compared",
});

export const upstreamDrifted = defineError({
  code: "adapters.upstream-drifted",
  kind: "conflict",
  message: ({ adapter }: { adapter: string }) =>
    `${adapter}: the service gives one text another vector than before`,
  hint: () => "name one exact version of the model: vectors of two models cannot be compared",
});

/** True when the same request may succeed a moment later. */
export function isRetryableUpstream(error: unknown): boolean {
  return (
    upstreamUnreachable.is(error) ||
    upstreamTimeout.is(error) ||
    upstreamFailed.is(error) ||
    upstreamLimited.is(error)
  );
}
