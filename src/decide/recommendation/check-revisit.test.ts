import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkRevisit, type SeenSince } from "./check-revisit.ts";

const SEEN: SeenSince = { now: new Date("2026-08-01T12:00:00.000Z"), observations: {} };
const DOCUMENTS = { documents: 9, tokens: 9, collections: 2, distinctAccess: 3, erasures: 0 };
const CHANGES = { days: 90, syncs: 9, changeDays: 20, changeShare: 0.06, live: false };

function check(
  trigger: string,
  kept: { threshold?: number | string; current?: number | string },
  seen: Partial<SeenSince> = {},
): string | undefined {
  const { threshold = "", current = "" } = kept;
  const [found] = checkRevisit([{ trigger, text: "when", threshold, current }], {
    ...SEEN,
    ...seen,
  });
  return found?.state;
}

describe("checkRevisit", () => {
  it("fires at half of the break-even volume", () => {
    assert.equal(check("volume", { threshold: 900 }, { questionsPerMonth: 899 }), "quiet");
    assert.equal(check("volume", { threshold: 900 }, { questionsPerMonth: 900 }), "fired");
    assert.equal(check("volume", { threshold: 900 }), "unchecked");
  });

  it("fires when documents change at another pace, once there is enough to tell", () => {
    const seen = { observations: { changes: CHANGES } };
    assert.equal(check("change", { current: "weekly" }, seen), "quiet");
    assert.equal(check("change", { current: "yearly" }, seen), "fired");
    assert.equal(check("change", { current: "unknown" }, seen), "unchecked");
    const few = { observations: { changes: { ...CHANGES, days: 59 } } };
    assert.equal(check("change", { current: "yearly" }, few), "unchecked");
  });

  it("fires when a base model ends, a group comes, success moves, time passes", () => {
    assert.equal(check("base-end", { threshold: 180, current: "2026-12-01" }), "fired");
    assert.equal(check("base-end", { threshold: 180, current: "2027-12-01" }), "quiet");
    assert.equal(check("base-end", { threshold: 180, current: "unknown" }), "unchecked");
    const seen = { observations: { documents: DOCUMENTS } };
    assert.equal(check("access", { current: "2 collections, 3 access lists" }, seen), "quiet");
    assert.equal(check("access", { current: "1 collections, 3 access lists" }, seen), "fired");
    const success = { threshold: "0.700 to 0.800" };
    assert.equal(check("success", success, { success: 0.75 }), "quiet");
    assert.equal(check("success", success, { success: 0.69 }), "fired");
    assert.equal(check("success", success), "unchecked");
    assert.equal(check("time", { threshold: "2026-08-01" }), "fired");
    assert.equal(check("time", { threshold: "2026-08-02" }), "quiet");
  });

  it("fires when tunable failures stay, the form goes, or the gate opens", () => {
    const shares = (...tunableShares: readonly number[]) =>
      check("tunable-failures", { threshold: 0.2 }, { tunableShares });
    assert.deepEqual(
      [shares(0.2, 0.3), shares(0.3, 0.19), shares(0.9)],
      ["fired", "quiet", "unchecked"],
    );
    const form = (valid: number, outputs = 100) =>
      check("validity", { threshold: 0.95 }, { observations: { validity: { outputs, valid } } });
    assert.deepEqual([form(94), form(95), form(0, 99)], ["fired", "quiet", "unchecked"]);
    const gate = (verdict?: "open" | "closed") =>
      check("entry-gate", { threshold: "open" }, { gate: verdict });
    assert.deepEqual([gate("open"), gate("closed"), gate()], ["fired", "quiet", "unchecked"]);
  });

  it("fires when a price moves by more than a quarter, up or down", () => {
    const price = (inputPrice?: number, current: number | string = 2) =>
      check("token-price", { threshold: 0.25, current }, { inputPrice });
    assert.deepEqual(
      [price(2.5), price(2.51), price(1.5), price(1.49)],
      ["quiet", "fired", "quiet", "fired"],
    );
    assert.deepEqual([price(), price(2, "unknown")], ["unchecked", "unchecked"]);
  });

  it("leaves unchecked what nothing here tells of", () => {
    const [found] = checkRevisit(
      [{ trigger: "moon", text: "it is full", threshold: 1, current: 0 }],
      SEEN,
    );
    assert.deepEqual([found?.state, found?.text], ["unchecked", "it is full"]);
  });
});
