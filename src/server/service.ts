/** @module The routes behind their guards: one request from its headers to its last byte. */
import { Hono, type Context } from "hono";
import type { Clock, Entropy } from "../foundation/effects.ts";
import { toPlumblineError } from "../foundation/errors.ts";
import type { LocalApp } from "../app/index.ts";
import { checkInput, readBody } from "./body.ts";
import {
  toErrorBody,
  toErrorHeaders,
  toFailure,
  toStatus,
  type ErrorStyle,
} from "./error-reply.ts";
import { badMethod, clientGone, closing, noRoute } from "./errors.ts";
import { authenticate, type Asker } from "./guard/authenticate.ts";
import { Limits, type ServiceLimits } from "./guard/limits.ts";
import { checkOrigin, type HostNames } from "./guard/origin.ts";
import { makeReference } from "./openapi.ts";
import type { Reply, Route, ServerContext } from "./route.ts";
import { ROUTES } from "./routes/index.ts";
import { EVENT_STREAM, toBody } from "./stream.ts";

export interface ServiceOptions {
  readonly app: LocalApp;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly fingerprint: string;
  readonly ownerToken?: string | undefined;
  /** Known once the server listens. */
  readonly hosts: () => HostNames;
  readonly limits: ServiceLimits;
  /** One line a request. */
  readonly log: (line: string) => void;
}

export interface Service {
  /** `remote` is the address that asks, where it is known. */
  fetch(request: Request, remote?: string): Promise<Response>;
  /**
   * Takes no more requests, waits for those that are under way, and aborts what is left after
   * `graceMs`.
   */
  drain(graceMs: number): Promise<void>;
}

/** For what is aborted to notice it. */
const ABORT_MS = 1000;

const HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

export function createService(options: ServiceOptions): Service {
  const service = new RunningService(options);
  const hono = new Hono<Environment>();
  for (const route of ROUTES)
    hono.on(route.method, route.path, (context) => service.respond(context, route));
  for (const path of new Set(ROUTES.map((route) => route.path)))
    hono.all(path, (context) => service.refuse(context, path));
  hono.notFound((context) => service.refuse(context));
  return {
    fetch: async (request, remote = "-") => service.track(() => hono.fetch(request, { remote })),
    drain: (graceMs) => service.drain(graceMs),
  };
}

interface Environment {
  readonly Bindings: { readonly remote: string };
}

/** What is known of a request while it is answered. */
interface Exchange {
  readonly requestId: string;
  readonly startedMs: number;
  /** Aborted when the client has gone, it takes too long, or the server ends; with the reason. */
  readonly stop: AbortController;
  asker: string;
  /** Undone when the last byte is sent. */
  readonly held: DisposableStack;
}

class RunningService {
  readonly #options: ServiceOptions;
  readonly #context: ServerContext;
  readonly #limits: Limits;
  /** Of every request under way. */
  readonly #stops = new Set<AbortController>();
  #active = 0;
  #draining: PromiseWithResolvers<void> | undefined;

