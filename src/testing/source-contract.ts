/** @module The promises of a source, as tests that every source runs. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PlumblineError } from "../foundation/errors.ts";
import type { Source, SourceContent } from "../ports/source.ts";

/** A fresh place with items, and what a test may do to it. */
export interface SourceSubject {
  readonly source: Source;
  /** Of all items, in any order; at least two can be read. */
  readonly keys: readonly string[];
  /** Of an item that cannot be read, where such a place can hold one. */
  readonly brokenKey?: string;
  /** Makes the place impossible to list as a whole. */
  spoil(): void | Promise<void>;
  /** Changes the place, for sources that watch it. */
  change?(): void | Promise<void>;
  /** Takes the place away when the test ends. */
  close(): void | Promise<void>;
}

type Content = SourceContent | { readonly kind: "failed"; readonly code: string };

async function readAll(source: Source): Promise<ReadonlyMap<string, Content>> {
  const contents = new Map<string, Content>();
  for (const item of await source.list())
    contents.set(
      item.key,
      await item.read().catch((error: unknown): Content => {
        assert.ok(error instanceof PlumblineError, `reading ${item.key} threw ${String(error)}`);
        return { kind: "failed", code: error.code };
      }),
    );
  return contents;
}

/** @param open is called for each test, for a place of its own. */
export function describeSource(name: string, open: () => Promise<SourceSubject>): void {
  const promise = (what: string, hold: (subject: SourceSubject) => Promise<void>): void => {
    it(what, async () => {
      const subject = await open();
      try {
        await hold(subject);
      } finally {
        await subject.close();
      }
    });
  };
  describe(`source contract: ${name}`, () => {
    promise("lists every item once", async ({ source, keys }) => {
      const listed = (await source.list()).map(({ key }) => key);
      assert.deepEqual(listed.toSorted(), [...keys].sort());
    });

    promise("lists what did not change in the same order", async ({ source }) => {
      const keys = async () => (await source.list()).map(({ key }) => key);
      assert.deepEqual(await keys(), await keys());
    });

    promise("gives the same contents for the same place", async ({ source }) => {
      assert.deepEqual(await readAll(source), await readAll(source));
    });

    promise("says when an item was changed as ISO 8601 in UTC", async ({ source }) => {
      for (const { modifiedAt } of await source.list())
        if (modifiedAt !== undefined) assert.equal(new Date(modifiedAt).toISOString(), modifiedAt);
    });

    promise("fails one item without the others", async ({ source, keys, brokenKey }) => {
      const contents = await readAll(source);
      for (const key of keys)
        assert.equal(contents.get(key)?.kind === "failed", key === brokenKey, key);
    });

    promise("throws rather than give a shorter list", async ({ source, spoil }) => {
      await spoil();
      await assert.rejects(source.list(), (error) => {
        assert.ok(error instanceof PlumblineError, String(error));
        return error.hint !== "";
      });
    });

    promise("calls back after a change until it is told to stop", async ({ source, change }) => {
      if (!source.watch || !change) return;
      const stop = new AbortController();
      const { promise: called, resolve } = Promise.withResolvers<void>();
      source.watch(resolve, stop.signal);
      // The watcher says nowhere when it has begun: changes go on until one is seen, further and
      // further apart, so that they settle.
      let timer: NodeJS.Timeout;
      const again = (afterMs: number): void => {
        timer = setTimeout(() => {
          void change();
          again(afterMs * 2);
        }, afterMs);
      };
      again(50);
      await called;
      clearTimeout(timer!);
      stop.abort();
    });

    promise("does not watch for a signal that is aborted already", async ({ source, change }) => {
      source.watch?.(() => assert.fail("it called back"), AbortSignal.abort());
      await change?.();
    });
  });
}
