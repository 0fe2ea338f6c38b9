import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { permits, toAccessList, type AccessList } from "../../domain/principal.ts";
import { badAccess } from "../errors.ts";
import { readOwnAccess, resolveAccess } from "./access.ts";

const HR = toAccessList(["group:hr"]);
const STAFF = toAccessList(["group:staff"]);
const EVERYBODY = toAccessList(["public"]);
const NOT_MARIA: AccessList = { allow: [], deny: ["user:maria"] };
const DECLARED_NOBODY = toAccessList([]);

const OTTO = ["public", "user:otto", "group:hr"];
const MARIA = ["public", "user:maria", "group:hr", "group:staff"];
const STRANGER = ["public"];

/** own, source, collection's default: who of otto (hr), maria (hr, staff), a stranger may read. */
const TABLE: readonly (readonly [
  string,
  AccessList | undefined,
  AccessList | undefined,
  AccessList,
  readonly [boolean, boolean, boolean],
])[] = [
  ["nothing but the default", undefined, undefined, STAFF, [false, true, false]],
  ["nothing at all", undefined, undefined, DECLARED_NOBODY, [false, false, false]],
  ["the source's, not the default", undefined, HR, EVERYBODY, [true, true, false]],
  ["its own, not the default", HR, undefined, EVERYBODY, [true, true, false]],
  ["its own, wider than the default", EVERYBODY, undefined, HR, [true, true, true]],
  ["its own and the source's: both must admit", HR, STAFF, EVERYBODY, [false, true, false]],
  ["its own cannot widen the source's", EVERYBODY, HR, EVERYBODY, [true, true, false]],
  ["its own nobody", DECLARED_NOBODY, EVERYBODY, EVERYBODY, [false, false, false]],
  ["a denial on top of the default", NOT_MARIA, undefined, EVERYBODY, [true, false, true]],
  ["a denial on top of the source's", NOT_MARIA, HR, EVERYBODY, [true, false, false]],
  [
    "its own list and the source's denial",
    HR,
    toAccessList(["public"], ["user:maria"]),
    EVERYBODY,
    [true, false, false],
  ],
];

describe("resolveAccess", () => {
  for (const [name, own, source, byDefault, expected] of TABLE)
    it(`admits by ${name}`, () => {
      const list = resolveAccess(own, source, byDefault);
      const found = [OTTO, MARIA, STRANGER].map((who) => permits(list, new Set(who)));
      assert.deepEqual(found, expected);
    });
});

describe("readOwnAccess", () => {
  it("reads lists, and texts with blanks or commas", () => {
    assert.equal(readOwnAccess("a.md", { author: "Ines" }), undefined);
    assert.deepEqual(readOwnAccess("a.md", { access: ["group:hr", "user:otto"] }), {
      allow: [["group:hr", "user:otto"]],
      deny: [],
    });
    assert.deepEqual(readOwnAccess("a.md", { access: "group:hr, user:otto" }), {
      allow: [["group:hr", "user:otto"]],
      deny: [],
    });
  });

  it("admits nobody by an empty list, and keeps a denial without a list apart from it", () => {
    assert.deepEqual(readOwnAccess("a.md", { access: [] }), { allow: [[]], deny: [] });
    assert.deepEqual(readOwnAccess("a.md", { deny: "user:maria" }), NOT_MARIA);
  });

  it("refuses what is no principal, naming document and word", () => {
    for (const metadata of [{ access: ["hr"] }, { access: true }, { deny: "group:hr !user:x" }])
      assert.throws(
        () => readOwnAccess("hr/pay.md", metadata),
        (error) => badAccess.is(error) && /hr\/pay\.md/.test(error.message),
      );
  });
});
