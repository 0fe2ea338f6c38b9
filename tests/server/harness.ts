/** @module The HTTP service without a socket, over a store of its own with people who may read parts. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openApp, type AppOptions, type LocalApp } from "../../src/app/index.ts";
import { loadConfig } from "../../src/app/index.ts";
import type { KeyScope } from "../../src/domain/api-key.ts";
import { createRandom } from "../../src/foundation/random.ts";
import { createService, type Service, type ServiceLimits } from "../../src/server/index.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

export const HOST = "127.0.0.1:8787";
export const OWNER_TOKEN = "the-token-of-the-owner";

export const LIMITS: ServiceLimits = {
  requestsPerMinute: 100_000,
  concurrency: 16,
  waiting: 1000,
  answerSeconds: 60,
};

export interface Sent {
  readonly method?: string;
  /** A key, or a whole header when it holds a blank. */
  readonly key?: string | undefined;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Harness extends AsyncDisposable {
  readonly app: LocalApp;
  readonly service: Service;
  /** Of the access log. */
  readonly log: string[];
  readonly directory: string;
  /** Moves the clock of records and limits. */
  advance(ms: number): void;
  send(path: string, sent?: Sent): Promise<Response>;
  makeKey(as: readonly string[] | undefined, ...scopes: readonly KeyScope[]): Promise<string>;
}

export interface HarnessOptions {
  readonly limits?: Partial<ServiceLimits>;
  /** plumbline.yaml */
  readonly config?: string;
  readonly sleep?: AppOptions["sleep"];
  /** In place of the app's own use cases. */
  readonly change?: (app: LocalApp) => Partial<LocalApp>;
}

export async function openHarness(options: HarnessOptions = {}): Promise<Harness> {
  const directory = makeTemporaryDirectory();
  if (options.config !== undefined)
    writeFileSync(join(directory.path, "plumbline.yaml"), options.config);
  let elapsedMs = 0;
  const clock = {
    now: () => new Date(Date.parse("2026-03-01T12:00:00.000Z") + elapsedMs),
    monotonicMs: () => elapsedMs,
  };
  // Ids must differ, and nothing is kept secret here.
  const random = createRandom("harness");
  const entropy = {
    bytes: (length: number) => Uint8Array.from({ length }, () => random.below(256)),
  };
  const loaded = await loadConfig({ workingDirectory: directory.path, environment: {} });
  const { sleep } = options;
  const effects = { clock, entropy, ...(sleep ? { sleep } : {}) };
  const app = await openApp({ loaded, workingDirectory: directory.path, ...effects });
  await app.becomeWriter();
  const log: string[] = [];
  const changed = options.change?.(app) ?? {};
  const served = new Proxy(app, {
    get: (target, name) => {
      const member = Reflect.get(changed, name) ?? Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  const service = createService({
    app: served,
    clock,
    entropy,
    fingerprint: loaded.fingerprint,
    ownerToken: OWNER_TOKEN,
    hosts: () => new Set([HOST]),
    limits: { ...LIMITS, ...options.limits },
    log: (line) => log.push(line),
  });
  return {
    app,
    service,
    log,
    directory: directory.path,
    advance: (ms) => void (elapsedMs += ms),
    send: (path, sent = {}) => service.fetch(toRequest(path, sent), "192.0.2.1"),
    async makeKey(as, ...scopes) {
      return (await app.createKey({ name: "test", as, scopes })).key;
    },
    async [Symbol.asyncDispose]() {
      await service.drain(0);
      await app[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

export function toRequest(path: string, { method, key, body, headers, signal }: Sent): Request {
  const authorization = key?.includes(" ") ? key : `Bearer ${key}`;
  return new Request(`http://${HOST}${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      host: HOST,
      ...(key === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined
      ? {}
      : {
          body: body instanceof FormData || typeof body === "string" ? body : JSON.stringify(body),
        }),
    ...(signal ? { signal } : {}),
  });
}

/** The JSON of a reply, whose status must be this one. */
export async function readJson(reply: Response, status = 200) {
  const text = await reply.text();
  assert.equal(reply.status, status, text);
  return JSON.parse(text);
}

/** Events of a server-sent stream, in order. */
export function toEvents(text: string): readonly { event: string; data: unknown }[] {
  return text
    .split("\n\n")
    .filter((block) => block !== "" && !block.startsWith(":"))
    .map((block) => {
      const fields = new Map(
        block.split("\n").map((line) => {
          const at = line.indexOf(": ");
          return [line.slice(0, at), line.slice(at + 2)] as const;
        }),
      );
      const data = fields.get("data") ?? "";
      return {
        event: fields.get("event") ?? "",
        data: data === "[DONE]" ? data : JSON.parse(data),
      };
    });
}