  constructor(options: ServiceOptions) {
    const { app, clock, fingerprint, ownerToken, limits } = options;
    this.#options = options;
    this.#limits = new Limits(limits);
    this.#context = {
      app,
      now: () => clock.now(),
      fingerprint,
      ownerToken,
      reference: makeReference(ROUTES),
      isReady: () => this.#draining === undefined,
    };
  }

  /** Counts a request until its reply is made; a stream is counted by `respond` until its end. */
  async track(work: () => Response | Promise<Response>): Promise<Response> {
    this.#active++;
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  async respond(context: Context<Environment>, route: Route): Promise<Response> {
    const exchange = this.#begin(context.req.raw);
    try {
      const reply = await this.#answer(context, route, exchange);
      return this.#send(context, reply, exchange);
    } catch (error) {
      return this.#fail(context, error, exchange, route.style);
    }
  }

  /** For what no route is there: after the same guard, so that strangers learn nothing. */
  refuse(context: Context<Environment>, path?: string): Response {
    const exchange = this.#begin(context.req.raw);
    const { method, raw } = context.req;
    const at = context.req.path.slice(0, 200);
    try {
      checkOrigin(raw.headers, this.#options.hosts());
      const allowed = ROUTES.filter((route) => route.path === path).map((route) => route.method);
      if (allowed.length > 0) throw badMethod({ method, at, allowed });
      throw noRoute({ at });
    } catch (error) {
      return this.#fail(context, error, exchange, undefined);
    }
  }

  async drain(graceMs: number): Promise<void> {
    this.#draining = Promise.withResolvers<void>();
    this.#limits.close();
    if (this.#active === 0) return;
    const timer = setTimeout(() => {
      for (const stop of this.#stops) stop.abort(closing({}));
    }, graceMs);
    // What is aborted ends by itself; what does not is cut off with its connection.
    const cutOff = setTimeout(() => this.#draining?.resolve(), graceMs + ABORT_MS);
    await this.#draining.promise;
    clearTimeout(timer);
    clearTimeout(cutOff);
  }

  #leave(): void {
    this.#active--;
    if (this.#active === 0) this.#draining?.resolve();
  }

  #begin(request: Request): Exchange {
    const { clock, entropy } = this.#options;
    const stop = new AbortController();
    request.signal.addEventListener("abort", () => stop.abort(clientGone({})), { once: true });
    const held = new DisposableStack();
    this.#stops.add(stop);
    held.defer(() => this.#stops.delete(stop));
    return {
      requestId: `req_${Buffer.from(entropy.bytes(8)).toString("hex")}`,
      startedMs: clock.monotonicMs(),
      stop,
      asker: "-",
      held,
    };
  }

  async #answer(context: Context<Environment>, route: Route, exchange: Exchange): Promise<Reply> {
    const { raw } = context.req;
    checkOrigin(raw.headers, this.#options.hosts());
    if (route.scope !== "open" && this.#draining) throw closing({});
    const asker = await this.#authenticate(context, route);
    exchange.asker = asker.name;
    const isKey = route.scope === "read" || route.scope === "write";
    if (isKey) this.#limits.countKey(asker.name, this.#options.clock.monotonicMs());
    await this.#limits.admit(route.work, asker.name, exchange);
    const query = route.query && checkInput(route.query, toQuery(raw.url));
    const { signal } = exchange.stop;
    const body = route.body && (await this.#read(raw, route.body, signal));
    signal.throwIfAborted();
    return route.handle({
      context: this.#context,
      as: asker.as,
      asker: asker.name,
      body,
      query,
      params: context.req.param(),
      request: raw,
      requestId: exchange.requestId,
      signal,
    });
  }

  async #authenticate(context: Context<Environment>, route: Route): Promise<Asker> {
    const { app, ownerToken, clock } = this.#options;
    try {
      return await authenticate(app, ownerToken, route.scope, context.req.raw.headers);
    } catch (error) {
      if (toStatus(toPlumblineError(error)) !== 401) throw error;
      this.#limits.countFailedKey(context.env.remote, clock.monotonicMs());
      throw error;
    }
  }

  async #read(
    request: Request,
    format: NonNullable<Route["body"]>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const { bytes, contentType } = await readBody(request, format.accepts, signal);
    return format.parse(bytes, contentType);
  }

  #send(context: Context<Environment>, reply: Reply, exchange: Exchange): Response {
    const headers = { ...HEADERS, "X-Request-Id": exchange.requestId };
    if ("json" in reply) {
      const { status = 200, json } = reply;
      this.#finish(context, status, exchange);
      return new Response(`${JSON.stringify(json)}\n`, {
        status,
        headers: { ...headers, "Content-Type": "application/json", ...reply.headers },
      });
    }
    this.#active++;
    const body = toBody(reply.stream, reply.type === EVENT_STREAM, () => {
      this.#finish(context, 200, exchange);
      exchange.stop.abort();
      this.#leave();
    });
    return new Response(body, { headers: { ...headers, "Content-Type": reply.type } });
  }

  #fail(
    context: Context<Environment>,
    error: unknown,
    exchange: Exchange,
    style: ErrorStyle,
  ): Response {
    const { requestId } = exchange;
    const failure = toFailure(error, exchange.stop.signal);
    const status = toStatus(failure);
    if (failure.kind === "internal")
      this.#options.log(`error ${requestId} ${failure.code}: ${failure.message}`);
    this.#finish(context, status, exchange);
    return new Response(`${JSON.stringify(toErrorBody(failure, requestId, style))}\n`, {
      status,
      headers: {
        ...HEADERS,
        ...toErrorHeaders(failure),
        ...(this.#draining ? { Connection: "close" } : {}),
        "Content-Type": "application/json",
        "X-Request-Id": requestId,
      },
    });
  }

  #finish({ req }: Context<Environment>, status: number, exchange: Exchange): void {
    const { requestId, startedMs, asker, held } = exchange;
    held.dispose();
    const ms = (this.#options.clock.monotonicMs() - startedMs).toFixed(1);
    const at = this.#options.clock.now().toISOString();
    const path = toLoggable(new URL(req.url).pathname);
    this.#options.log(`${at} ${req.method} ${path} ${status} ${ms}ms ${asker} ${requestId}`);
  }
}

/** As it was sent, where what would break a line is an escape; but for a key that got lost in it. */
const toLoggable = (path: string): string =>
  path.replaceAll(/pl_live_\w+/g, "pl_live_…").slice(0, 200);

/** Every value of a name that stands more than once. */
function toQuery(url: string): Readonly<Record<string, unknown>> {
  const { searchParams } = new URL(url);
  const names = [...new Set(searchParams.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}
