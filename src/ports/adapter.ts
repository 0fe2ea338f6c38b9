/** @module How an implementation of a port is declared, found by name and created. */
import type { Agent } from "node:http";
import type { z } from "zod";
import type { Clock, Logger } from "../foundation/effects.ts";
import type { ArtifactStore } from "./artifact-store.ts";

/** What `app/` lends to an adapter. */
export interface AdapterContext {
  /** The outbound client for origins the configuration names: deadlines and address rules inside. */
  readonly fetch: typeof globalThis.fetch;
  /** The outbound client for any public address: what users and documents may name. */
  readonly fetchPublic: typeof globalThis.fetch;
  /** The same origins for libraries that have a client of their own, by protocol (`https:`). */
  readonly agent: (protocol: string) => Promise<Agent>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Resolves relative paths of options. */
  readonly baseDirectory: string;
  /** Models that `plumbline models add` keeps, each in a folder of its name. */
  readonly modelsDirectory: string;
  /** What an option names as `{artifact: "art_…"}`; every hash is verified. */
  readonly artifacts: Pick<ArtifactStore, "read">;
}

/**
 * A value, listed by hand in `adapters/index.ts`; plug-ins export a list of them. An adapter has
 * no retry, cache or deadline of its own: `app/` wraps each once.
 */
export interface AdapterDefinition<Port extends string, Options extends z.ZodType, Result> {
  readonly apiVersion: 1;
  readonly port: Port;
  readonly name: string;
  readonly options: Options;
  create(options: z.output<Options>, context: AdapterContext): Promise<Result>;
}

export function defineAdapter<Port extends string, Options extends z.ZodType, Result>(
  definition: Omit<AdapterDefinition<Port, Options, Result>, "apiVersion">,
): AdapterDefinition<Port, Options, Result> {
  return { apiVersion: 1, ...definition };
}
