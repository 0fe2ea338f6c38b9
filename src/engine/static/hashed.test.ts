import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dot } from "../../foundation/vectors.ts";
import { getBackgroundIdf } from "./background-idf.ts";
import { createHashedEmbedding } from "./hashed.ts";
import { computeTermVector, createTermVectors, HASHED_DIMENSIONS } from "./term-vectors.ts";
import { hashText } from "../../foundation/text-hash.ts";

const embed = createHashedEmbedding();
const similarity = (a: string, b: string): number => dot(embed(a), embed(b));

describe("hashed embedding", () => {
  it("gives vectors of length 1, zeros for a text without a word", () => {
    for (const text of [
      "kelp",
      "The tenant shall pay the rent.",
      "中文检索",
      "GPT-4o costs 3.50",
    ]) {
      const vector = embed(text);
      assert.equal(vector.length, HASHED_DIMENSIONS);
      assert.ok(Math.abs(Math.sqrt(dot(vector, vector)) - 1) < 1e-6);
    }
    for (const text of ["", " \n", "— … !", "the of and"])
      assert.deepEqual(embed(text), new Float32Array(HASHED_DIMENSIONS));
  });

  it("depends on the text alone, not on what was embedded before", () => {
    const fresh = createHashedEmbedding();
    const texts = ["parental leave policy", "leave the policy", "zebra parental"];
    const before = texts.map((text) => fresh(text));
    for (let i = 0; i < 500; i++) fresh(`word${i} leave`);
    assert.deepEqual(
      texts.map((text) => fresh(text)),
      before,
    );
  });

  it("is fixed for good: another value here is another fingerprint", () => {
    const vector = embed("parental leave");
    const used = [...vector.keys()].filter((i) => vector[i] !== 0);
    assert.equal(hashText("parental leave", 0), 750542953);
    assert.deepEqual(used.slice(0, 6), [5, 9, 10, 12, 24, 25]);
    assert.ok(Math.abs((vector[5] ?? 0) - 0.2739003) < 1e-6);
  });

  it("finds inflections, typing errors and parts of compounds nearer than other words", () => {
    for (const [word, near, far] of [
      ["reimbursement", "reimbursing", "thermometer"],
      ["management", "managment", "thermometer"],
      ["reinsurance", "insurance", "thermometer"],
      ["colour", "color", "thermometer"],
      ["Urlaubsantrag", "Urlaub", "Thermometer"],
      ["отпуска", "отпуск", "термометр"],
    ] as const)
      assert.ok(similarity(word, near) > similarity(word, far) + 0.05, `${word}, ${near}`);
  });

  it("lets rare words weigh more than frequent ones", () => {
    assert.ok(getBackgroundIdf("us") < getBackgroundIdf("reimburs"));
    assert.equal(getBackgroundIdf("qzxv"), 1);
    assert.ok(
      similarity("use reimbursement", "reimbursement") > similarity("use reimbursement", "use"),
    );
  });

  it("lets repeated words count more, but not in proportion", () => {
    const mixed = embed("kelp kelp kelp kelp granite");
    const [kelp, granite] = [dot(mixed, embed("kelp")), dot(mixed, embed("granite"))];
    assert.ok(kelp > granite && kelp < 4 * granite);
  });
});

describe("term vectors", () => {
  it("are the same whether or not the pool was emptied in between", () => {
    const vectors = createTermVectors(600);
    const terms = Array.from({ length: 200 }, (_, i) => `term${i}`);
    for (const term of [...terms, ...terms, "term0", "term0"]) {
      const sum = new Float64Array(HASHED_DIMENSIONS);
      vectors.addTo(sum, term, 3);
      for (const [i, value] of computeTermVector(term).entries())
        assert.ok(Math.abs((sum[i] ?? Number.NaN) - 3 * value) < 1e-6);
    }
  });
});
