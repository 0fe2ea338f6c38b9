import assert from "node:assert/strict";
import { it } from "node:test";
import { createPace } from "./pace.ts";

it("R12 begins one piece of work each time the network was looked at, in the order of asking", async () => {
  const pace = createPace();
  const begun: number[] = [];
  const all = [0, 1, 2, 3, 4].map(async (number) => {
    await pace();
    begun.push(number);
  });
  const looks: number[] = [];
  for (let look = 0; look < 6; look++) {
    await new Promise((resolve) => setImmediate(resolve));
    looks.push(begun.length);
  }
  await Promise.all(all);
  assert.deepEqual(begun, [0, 1, 2, 3, 4]);
  // Never two more than at the look before.
  for (const [at, count] of looks.entries())
    assert.ok(count - (looks[at - 1] ?? 0) <= 1, looks.join());
});
