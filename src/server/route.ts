/** @module What a route is: a path with a policy, a schema for what comes in, and what it does. */
import type { z } from "zod";
import type { As, LocalApp } from "../app/index.ts";
import type { RouteScope } from "./guard/authenticate.ts";

/** What a request costs, and so how many of its kind are worked on at a time. */
export type Work = "light" | "search" | "answer" | "upload" | "job";

export type Reply =
  | {
      readonly status?: number;
      readonly json: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Texts as they come; ending the iteration early stops the work behind them. */
  | { readonly stream: AsyncGenerator<string>; readonly type: string };

/** What every route may use. */
export interface ServerContext {
  readonly app: LocalApp;
  readonly now: () => Date;
  /** Of the configuration that the server runs with. */
  readonly fingerprint: string;
  /** Absent where no command of the owner is served. */
  readonly ownerToken: string | undefined;
  /** What the server offers, as OpenAPI. */
  readonly reference: unknown;
  /** False while the server is being stopped. */
  readonly isReady: () => boolean;
}

/** One request, its caller known by key. */
export interface Call<Body, Query> {
  readonly context: ServerContext;
  /** Principals, or `undefined` for the owner of the data directory. */
  readonly as: As;
  /** Id of the key, or `owner`: whose calls and money these are. */
  readonly asker: string;
  readonly body: Body;
  readonly query: Query;
  readonly params: Readonly<Record<string, string>>;
  readonly request: Request;
  readonly requestId: string;
  /** Aborted when the client has gone, it takes too long, or the server stops. */
  readonly signal: AbortSignal;
}

export interface Accepted {
  readonly limitBytes: number;
  /** What the reference says of it. */
  readonly schema: z.ZodType;
}

/** How a body is read. */
export interface BodyFormat<Body> {
  /** By content type. */
  readonly accepts: Readonly<Record<string, Accepted>>;
  parse(bytes: Uint8Array, contentType: string): Body | Promise<Body>;
}

export interface Described {
  readonly description: string;
  /** Absent for a reply that is not JSON. */
  readonly schema?: z.ZodType;
  readonly contentType?: string;
}

export interface RouteDefinition<Body, Query> {
  readonly method: "GET" | "POST" | "DELETE";
  /** As Hono writes it: `/v1/documents/:id`. */
  readonly path: string;
  /** Name in clients that are generated from the reference. */
  readonly operation: string;
  readonly summary: string;
  /** Not optional: a route without a policy does not compile. */
  readonly scope: RouteScope;
  readonly work: Work;
  /** Whose clients read its errors. Default: our own. */
  readonly style?: "openai";
  /** Left out of the reference. */
  readonly internal?: boolean;
  readonly body?: BodyFormat<Body>;
  readonly query?: z.ZodType<Query>;
  /** By status. */
  readonly replies: Readonly<Record<number, Described>>;
  handle(call: Call<Body, Query>): Promise<Reply>;
}

/** A route whose own types nobody needs to know any more. */
export type Route = Omit<RouteDefinition<unknown, unknown>, "handle"> & {
  handle(call: Call<unknown, unknown>): Promise<Reply>;
};

export function defineRoute<Body = undefined, Query = undefined>(
  definition: RouteDefinition<Body, Query>,
): Route {
  return {
    ...definition,
    // The service hands in what this route's own format and schema made.
    handle: (call) => definition.handle(call as Call<Body, Query>),
  };
}
