import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { PlumblineError } from "../../foundation/errors.ts";
import { createRandom } from "../../foundation/random.ts";
import {
  artifactOf,
  cardOf,
  describeArtifactStore,
} from "../../testing/artifact-store-contract.ts";
import { createFakeArtifactStore } from "../../testing/fake-artifact-store.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { createFileArtifactStore } from "./file-artifact-store.ts";

const random = createRandom("artifacts");
const entropy = {
  bytes: (length: number) => Uint8Array.from({ length }, () => random.below(256)),
};

const folderOf = (directory: string, sha256: string): string =>
  join(directory, "sha256", sha256.slice(0, 2), sha256.slice(2));

describeArtifactStore("files", async () => {
  const temporary = makeTemporaryDirectory();
  const directory = join(temporary.path, "artifacts");
  const open = () => createFileArtifactStore({ directory, entropy });
  const store = open();
  return {
    store,
    reopen: async () => open(),
    async damage(id, file, bytes) {
      const record = await store.find(id);
      const path = join(folderOf(directory, record?.sha256 ?? ""), "files", file);
      if (!bytes) return rmSync(path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    },
    [Symbol.asyncDispose]: async () => temporary[Symbol.dispose](),
  };
});

describeArtifactStore("fake", async () => {
  const store = createFakeArtifactStore();
  return {
    store,
    reopen: async () => store,
    damage: async (id, file, bytes) => store.damage(id, file, bytes),
    [Symbol.asyncDispose]: async () => undefined,
  };
});

const fails = (code: string) => (error: unknown) =>
  error instanceof PlumblineError && error.code === code;

describe("artifacts in files", () => {
  it("refuses a manifest and a card that were changed, cut or taken away", async () => {
    for (const [file, content] of [
      [
        "manifest.json",
        '{"format":"plumbline.artifact/1","kind":"fusion","files":[],"parents":[],"recipe":{}}',
      ],
      ["manifest.json", '{"format":'],
      ["manifest.json", undefined],
      ["card.json", undefined],
      ["card.json", "[1"],
      ["taint.json", '{"taint":"spotless"}'],
    ] as const) {
      using temporary = makeTemporaryDirectory();
      const store = createFileArtifactStore({ directory: temporary.path, entropy });
      const { id, sha256 } = await store.put(artifactOf(), cardOf());
      const path = join(folderOf(temporary.path, sha256), file);
      if (content === undefined) rmSync(path);
      else writeFileSync(path, content);
      await assert.rejects(store.read(id), fails("registry.artifact-corrupt"));
      assert.deepEqual(await store.list(), []);
      assert.deepEqual(await store.listIds(), [id]);
      assert.match((await store.verify(id))[0] ?? "", new RegExp(file));
    }
  });

  it("refuses the artifact of another id in its folder", async () => {
    using temporary = makeTemporaryDirectory();
    const store = createFileArtifactStore({ directory: temporary.path, entropy });
    const mine = await store.put(artifactOf(), cardOf());
    const foreign = await store.put(artifactOf({ kind: "fusion" }), cardOf());
    const { cpSync } = await import("node:fs");
    const folder = folderOf(temporary.path, mine.sha256);
    rmSync(folder, { recursive: true });
    cpSync(folderOf(temporary.path, foreign.sha256), folder, { recursive: true });
    await assert.rejects(store.read(mine.id), fails("registry.artifact-corrupt"));
  });

  it("leaves nothing behind when the disk is full", async () => {
    for (const point of ["artifact:written", "artifact:synced"]) {
      using temporary = makeTemporaryDirectory();
      const full = Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" });
      const faults = {
        hit(name: string): void {
          if (name === point) throw full;
        },
      };
      const store = createFileArtifactStore({ directory: temporary.path, entropy, faults });
      await assert.rejects(store.put(artifactOf(), cardOf()), fails("registry.disk-full"));
      assert.deepEqual(await store.listIds(), []);
      assert.deepEqual(readdirSync(join(temporary.path, "making")), []);
    }
  });

  it("sweeps what a killed put left, and nothing newer", async () => {
    using temporary = makeTemporaryDirectory();
    const store = createFileArtifactStore({ directory: temporary.path, entropy });
    const left = join(temporary.path, "making", "0123-ab", "files");
    mkdirSync(left, { recursive: true });
    assert.equal(await store.sweep(new Date("2000-01-01")), 0);
    assert.ok(existsSync(left));
    assert.equal(await store.sweep(new Date("2100-01-01")), 1);
    assert.ok(!existsSync(left));
  });
});
