import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { adapterContext } from "../../testing/adapter-context.ts";
import { describeEmbedder } from "../../testing/embedder-contract.ts";
import { hashedEmbedder } from "./hashed.ts";

const open = () => hashedEmbedder.create({}, adapterContext());

describeEmbedder("hashed", open);

describe("hashed embedder", () => {
  it("gives questions and documents the same vector", async () => {
    const embedder = await open();
    const texts = ["parental leave"];
    assert.deepEqual(
      await embedder.embed({ texts, role: "query" }),
      await embedder.embed({ texts, role: "document" }),
    );
  });

  it("takes no options", () => {
    assert.equal(hashedEmbedder.options.safeParse({ dimensions: 64 }).success, false);
  });
});
