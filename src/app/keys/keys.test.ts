import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KeyRecord } from "../../domain/api-key.ts";
import { createRandom } from "../../foundation/random.ts";
import {
  badExpiry,
  badKeyName,
  badPrincipal,
  keyExpired,
  keyRevoked,
  keyUnknown,
} from "../errors.ts";
import { checkSecret, makeKey, toCaller, toHour } from "./keys.ts";

const NOW = new Date("2026-03-01T12:34:56.000Z");
const random = createRandom("keys");
const entropy = { bytes: (length: number) => Uint8Array.from({ length }, () => random.below(256)) };
const make = (input: Partial<Parameters<typeof makeKey>[0]> = {}) =>
  makeKey({ name: "laptop", ...input }, entropy, NOW);

/** Finds the records by hash, and notes what was asked for. */
function createShelf(...records: readonly KeyRecord[]) {
  const asked: string[] = [];
  const find = async (hash: string) => {
    asked.push(hash);
    return records.find(({ secretHash }) => secretHash === hash);
  };
  return { asked, find };
}

describe("makeKey", () => {
  it("makes one that only reads, as the owner, for ever, when nothing else is said", () => {
    const { key, record } = make();
    assert.deepEqual(toCaller(record), { keyId: record.id, as: undefined, scopes: ["read"] });
    assert.equal(record.expiresAt, undefined);
    assert.ok(!JSON.stringify(record).includes(key));
  });

  it("keeps principals, scopes without repeats, and the end in UTC", () => {
    const { record } = make({
      as: ["user:ana", "group:hr"],
      scopes: ["write", "read", "write"],
      expiresAt: "2026-03-02T01:00:00+02:00",
    });
    assert.deepEqual(toCaller(record).as, ["user:ana", "group:hr"]);
    assert.deepEqual(record.scopes, ["read", "write"]);
    assert.equal(record.expiresAt, "2026-03-01T23:00:00.000Z");
  });

  it("takes no principal for the public alone, and never for the owner", () => {
    assert.deepEqual(toCaller(make({ as: [] }).record).as, []);
  });

  it("refuses a name that is none, principals that are none, and an end that is past", () => {
    for (const name of ["", "  ", "x".repeat(101)])
      assert.throws(() => make({ name }), badKeyName.is);
    for (const as of [["ana"], ["user:ana", ""], ["owner"]])
      assert.throws(() => make({ as }), badPrincipal.is);
    for (const expiresAt of ["soon", "2026-03-01T12:34:56.000Z", "2020-01-01", ""])
      assert.throws(() => make({ expiresAt }), badExpiry.is, expiresAt);
  });
});

describe("checkSecret", () => {
  it("finds the record of a secret", async () => {
    const { key, record } = make();
    assert.equal(await checkSecret(key, createShelf(record).find, NOW), record);
  });

  it("asks nobody about what has not the form of a key", async () => {
    const { key, record } = make();
    const { asked, find } = createShelf(record);
    for (const text of [
      "",
      "pl_live_",
      key.slice(0, -1),
      `${key}x`,
      key.toLowerCase(),
      record.secretHash,
    ])
      await assert.rejects(checkSecret(text, find, NOW), keyUnknown.is);
    assert.deepEqual(asked, []);
    await assert.rejects(checkSecret(make().key, find, NOW), keyUnknown.is);
    assert.equal(asked.length, 1);
  });

  it("refuses one that was revoked, and one whose time has come", async () => {
    const { key, record } = make({ expiresAt: "2026-03-01T13:00:00.000Z" });
    const { find } = createShelf(record);
    await checkSecret(key, find, new Date("2026-03-01T12:59:59.999Z"));
    await assert.rejects(
      checkSecret(key, find, new Date("2026-03-01T13:00:00.000Z")),
      keyExpired.is,
    );
    const revoked = { ...record, revokedAt: NOW.toISOString() };
    await assert.rejects(checkSecret(key, createShelf(revoked).find, NOW), keyRevoked.is);
  });
});

describe("toHour", () => {
  it("is the hour that a moment lies in", () => {
    assert.equal(toHour(NOW), "2026-03-01T12:00:00.000Z");
    assert.equal(toHour(new Date("2026-03-01T12:00:00.000Z")), "2026-03-01T12:00:00.000Z");
  });
});
