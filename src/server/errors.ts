/** @module What the HTTP server refuses, and why it does not start. */
import { defineError } from "../foundation/errors.ts";

export const keyMissing = defineError({
  code: "server.key-missing",
  kind: "denied",
  message: () => "the request has no key",
  hint: () =>
    "send Authorization: Bearer KEY; plumbline keys create --name NAME makes one, on the machine of the server",
});

export const scopeMissing = defineError({
  code: "server.scope-missing",
  kind: "denied",
  message: ({ scope }: { scope: string }) => `this key may not ${scope}`,
  hint: ({ scope }: { scope: string }) =>
    `make a key that may: plumbline keys create --name NAME --scope ${scope}`,
});

export const foreignHost = defineError({
  code: "server.foreign-host",
  kind: "denied",
  message: () => "the Host header is not a name of this server",
  hint: () =>
    "use the address the server printed, or add the name to server.hosts in plumbline.yaml",
});

export const foreignOrigin = defineError({
  code: "server.foreign-origin",
  kind: "denied",
  message: () => "a page of another site may not call this server",
  hint: () => "call it from a program of yours, which sends no Origin header",
});

export const badRequest = defineError({
  code: "server.bad-request",
  kind: "invalid",
  message: ({ mistakes }: { path: string; mistakes: readonly string[] }) => mistakes.join("; "),
  hint: () => "GET /openapi.json describes what each request may hold",
});

export const badJson = defineError({
  code: "server.bad-json",
  kind: "invalid",
  message: ({ reason }: { reason: string }) => `the body is not JSON: ${reason}`,
  hint: () => "send one JSON value in UTF-8",
});

export const badUploadForm = defineError({
  code: "server.bad-form",
  kind: "invalid",
  message: ({ reason }: { reason: string }) => `the form cannot be read: ${reason}`,
  hint: () => "send multipart/form-data with one part named file, and collection",
});

export const contentType = defineError({
  code: "server.content-type",
  kind: "invalid",
  message: ({ given }: { given: string; wanted: readonly string[] }) =>
    given === "" ? "the body has no content type" : `a body of ${given} is not read here`,
  hint: ({ wanted }: { given: string; wanted: readonly string[] }) =>
    `send Content-Type: ${wanted.join(" or ")}, without Content-Encoding`,
});

export const bodyTooLarge = defineError({
  code: "server.body-too-large",
  kind: "invalid",
  message: ({ limitBytes }: { limitBytes: number }) =>
    `the body is larger than ${Math.floor(limitBytes / 1024 / 1024)} MB`,
  hint: () => "send less at a time; plumbline ingest reads larger sources from the disk",
});

export const noRoute = defineError({
  code: "server.not-found",
  kind: "not-found",
  message: ({ at }: { at: string }) => `there is nothing at ${at}`,
  hint: () => "GET /openapi.json lists what there is",
});

export const badMethod = defineError({
  code: "server.method",
  kind: "invalid",
  message: ({ method, at }: { method: string; at: string; allowed: readonly string[] }) =>
    `${at} does not take ${method}`,
  hint: ({ allowed }: { method: string; at: string; allowed: readonly string[] }) =>
    `it takes ${allowed.join(", ")}`,
});

export const rateLimited = defineError({
  code: "server.rate-limited",
  kind: "limited",
  message: () => "too many requests in a short time",
  hint: ({ retryAfterMs }: { retryAfterMs: number }) =>
    `wait ${Math.ceil(retryAfterMs / 1000)} s, as Retry-After says; server.requestsPerMinute sets the limit`,
});

export const overloaded = defineError({
  code: "server.overloaded",
  kind: "unavailable",
  message: () => "more requests are waiting than the server can take",
  hint: ({ retryAfterMs }: { retryAfterMs: number }) =>
    `try again in ${Math.ceil(retryAfterMs / 1000)} s, with fewer requests at a time`,
});

export const deadline = defineError({
  code: "server.deadline",
  kind: "timeout",
  message: ({ seconds }: { seconds: number }) =>
    `it took longer than ${seconds} s and was given up`,
  hint: () => "try again; ask for less at a time when it happens again",
});

export const closing = defineError({
  code: "server.closing",
  kind: "unavailable",
  message: () => "the server is being stopped",
  hint: () => "try again when it is back",
});

export const clientGone = defineError({
  code: "server.client-gone",
  kind: "unavailable",
  message: () => "the client has gone",
  hint: () => "the work was stopped; ask again",
});

export const modelNotFound = defineError({
  code: "server.model-not-found",
  kind: "not-found",
  message: ({ model }: { model: string }) =>
    `the model ${JSON.stringify(model)} does not exist, or you may not use it`,
  hint: () => "GET /v1/models lists what you may use: plumbline, or plumbline/COLLECTION",
});

export const unsupportedParameter = defineError({
  code: "server.unsupported-parameter",
  kind: "invalid",
  message: ({ path, reason }: { path: string; reason: string }) =>
    `${path} is not supported: ${reason}`,
  hint: ({ path }: { path: string; reason: string }) => `leave ${path} out`,
});

export const answerIncomplete = defineError({
  code: "server.answer-incomplete",
  kind: "upstream",
  message: ({ reason }: { reason: string }) =>
    `the writer stopped before the end of the answer: ${reason}`,
  hint: () => "ask again; what came before is checked, and is not the whole answer",
});

export const portInUse = defineError({
  code: "server.port-in-use",
  kind: "conflict",
  message: ({ host, port }: { host: string; port: number }) =>
    `another process listens on ${host} port ${port}`,
  hint: () => "choose another port with --port, or 0 for any free one",
});

export const badAddress = defineError({
  code: "server.bad-address",
  kind: "invalid",
  message: ({ host, port, reason }: { host: string; port: number; reason: string }) =>
    `cannot listen on ${host} port ${port}: ${reason}`,
  hint: () => "choose an address of this machine with --host, and a port above 1023 with --port",
});

export const keysNeeded = defineError({
  code: "server.keys-needed",
  kind: "invalid",
  message: ({ host }: { host: string }) =>
    `${host} can be reached from other machines, and there is no key yet`,
  hint: () => "make one first: plumbline keys create --name NAME; or leave --host out",
});
