import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { GoldenCase } from "../../../domain/golden-set.ts";
import type { Embedder } from "../../../ports/embedder.ts";
import { makeGoldenCase, makeGoldenSet } from "../../../testing/toy-system.ts";
import { openExamples } from "./examples.ts";

/** A text's place on a circle is the number in it, in hundredths of a turn. */
const EMBEDDER: Embedder = {
  fingerprint: "circle",
  dimensions: 2,
  maxBatch: 2,
  defaultAlpha: 0.5,
  embed: async ({ texts }) =>
    texts.map((text) => {
      const angle = (Number(/\d+/.exec(text)?.[0]) / 100) * 2 * Math.PI;
      return Float32Array.of(Math.cos(angle), Math.sin(angle));
    }),
};

const teach = (number: number, given: Partial<GoldenCase> = {}): GoldenCase =>
  makeGoldenCase(`t${number}`, {
    text: `What is ${number}?`,
    answers: [`answer ${number}`],
    part: "train",
    ...given,
  });

async function choose(cases: readonly GoldenCase[], count: number, principals: string[] = []) {
  const shelf = await openExamples({ ...makeGoldenSet(0), cases }, EMBEDDER, undefined);
  const asked = { id: "q", text: "What is 20?", history: [], principals };
  return shelf?.choose(asked, count);
}

describe("worked examples", () => {
  it("are the nearest of the train part, the nearest last", async () => {
    const cases = [10, 22, 70, 21, 25].map((number) => teach(number));
    assert.deepEqual(await choose(cases, 3), [
      { question: "What is 25?", answer: "answer 25" },
      { question: "What is 22?", answer: "answer 22" },
      { question: "What is 21?", answer: "answer 21" },
    ]);
    assert.deepEqual(await choose(cases, 0), []);
  });

  it("are never of another part, retired, part of a conversation, or the question itself", async () => {
    const unfit = [
      teach(21, { part: "test" }),
      teach(22, { part: "dev" }),
      teach(23, { retired: "wrong" }),
      teach(24, { history: [{ role: "user", text: "Before." }] }),
      teach(25, { answers: [] }),
    ];
    assert.equal(await choose(unfit, 5), undefined);
    assert.deepEqual(await choose([teach(20)], 5), []);
  });

  it("are of the very same readers", async () => {
    const cases = [
      teach(21, { principals: ["group:b", "group:a"] }),
      teach(22, { principals: ["group:a"] }),
      teach(23),
    ];
    const told = async (principals: string[]) =>
      (await choose(cases, 5, principals))?.map(({ question }) => question);
    assert.deepEqual(await told(["group:a", "group:b"]), ["What is 21?"]);
    assert.deepEqual(await told([]), ["What is 23?"]);
    assert.deepEqual(await told(["group:c"]), []);
  });

  it("teach as well when to say that one does not know", async () => {
    const cases = [teach(21, { answerable: false, answers: [] })];
    assert.deepEqual(await choose(cases, 1), [{ question: "What is 21?" }]);
  });
});
