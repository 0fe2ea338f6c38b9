import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SILENT } from "../../foundation/effects.ts";
import { createRandom } from "../../foundation/random.ts";
import type { Embedder } from "../../ports/embedder.ts";
import { upstreamDrifted, upstreamGarbled } from "../../adapters/index.ts";
import { FIXED_CLOCK } from "../../testing/adapter-context.ts";
import { describeEmbedder } from "../../testing/embedder-contract.ts";
import { createFakeEmbedder } from "../../testing/fake-embedder.ts";
import { createGuard } from "./guard.ts";
import { makeResilient } from "./resilient-embedder.ts";

/** An embedder whose replies are spoiled before they come back, guarded. */
function open(spoil: (vectors: readonly Float32Array[], call: number) => readonly Float32Array[]) {
  const inner = createFakeEmbedder();
  const asked: (readonly string[])[] = [];
  const embedder: Embedder = {
    ...inner,
    async embed(request) {
      asked.push(request.texts);
      return spoil(await inner.embed(request), asked.length);
    },
  };
  const guard = createGuard({
    clock: FIXED_CLOCK,
    random: createRandom("embedder"),
    logger: SILENT,
    sleep: () => assert.fail("it waited"),
  });
  const resilient = makeResilient(embedder, guard);
  return { embed: (...texts: string[]) => resilient.embed({ texts, role: "document" }), asked };
}

describeEmbedder("resilient", async () =>
  makeResilient(
    createFakeEmbedder(),
    createGuard({
      clock: FIXED_CLOCK,
      random: createRandom("embedder"),
      logger: SILENT,
      sleep: () => assert.fail("it waited"),
    }),
  ),
);

describe("makeResilient", () => {
  const withFirst = (change: (vector: Float32Array) => Float32Array) => {
    return ([first = new Float32Array(), ...others]: readonly Float32Array[]) => [
      change(first),
      ...others,
    ];
  };

  for (const [what, spoil] of Object.entries({
    "too few vectors": (vectors: readonly Float32Array[]) => vectors.slice(1),
    "too many vectors": (vectors: readonly Float32Array[]) => [...vectors, new Float32Array(8)],
    "another dimension": withFirst((vector) => new Float32Array(vector.length + 1)),
    "a vector that is not of length 1": withFirst((vector) => vector.map((value) => value * 2)),
    NaN: withFirst((vector) => vector.with(0, Number.NaN)),
    infinity: withFirst((vector) => vector.with(0, Number.POSITIVE_INFINITY)),
  }))
    it(`gives nobody ${what}`, async () => {
      const { embed, asked } = open(spoil);
      await assert.rejects(embed("leave"), upstreamGarbled.is);
      assert.equal(asked.length, 1);
    });

  it("asks once more in halves for a batch that cannot be used", async () => {
    const { embed, asked } = open((vectors, call) => (call === 1 ? vectors.slice(1) : vectors));
    const vectors = await embed("a", "b", "c");
    assert.deepEqual(asked, [["a", "b", "c"], ["a", "b"], ["c"]]);
    const inner = createFakeEmbedder();
    assert.deepEqual(vectors, await inner.embed({ texts: ["a", "b", "c"], role: "document" }));
  });

  it("says what was wrong also when the service is left alone for it", async () => {
    const { embed, asked } = open((vectors) => vectors.slice(1));
    for (let round = 0; round < 3; round++)
      await assert.rejects(embed("a", "b", "c"), upstreamGarbled.is);
    assert.equal(asked.length, 5);
    await assert.rejects(embed("a"), { code: "app.service-resting" });
  });

  it("lets a text that holds nothing have zeros", async () => {
    const { embed } = open(withFirst((vector) => vector.fill(0)));
    assert.equal((await embed("leave")).length, 1);
  });

  it("stops when one text gets another vector than before", async () => {
    const { embed } = open((vectors, call) => (call < 3 ? vectors : vectors.toReversed()));
    await embed("leave", "pay");
    await embed("leave", "pay");
    await assert.rejects(embed("leave", "pay"), upstreamDrifted.is);
  });
});
