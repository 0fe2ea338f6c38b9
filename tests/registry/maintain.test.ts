import assert from "node:assert/strict";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createFileArtifactStore } from "../../src/adapters/artifacts/index.ts";
import { openSqliteStore } from "../../src/adapters/index.ts";
import { systemClock, systemEntropy, type LocalApp } from "../../src/app/index.ts";
import type { ArtifactRecord } from "../../src/domain/artifact.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { makeRelease } from "../../src/registry/index.ts";
import { artifactOf, cardOf } from "../../src/testing/artifact-store-contract.ts";
import { contentOf } from "../../src/testing/release-fixtures.ts";
import {
  BAD,
  decide,
  GATE,
  GOOD,
  makeWorld,
  questionOf,
  recordReleases,
  type World,
} from "./world.ts";

const fails = (code: string) => (error: unknown) =>
  error instanceof PlumblineError && error.code === code;

describe("keeping a registry", () => {
  let world: World;
  let app: LocalApp;
  let named: ArtifactRecord;
  let loose: ArtifactRecord;
  let young: ArtifactRecord;
  let release = "";

  const open = () =>
    openSqliteStore({
      directory: join(world.directory, ".plumbline"),
      mode: "read",
      clock: systemClock,
    });
  const folderOf = ({ sha256 }: ArtifactRecord): string =>
    join(world.directory, ".plumbline/artifacts/sha256", sha256.slice(0, 2), sha256.slice(2));

  before(async () => {
    world = await makeWorld(GOOD);
    const directory = join(world.directory, ".plumbline", "artifacts");
    const artifacts = createFileArtifactStore({ directory, entropy: systemEntropy });
    named = await artifacts.put(artifactOf({ recipe: { n: 1 } }), cardOf());
    loose = await artifacts.put(artifactOf({ recipe: { n: 2 } }), cardOf());
    const createdAt = new Date().toISOString();
    young = await artifacts.put(artifactOf({ recipe: { n: 3 } }), cardOf({ createdAt }));
    const options = { artifact: named.id };
    const made = makeRelease(
      { base: contentOf({ reranker: { adapter: "none", options } }).base, collections: {} },
      { createdAt, origin: "tune reranker" },
    );
    release = made.id;
    await using store = open();
    await store.putRelease(made);
    app = await world.open(GOOD);
  });
  after(async () => {
    await app[Symbol.asyncDispose]();
    world[Symbol.dispose]();
  });

  it("shows what an artifact is, and who names it", async () => {
    const shown = await app.showRegistered(named.id);
    assert.ok(shown.kind === "artifact");
    assert.deepEqual([shown.usedBy, shown.problems], [[release], []]);
    const { artifacts, unreadable } = await app.listRegistry();
    assert.deepEqual([artifacts.length, unreadable], [3, []]);
    await assert.rejects(app.showRegistered("art_0000000000000000"), fails("app.not-found"));
    await assert.rejects(app.showRegistered("rel_0000000000000000"), fails("app.not-found"));
  });

  it("lists what nobody names, and removes it only when it is told to", async () => {
    const listed = await app.collectGarbage({ remove: false });
    assert.deepEqual([listed.artifacts, listed.removed], [[loose.id], false]);
    assert.deepEqual(Object.keys(listed.kept).toSorted(), [named.id, young.id].toSorted());
    assert.ok(existsSync(folderOf(loose)));
    const removed = await app.collectGarbage({ remove: true });
    assert.deepEqual(removed.artifacts, [loose.id]);
    assert.equal(existsSync(folderOf(loose)), false);
    assert.deepEqual((await app.collectGarbage({ remove: true })).artifacts, []);
    assert.deepEqual(readdirSync(join(world.directory, ".plumbline/artifacts/going")), []);
  });

  it("refuses a damaged artifact wherever it would serve, and says which", async () => {
    const model = join(folderOf(named), "files", "model.json");
    writeFileSync(model, '{"weights":[9,9]}');
    const { sound, problems } = await app.verifyRegistry();
    assert.equal(sound, false);
    assert.match(problems.join(), new RegExp(`${named.id}.*model\\.json`));
    for (const use of [
      () => app.ask(undefined, { question: questionOf(1), release }),
      () => decide(app.promoteRelease({ release, ...GATE })),
      () => decide(app.challengeRelease({ release, mode: { kind: "shadow", share: 1 } })),
    ])
      await assert.rejects(use(), fails("registry.artifact-corrupt"));
    const { champion, challenger, decisions } = await app.listRegistry();
    assert.deepEqual([champion, challenger, decisions], [undefined, undefined, []]);
    writeFileSync(model, '{"weights":[1,2]}');
    assert.equal((await app.verifyRegistry()).sound, true);
  });

  it("keeps a release from serving whose artifact is retired or gone", async () => {
    await app.retireRegistered({ id: named.id });
    const ask = () => app.ask(undefined, { question: questionOf(1), release });
    await assert.rejects(ask(), fails("registry.artifact-retired"));
    await app.retireRegistered({ id: named.id, undo: true });
    rmSync(folderOf(named), { recursive: true });
    await assert.rejects(ask(), fails("registry.artifact-not-found"));
    assert.match((await app.verifyRegistry()).problems.join(), /which is not there/);
  });

  it("passes over what cannot serve when it rolls back", async () => {
    const [bad = ""] = await recordReleases(world, BAD);
    await app[Symbol.asyncDispose]();
    // Champions one behind the other, put there without a gate, as an older version might have.
    {
      await using store = open();
      const { configured } = await readConfigured();
      const chain = [configured, release, bad];
      for (const [at, id] of chain.slice(1).entries()) {
        const served = chain[at] ?? "";
        const decision = `dec_000000000000000${at}`;
        const data = JSON.stringify({ kind: "promotion", served, release: id, id: decision });
        await store.moveAlias(
          {
            alias: "champion",
            release: id,
            movedAt: `2026-03-0${at + 1}`,
            by: "owner",
            decision,
            reason: "",
          },
          {
            expect: at,
            decision: {
              id: decision,
              createdAt: "",
              kind: "promotion",
              approach: "",
              sentence: "",
              data,
            },
          },
        );
      }
    }
    app = await world.open(GOOD);
    const { configured } = await app.listRegistry();
    const decision = await app.rollBackRelease({});
    assert.equal(decision.release, configured);
    assert.match(
      decision.reasons.join(),
      new RegExp(`${release} was passed over: there is no artifact`),
    );
    assert.equal((await app.ask(undefined, { question: questionOf(1) })).release, configured);
  });

  async function readConfigured() {
    await using opened = await world.open(GOOD);
    return await opened.listRegistry();
  }

  it("moves nothing where the disk is full", async () => {
    const [bad = ""] = await recordReleases(world, BAD);
    await using store = open();
    const standing = await store.findAlias("challenger");
    const full = await world.open(GOOD, {
      faults: {
        hit(point) {
          const error = Object.assign(new Error("database or disk is full"), { errcode: 13 });
          if (point === "alias:decided") throw error;
        },
      },
    });
    const mode = { kind: "shadow", share: 1 } as const;
    await assert.rejects(
      decide(full.challengeRelease({ release: bad, mode })),
      fails("store.disk-full"),
    );
    await full[Symbol.asyncDispose]();
    assert.deepEqual(await store.findAlias("challenger"), standing);
  });
});
