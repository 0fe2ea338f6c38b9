import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Entropy } from "../../foundation/effects.ts";
import { createRandom } from "../../foundation/random.ts";
import { isSecret, makeSecret } from "./secret.ts";

const constant = (byte: number): Entropy => ({
  bytes: (length) => new Uint8Array(length).fill(byte),
});

describe("makeSecret", () => {
  it("writes 256 bits as 43 digits of base 62, and a checksum of 6", () => {
    assert.equal(makeSecret(constant(0)).slice(0, 51), `pl_live_${"0".repeat(43)}`);
    // 2^256 - 1 in base 62, by an independent long division.
    let rest = 2n ** 256n - 1n;
    const digits: number[] = [];
    for (; rest > 0n; rest /= 62n) digits.unshift(Number(rest % 62n));
    const most = makeSecret(constant(255)).slice(8, 51);
    const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    assert.deepEqual(
      [...most].map((digit) => alphabet.indexOf(digit)),
      digits,
    );
  });

  it("makes another one of other bytes", () => {
    const random = createRandom("keys");
    const entropy: Entropy = {
      bytes: (length) => Uint8Array.from({ length }, () => random.below(256)),
    };
    const made = Array.from({ length: 500 }, () => makeSecret(entropy));
    assert.equal(new Set(made).size, made.length);
    assert.ok(made.every((secret) => secret.length === 57 && isSecret(secret)));
  });
});

describe("isSecret", () => {
  it("notices every changed, missing and added character", () => {
    const secret = makeSecret(constant(173));
    for (let at = 0; at < secret.length; at++) {
      const other = secret[at] === "x" ? "y" : "x";
      assert.ok(!isSecret(`${secret.slice(0, at)}${other}${secret.slice(at + 1)}`), String(at));
      assert.ok(!isSecret(`${secret.slice(0, at)}${secret.slice(at + 1)}`), String(at));
    }
    for (const text of ["", `${secret}0`, ` ${secret}`, `${secret}\n`]) assert.ok(!isSecret(text));
  });
});
