/** @module A source for tests: items in memory, each a text, a record or a failure. */
import type { Source, SourceContent, SourceItem } from "../ports/source.ts";

/** A text is a Markdown file; an error is what reading the item throws. */
export type FakeItem = string | Error | Extract<SourceContent, { kind: "record" }>;

export interface FakeSource extends Source {
  /** What is there; change it between syncs. */
  readonly items: Map<string, FakeItem>;
  /** How often each item was read. */
  readonly reads: Map<string, number>;
  /** Set to make the place impossible to list. */
  failure: Error | undefined;
}

/** Items come in the order of their keys. */
export function createFakeSource(items: Readonly<Record<string, FakeItem>> = {}): FakeSource {
  const source: FakeSource = {
    location: "memory",
    items: new Map(Object.entries(items)),
    reads: new Map(),
    failure: undefined,
    async list(signal) {
      signal?.throwIfAborted();
      if (source.failure) throw source.failure;
      return [...source.items.keys()].sort().map((key): SourceItem => toItem(source, key));
    },
  };
  return source;
}

function toItem(source: FakeSource, key: string): SourceItem {
  return {
    key,
    modifiedAt: "2026-01-02T00:00:00.000Z",
    async read(signal) {
      signal?.throwIfAborted();
      source.reads.set(key, (source.reads.get(key) ?? 0) + 1);
      const item = source.items.get(key);
      if (item instanceof Error) throw item;
      if (item === undefined) throw new Error(`${key} has gone`);
      if (typeof item !== "string") return item;
      return { kind: "file", name: key, bytes: new TextEncoder().encode(item) };
    },
  };
}
