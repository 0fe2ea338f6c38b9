import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { admits, resolveTraining } from "./training.ts";

const resolve = (...given: Parameters<typeof resolveTraining>): string =>
  resolveTraining(...given).training;

describe("resolveTraining", () => {
  it("forbids where nobody says anything", () => {
    assert.equal(resolve(undefined, undefined, {}), "forbidden");
  });

  it("takes the narrowest of collection, source and document", () => {
    assert.equal(resolve({ training: "external" }, { training: "internal" }, {}), "internal");
    assert.equal(resolve({ training: "forbidden" }, { training: "external" }, {}), "forbidden");
    assert.equal(
      resolve({ training: "external" }, undefined, { training: "internal" }),
      "internal",
    );
    assert.equal(
      resolve(undefined, { training: "internal" }, { training: "external" }),
      "internal",
    );
  });

  it("never opens because of what a document says of itself", () => {
    assert.equal(resolve(undefined, undefined, { training: "external" }), "forbidden");
  });

  it("closes for a word that is no policy", () => {
    for (const training of ["yes", true, 1, ["external"], ""])
      assert.equal(resolve({ training: "external" }, undefined, { training }), "forbidden");
  });

  it("tells the licence and the basis that stand nearest to the document", () => {
    const collection = {
      training: "internal",
      licence: "CC-BY-4.0",
      lawfulBasis: "contract",
    } as const;
    assert.deepEqual(resolveTraining(collection, { licence: "own" }, { licence: "MIT" }), {
      training: "internal",
      licence: "MIT",
      lawfulBasis: "contract",
    });
  });
});

describe("admits", () => {
  it("lets internal uses have what is external, and never the other way", () => {
    assert.equal(admits("external", "internal"), true);
    assert.equal(admits("internal", "external"), false);
    assert.equal(admits("forbidden", "internal"), false);
  });
});
