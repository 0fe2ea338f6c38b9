import assert from "node:assert/strict";
import { it } from "node:test";
import { toReadingOrder, type Box } from "./reading-order.ts";

interface Item {
  readonly name: string;
  readonly box?: Box;
}

const item = (name: string, left: number, top: number, width = 100, height = 100): Item => ({
  name,
  box: { left, top, right: left + width, bottom: top + height },
});
const order = (...items: readonly Item[]): string =>
  toReadingOrder(items, ({ box }) => box)
    .map(({ name }) => name)
    .join(" ");

it("cuts where the gap is widest: rows that lie far apart, columns that stand far apart", () => {
  const at = (x: number, y: number): readonly Item[] => [
    item("d", x, y),
    item("c", 0, y),
    item("b", x, 0),
    item("a", 0, 0),
  ];
  assert.equal(order(...at(120, 300)), "a b c d");
  assert.equal(order(...at(300, 120)), "a c b d");
});

it("parts boxes that overlap by a little at their edges", () => {
  assert.equal(order(item("b", 0, 95), item("a", 0, 0)), "a b");
});

it("leaves what no gap parts in the order given, and items without a box behind their leader", () => {
  assert.equal(order(item("b", 10, 10), item("a", 0, 0)), "b a");
  assert.equal(order({ name: "x" }, item("b", 0, 500), { name: "y" }, item("a", 0, 0)), "x a b y");
  assert.equal(order(), "");
});
