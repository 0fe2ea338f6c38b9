/** @module A source for tests: items in memory, each a text, a record or a failure. */
import type { Source, SourceContent, SourceItem } from "../ports/source.ts";

/** A text is a Markdown file; an error is what reading the item throws. */
export type FakeItem = string | Error | Extract<SourceContent, { kind: "record" }>;

export interface FakeSource extends Source {
  /** What is there; change it between syncs. */
  readonly items: Map<string, FakeItem>;
  /** By key: an item that has one can be asked whether it has changed. */
  readonly validators: Map<string, string>;
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
    validators: new Map(),
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
  const read = async (signal?: AbortSignal): Promise<SourceContent> => {
    signal?.throwIfAborted();
    source.reads.set(key, (source.reads.get(key) ?? 0) + 1);
    const item = source.items.get(key);
    if (item instanceof Error) throw item;
    if (item === undefined) throw new Error(`${key} has gone`);
    if (typeof item !== "string") return item;
    const validator = source.validators.get(key);
    const bytes = new TextEncoder().encode(item);
    return { kind: "file", name: key, bytes, ...(validator === undefined ? {} : { validator }) };
  };
  const item: SourceItem = { key, modifiedAt: "2026-01-02T00:00:00.000Z", read };
  if (!source.validators.has(key)) return item;
  return {
    ...item,
    readIfChanged: async (validator, signal) =>
      source.validators.get(key) === validator ? undefined : read(signal),
  };
}
