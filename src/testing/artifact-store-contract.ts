/** @module The promises of an artifact store, for every implementation to be held to. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ArtifactCard } from "../domain/artifact.ts";
import { PlumblineError } from "../foundation/errors.ts";
import type { ArtifactPut, ArtifactStore } from "../ports/artifact-store.ts";

/** An empty store, and what a test must do to it from outside. */
export interface ArtifactSubject extends AsyncDisposable {
  readonly store: ArtifactStore;
  /** Another view of the same data. */
  reopen(): Promise<ArtifactStore>;
  /** Other bytes in place of a file's (made where it is none), or none at all. */
  damage(id: string, file: string, bytes: Uint8Array | undefined): Promise<void>;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const cardOf = (changes: Partial<ArtifactCard> = {}): ArtifactCard => ({
  purpose: "orders passages",
  lane: "reranker",
  createdAt: "2026-03-01T12:00:00.000Z",
  comparisons: [],
  verdict: "pass",
  reasons: ["nDCG@10 +0.03 [0.01, 0.05]"],
  sections: [{ heading: "Data", lines: ["412 questions"] }],
  ...changes,
});

export const artifactOf = (changes: Partial<ArtifactPut> = {}): ArtifactPut => ({
  kind: "reranker",
  files: new Map([
    ["model.json", bytesOf('{"weights":[1,2]}')],
    ["notes/read.txt", bytesOf("seed 7")],
  ]),
  parents: [
    { role: "golden-set", id: "gld_0123456789abcdef" },
    { role: "document-version", id: "doc_0123456789abcdef0123@aa" },
  ],
  recipe: { seed: "7", depth: 4 },
  ...changes,
});

const fails = (code: string) => (error: unknown) =>
  error instanceof PlumblineError && error.code === code;

export function describeArtifactStore(name: string, open: () => Promise<ArtifactSubject>): void {
  const promise = (what: string, hold: (subject: ArtifactSubject) => Promise<void>): void => {
    it(what, async () => {
      await using subject = await open();
      await hold(subject);
    });
  };
  describe(`artifact store contract: ${name}`, () => {
    promise("gives back what was put, also to who opens it later", async ({ store, reopen }) => {
      const record = await store.put(artifactOf(), cardOf());
      assert.match(record.id, /^art_[0-9a-f]{16}$/);
      assert.equal(record.sha256.slice(0, 16), record.id.slice(4));
      for (const each of [store, await reopen()]) {
        const { record: read, files } = await each.read(record.id);
        assert.deepEqual(read, record);
        assert.deepEqual([...files.keys()].toSorted(), ["model.json", "notes/read.txt"]);
        assert.deepEqual(Uint8Array.from(files.get("notes/read.txt") ?? []), bytesOf("seed 7"));
        assert.deepEqual(await each.find(record.id), record);
        assert.deepEqual(await each.list(), [record]);
        assert.deepEqual(await each.listIds(), [record.id]);
        assert.deepEqual(await each.verify(record.id), []);
      }
      assert.equal(record.taint, "clean");
      assert.deepEqual(record.card, cardOf());
    });

    promise("gives equal content one id, and keeps the first card", async ({ store }) => {
      const first = await store.put(artifactOf(), cardOf());
      const { files, parents } = artifactOf();
      const again = await store.put(
        artifactOf({
          files: new Map([...files].toReversed()),
          parents: [...parents.toReversed(), ...parents],
          recipe: { depth: 4, seed: "7" },
        }),
        cardOf({ purpose: "something else" }),
      );
      assert.deepEqual(again, first);
      assert.equal((await store.list()).length, 1);
    });

    promise("gives other content another id", async ({ store }) => {
      const puts = [
        artifactOf(),
        artifactOf({ kind: "fusion" }),
        artifactOf({ recipe: { seed: "8", depth: 4 } }),
        artifactOf({ parents: [] }),
        artifactOf({ files: new Map([["model.json", bytesOf("{}")]]) }),
      ];
      const ids = new Set<string>();
      for (const put of puts) ids.add((await store.put(put, cardOf())).id);
      assert.equal(ids.size, puts.length);
      assert.deepEqual(await store.listIds(), [...ids].toSorted());
    });

    promise("takes the same content from several at once", async ({ store }) => {
      const puts = Array.from({ length: 8 }, () => store.put(artifactOf(), cardOf()));
      const ids = (await Promise.all(puts)).map(({ id }) => id);
      assert.equal(new Set(ids).size, 1);
      assert.deepEqual(await store.verify(ids[0] ?? ""), []);
    });

    promise("reads nothing that is not what was registered", async ({ store, reopen, damage }) => {
      const damages: readonly (readonly [string, Uint8Array | undefined])[] = [
        ["model.json", bytesOf('{"weights":[1,3]}')],
        ["model.json", bytesOf('{"weights":[1,')],
        ["notes/read.txt", undefined],
        ["more.bin", bytesOf("a stranger's")],
      ];
      for (const [at, [file, bytes]] of damages.entries()) {
        const { id } = await store.put(artifactOf({ recipe: { at } }), cardOf());
        await damage(id, file, bytes);
        for (const each of [store, await reopen()]) {
          await assert.rejects(each.read(id), fails("registry.artifact-corrupt"), file);
          const [problem, ...more] = await each.verify(id);
          assert.ok(problem?.includes(`files/${file}`), problem);
          assert.deepEqual(more, []);
        }
      }
    });

    promise("refuses names that lead elsewhere, and nothing at all", async ({ store }) => {
      for (const file of ["../model.json", "/etc/passwd", "a//b", "", "a/../b", "a\\b", ".hidden"])
        await assert.rejects(
          store.put(artifactOf({ files: new Map([[file, bytesOf("x")]]) }), cardOf()),
          fails("registry.artifact-invalid"),
          file,
        );
      await assert.rejects(
        store.put(artifactOf({ files: new Map() }), cardOf()),
        fails("registry.artifact-invalid"),
      );
      assert.deepEqual(await store.listIds(), []);
    });

    promise("knows nothing of what was never put", async ({ store }) => {
      for (const id of ["art_0123456789abcdef", "art_", "../x", "rel_0123456789abcdef"]) {
        await assert.rejects(store.read(id), fails("registry.artifact-not-found"));
        await assert.rejects(store.setTaint(id, "retired"), fails("registry.artifact-not-found"));
        assert.equal(await store.find(id), undefined);
        assert.equal((await store.verify(id)).length, 1);
        await store.remove(id);
      }
      assert.deepEqual(await store.list(), []);
      assert.equal(await store.sweep(new Date("2100-01-01")), 0);
    });

    promise("changes its taint and nothing else", async ({ store, reopen }) => {
      const { taint: _, ...record } = await store.put(artifactOf(), cardOf());
      for (const taint of ["retrain-required", "kept-under-hold", "retired", "clean"] as const) {
        assert.deepEqual(await store.setTaint(record.id, taint), { ...record, taint });
        assert.deepEqual(await (await reopen()).find(record.id), { ...record, taint });
        assert.deepEqual(await store.verify(record.id), []);
      }
    });

    promise("forgets what is removed, and takes it again", async ({ store, reopen }) => {
      const { id } = await store.put(artifactOf(), cardOf());
      const other = await store.put(artifactOf({ kind: "fusion" }), cardOf());
      await store.setTaint(id, "retired");
      await store.remove(id);
      assert.deepEqual(await (await reopen()).listIds(), [other.id]);
      await assert.rejects(store.read(id), fails("registry.artifact-not-found"));
      assert.equal((await store.put(artifactOf(), cardOf())).taint, "clean");
    });
  });
}
