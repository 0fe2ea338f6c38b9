/** @module What the bench asks of every system, ours and its peers'. */
import type { BenchChunk, BenchQuestion } from "./corpus.ts";

export interface Hit {
  /** Number of the chunk. */
  readonly row: number;
  readonly text: string;
}

export type Leg = "lexical" | "dense" | "hybrid";

export interface Ranker {
  /** Unique within its system. */
  readonly name: string;
  readonly leg: Leg;
  /** Exactly what is timed. */
  readonly timed: string;
  /** The 50 best with their text, best first. */
  rank(question: BenchQuestion): Promise<readonly Hit[]> | readonly Hit[];
  /** The ranking that recall is taken from, where hits leave out repeats. */
  rankRows?(question: BenchQuestion): Promise<readonly number[]>;
}

/** Ways to trade recall for speed; the bench takes the fastest that reaches the recall wanted. */
export interface Tuning {
  readonly ranker: string;
  readonly choices: readonly string[];
  choose(choice: string): void;
}

export interface OpenSystem extends AsyncDisposable {
  readonly rankers: readonly Ranker[];
  readonly tuning?: Tuning;
  /** What it is set to, as its own documentation spells it. */
  readonly settings: readonly string[];
  /** Returns when the system says that the chunk is in. */
  add(chunk: BenchChunk): Promise<void>;
}

export interface Places {
  /** The corpus folder. */
  readonly corpus: string;
  /** The system's own, empty before `build`. */
  readonly directory: string;
}

export interface System {
  /** Whose versions are printed. */
  readonly packages: readonly string[];
  /** What a reader must know before comparing: what it does not do, or does besides. */
  readonly notes: readonly string[];
  build(places: Places): Promise<OpenSystem>;
  /** Absent where the index lives in memory alone: the process that built it then serves. */
  reopen?(places: Places): Promise<OpenSystem>;
}

/** Hits a ranker returns. */
export const TOP = 50;

/** Every system by name, in the order of the report. */
export const SYSTEM_NAMES = ["plumbline", "sqlite", "orama", "lancedb", "minisearch"] as const;
export type SystemName = (typeof SYSTEM_NAMES)[number];

/**
 * Peers are dependencies of the bench alone, so their modules are loaded by name and only in a
 * process of their own.
 */
export async function loadSystem(name: string): Promise<System> {
  if (!SYSTEM_NAMES.some((known) => known === name)) throw new Error(`unknown system ${name}`);
  const module: unknown = await import(`./systems/${name}.ts`);
  return (module as { readonly system: System }).system; // each file exports one, held by its type
}
