/** @module Promises about releases, the moves of their aliases, and lineage. */
import assert from "node:assert/strict";
import type { Parent } from "../domain/artifact.ts";
import { PlumblineError } from "../foundation/errors.ts";
import { decisionOf } from "./record-fixtures.ts";
import { gateDecisionOf, moveOf, numberedRelease } from "./release-fixtures.ts";
import { callerOf, OPERATOR } from "./store-fixtures.ts";
import type { Promises } from "./store-subject.ts";

const [first, second, third] = [1, 2, 3].map(numberedRelease);
const fails = (code: string) => (error: unknown) =>
  error instanceof PlumblineError && error.code === code;
const stranger = callerOf("user:ana");

export function describeRegistry(promise: Promises): void {
  assert.ok(first && second && third);

  promise("keeps one release for each id, in the order they came", async ({ store, reopen }) => {
    for (const release of [second, first, second]) await store.putRelease(release);
    await store.putRelease({ ...first, origin: "somebody else" });
    const again = await reopen();
    assert.deepEqual(await again.listReleases(OPERATOR), [second, first]);
    assert.deepEqual(await again.findRelease(first.id), first);
    assert.equal(await again.findRelease(third.id), undefined);
    assert.deepEqual(await again.listReleases(stranger), []);
  });

  promise("retires a release, and takes that back", async ({ store, openReader }) => {
    await store.putRelease(first);
    const reader = await openReader();
    const retiredAt = "2026-03-03T09:00:00.000Z";
    await store.retireRelease(first.id, retiredAt);
    await store.retireRelease(third.id, retiredAt);
    assert.deepEqual(await reader.findRelease(first.id), { ...first, retiredAt });
    await store.retireRelease(first.id, undefined);
    assert.deepEqual(await reader.listReleases(OPERATOR), [first]);
  });

  promise("moves an alias with its decision, at once for open readers", async (subject) => {
    const { store, openReader } = subject;
    for (const release of [first, second]) await store.putRelease(release);
    const reader = await openReader();
    assert.equal(await reader.findAlias("champion"), undefined);
    const decision = gateDecisionOf("dec_0000000000000001");
    const moved = await store.moveAlias(moveOf({ release: first.id }), { expect: 0, decision });
    assert.deepEqual(moved, { number: 1, ...moveOf({ release: first.id }) });
    assert.deepEqual(await reader.findAlias("champion"), moved);
    assert.equal(await reader.findAlias("challenger"), undefined);
    assert.deepEqual(await reader.findDecision(OPERATOR, decision.id), decision);
  });

  promise("moves an alias for readers too: a rollback waits for no lock", async (subject) => {
    const reader = await subject.openReader();
    await reader.putRelease(first);
    const decision = gateDecisionOf("dec_0000000000000002");
    await reader.moveAlias(moveOf({ release: first.id }), { expect: 0, decision });
    assert.equal((await subject.store.findAlias("champion"))?.release, first.id);
  });

  promise("refuses a move that was decided upon an older state", async ({ store }) => {
    for (const release of [first, second]) await store.putRelease(release);
    const move = (release: string, expect: number, decision: string) =>
      store.moveAlias(moveOf({ release }), { expect, decision: gateDecisionOf(decision) });
    await move(first.id, 0, "dec_0000000000000001");
    for (const expect of [0, 2])
      await assert.rejects(
        move(second.id, expect, "dec_0000000000000002"),
        fails("store.alias-moved"),
      );
    assert.equal((await store.findAlias("champion"))?.release, first.id);
    assert.equal(await store.findDecision(OPERATOR, "dec_0000000000000002"), undefined);
    await move(second.id, 1, "dec_0000000000000002");
    assert.equal((await store.findAlias("champion"))?.number, 2);
  });

  promise("lets one of several movers win", async ({ store, openReader }) => {
    await store.putRelease(first);
    const readers = [store, await openReader(), await openReader()];
    const moves = await Promise.allSettled(
      readers.map((each, at) =>
        each.moveAlias(moveOf({ release: first.id }), {
          expect: 0,
          decision: gateDecisionOf(`dec_000000000000000${at}`),
        }),
      ),
    );
    assert.equal(moves.filter(({ status }) => status === "fulfilled").length, 1);
    assert.equal((await store.listAliasMoves(OPERATOR)).length, 1);
    assert.equal((await store.listDecisions(OPERATOR, 9)).length, 1);
  });

  promise("points at releases that there are, or nowhere", async ({ store }) => {
    const decision = gateDecisionOf("dec_0000000000000001");
    await assert.rejects(
      store.moveAlias(moveOf({ release: third.id }), { expect: 0, decision }),
      fails("store.unknown-release"),
    );
    assert.equal(await store.findDecision(OPERATOR, decision.id), undefined);
    const nowhere = await store.moveAlias(moveOf(), { expect: 0, decision });
    assert.equal("release" in nowhere, false);
    assert.deepEqual(await store.findAlias("champion"), nowhere);
  });

  promise("keeps the history of both aliases, to operators alone", async ({ store, reopen }) => {
    for (const release of [first, second]) await store.putRelease(release);
    const mode = { kind: "canary", share: 0.05, salt: "0f" } as const;
    const wanted = [
      moveOf({ release: first.id }),
      moveOf({ alias: "challenger", release: second.id, mode }),
      moveOf({ alias: "challenger", by: "plumbline", reason: "abstention" }),
      moveOf({ release: second.id }),
    ];
    const counts = { champion: 0, challenger: 0 };
    for (const [at, move] of wanted.entries())
      await store.moveAlias(move, {
        expect: counts[move.alias]++,
        decision: gateDecisionOf(`dec_000000000000000${at}`),
      });
    const again = await reopen();
    assert.deepEqual(
      await again.listAliasMoves(OPERATOR),
      wanted.map((move, at) => ({ number: [1, 1, 2, 2][at], ...move })),
    );
    assert.deepEqual(await again.listAliasMoves(stranger), []);
  });

  promise("tells kinds of decisions apart", async ({ store }) => {
    await store.putDecision(decisionOf("dec_0000000000000001"));
    await store.putDecision(gateDecisionOf("dec_0000000000000002"));
    await store.putDecision(decisionOf("dec_0000000000000003"));
    const ids = async (...more: [limit: number, kind?: "approach" | "promotion"]) =>
      (await store.listDecisions(OPERATOR, ...more)).map(({ id }) => Number(id.slice(4)));
    assert.deepEqual(await ids(9), [3, 2, 1]);
    assert.deepEqual(await ids(9, "approach"), [3, 1]);
    assert.deepEqual(await ids(1, "promotion"), [2]);
    assert.deepEqual(await ids(1, "approach"), [3]);
  });

  promise("finds what was made from a document, whichever version", async ({ store, reopen }) => {
    const edge = (child: string, role: Parent["role"], id: string) => ({
      child,
      parent: { role, id },
    });
    const edges = [
      edge("art_1", "document-version", "doc_a@11"),
      edge("art_1", "document-version", "doc_b@22"),
      edge("art_1", "golden-set", "gld_1"),
      edge("art_2", "document-version", "doc_a@33"),
      edge("art_2", "artifact", "art_1"),
    ];
    await store.putLineage(edges.slice(0, 3));
    await store.putLineage(edges);
    const again = await reopen();
    const list = (query: { child?: string; parent?: string }) => again.listLineage(OPERATOR, query);
    assert.deepEqual(await list({}), edges);
    assert.deepEqual(await list({ child: "art_1" }), edges.slice(0, 3));
    assert.deepEqual(await list({ parent: "doc_a" }), [edges[0], edges[3]]);
    assert.deepEqual(await list({ parent: "doc_a@33" }), [edges[3]]);
    assert.deepEqual(await list({ parent: "art_1" }), [edges[4]]);
    assert.deepEqual(await list({ parent: "doc_" }), []);
    assert.deepEqual(await list({ child: "art_2", parent: "doc_b" }), []);
    assert.deepEqual(await again.listLineage(stranger, {}), []);
  });
}
