import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { createRateLimit } from "./rate-limit.ts";

describe("S18 createRateLimit", () => {
  it("S18 lets a minute's worth pass at once, then one for each share of a minute", () => {
    const limit = createRateLimit(60);
    for (let i = 0; i < 60; i++) assert.equal(limit.take("a", 0), 0);
    assert.equal(limit.take("a", 0), 1000);
    assert.equal(limit.take("a", 400), 600);
    assert.equal(limit.take("a", 1000), 0);
    assert.equal(limit.take("a", 1000), 1000);
  });

  it("S18 keeps each name's count apart", () => {
    const limit = createRateLimit(1);
    assert.equal(limit.take("a", 0), 0);
    assert.ok(limit.take("a", 0) > 0);
    assert.equal(limit.take("b", 0), 0);
  });

  it("S18 never lets more pass in any stretch of time than a full bucket and what flows in", () => {
    const random = createRandom("rate");
    const limit = createRateLimit(120);
    const passed: number[] = [];
    let now = 0;
    for (let i = 0; i < 5000; i++) {
      now += random.below(300);
      if (limit.take("a", now) === 0) passed.push(now);
    }
    for (const [index, from] of passed.entries())
      for (const seconds of [1, 10, 60]) {
        const within = passed.slice(index).findIndex((at) => at > from + seconds * 1000);
        const count = within < 0 ? passed.length - index : within;
        assert.ok(count <= 120 + 2 * seconds + 1, `${count} in ${seconds} s`);
      }
    // And over the whole of it no less than what flows in.
    assert.ok(passed.length >= Math.min(5000, (now / 60_000) * 120 * 0.98));
  });

  it("S18 says how long to wait, and lets pass whoever waits so long", () => {
    const limit = createRateLimit(7);
    let now = 0;
    for (let i = 0; i < 50; i++) {
      const wait = limit.take("a", now);
      if (wait === 0) continue;
      assert.ok(limit.take("a", now + wait - 1) > 0);
      now += wait;
      assert.equal(limit.take("a", now), 0);
    }
  });

  it("S18 forgets names that have their whole share again", () => {
    const limit = createRateLimit(60);
    for (let i = 0; i < 30_000; i++) assert.equal(limit.take(`address ${i}`, i * 100), 0);
    assert.equal(limit.take("address 29999", 2_999_900), 0);
  });
});
