/** @module What the bench says to a system's process, and what comes back. */
import type { BenchChunk } from "./corpus.ts";
import type { Leg } from "./system.ts";

export interface RankerFacts {
  readonly name: string;
  readonly leg: Leg;
  readonly timed: string;
}

export interface OpenFacts {
  /** From nothing to ready: the build, or opening what was built. */
  readonly ms: number;
  readonly packages: readonly string[];
  readonly notes: readonly string[];
  readonly settings: readonly string[];
  readonly rankers: readonly RankerFacts[];
  readonly tuning?: { readonly ranker: string; readonly choices: readonly string[] };
  readonly persistent: boolean;
}

export interface MemoryFacts {
  /** Resident now, after a collection of garbage, less what the process had before it began. */
  readonly residentBytes: number;
  /** The most it ever had resident, whole. */
  readonly peakBytes: number;
}

/** A vector travels as plain numbers. */
export type SentChunk = Omit<BenchChunk, "vector"> & { readonly vector: readonly number[] };

interface Calls {
  build: { request: object; reply: OpenFacts };
  reopen: { request: object; reply: OpenFacts };
  choose: { request: { choice: string }; reply: null };
  /** For each question its time in ms, how much it returned, and the chunks that it ranked. */
  rank: {
    request: { ranker: string; questions: readonly number[] };
    reply: {
      times: readonly number[];
      hits: readonly number[];
      rows: readonly (readonly number[])[];
    };
  };
  /** Adds a chunk and asks for it by a word that it alone holds. */
  add: {
    request: { chunk: SentChunk; word: string; ranker: string };
    reply: { addedMs: number; foundMs: number };
  };
  memory: { request: object; reply: MemoryFacts };
  close: { request: object; reply: null };
}

export type CallName = keyof Calls;
export type RequestOf<Name extends CallName> = Calls[Name]["request"];
export type ReplyOf<Name extends CallName> = Calls[Name]["reply"];

export type Request = {
  readonly [Name in CallName]: { readonly call: Name } & RequestOf<Name>;
}[CallName];

export type Reply = { readonly value: unknown } | { readonly error: string };
