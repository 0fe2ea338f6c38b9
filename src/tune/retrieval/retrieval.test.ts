import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getAnalyzer } from "../../engine/analysis/index.ts";
import { createRandom, type Random } from "../../foundation/random.ts";
import { toUnitVector } from "../../foundation/vectors.ts";
import { createFakeReranker } from "../../testing/fake-reranker.ts";
import { storedChunkOf } from "../../testing/stored-chunks.ts";
import { findPlateau } from "../fusion/fit-alpha.ts";
import { tuneFusion } from "../fusion/tune-fusion.ts";
import { chooseSettings, GRIDS, smoothAt } from "./choose-settings.ts";
import type { JudgedQuestion } from "./judged.ts";
import type { LabChunk } from "./lab-index.ts";
import { Lab, type Fuse, type LabSettings } from "./lab.ts";
import { ScoreBook, type TriedSettings } from "./score-book.ts";
import { tuneRetrieval } from "./tune-retrieval.ts";

const SERVES: TriedSettings = {
  k1: 0.9,
  b: 0.75,
  titleWeight: 1,
  alpha: 0.3,
  depth: 50,
  maxTokens: 300,
};

/** Scores over their best, weighed: what the read path does, without its cases. */
const fuse: Fuse = (scores, alpha) => {
  const most = Math.max(1e-9, ...scores.map(({ lexical }) => lexical));
  return scores.map(({ lexical, dense }) => {
    const [l, d] = [lexical / most, (dense + 1) / 2];
    return { lexical: l, dense: d, score: alpha * d + (1 - alpha) * l };
  });
};

const WORDS = Array.from({ length: 40 }, (_, i) => `w${i}x`);
const draw = (random: Random, most: number): string =>
  Array.from({ length: 1 + random.below(most) }, () => WORDS[random.below(WORDS.length)]).join(" ");
const drawVector = (random: Random): Float32Array =>
  toUnitVector(Array.from({ length: 8 }, () => random.uniform() - 0.5)) ?? new Float32Array(8);

function chunkOf(key: string, title: string, text: string, vector?: Float32Array): LabChunk {
  const analyzer = getAnalyzer("und-1");
  const stored = storedChunkOf({ text, headings: [title], documentId: key, analyzer: "und-1" });
  return {
    stored: { ...stored, key },
    headings: analyzer.count(title),
    body: analyzer.count(text),
    indexed: text,
    vector,
  };
}

function questionOf(
  id: string,
  text: string,
  right: string,
  vector?: Float32Array,
): JudgedQuestion {
  return {
    id,
    text,
    vector,
    group: id,
    documents: [right],
    grades: new Map([[right, 1]]),
    terms: () =>
      [...getAnalyzer("und-1").count(text).counts].map(([term, n]) => ({ term, weight: n })),
  };
}

function drawLab(seed: string, chunks = 120, questions = 12) {
  const random = createRandom(seed);
  const all = Array.from({ length: chunks }, (_, i) =>
    chunkOf(`d${i}`, draw(random, 4), draw(random, 30), drawVector(random)),
  );
  const asked = Array.from({ length: questions }, (_, i) =>
    questionOf(`q${i}`, draw(random, 6), `d${random.below(chunks)}`, drawVector(random)),
  );
  return { lab: new Lab(all, fuse), questions: asked, random };
}

describe("Lab", () => {
  it("ranks from gathered candidates as it does by searching, at every point", () => {
    const { lab, questions, random } = drawLab("lab/pool");
    for (let round = 0; round < 60; round++) {
      const settings: LabSettings = {
        k1: 0.6 + random.uniform(),
        b: 0.3 + 0.6 * random.uniform(),
        titleWeight: random.below(4),
        alpha: random.below(5) / 4,
        depth: 20 + random.below(100),
      };
      for (const question of questions) {
        const searched = lab.rank(question, settings).candidates.map(({ chunk }) => chunk);
        assert.deepEqual(lab.rankPool(question, settings), searched, `round ${round}`);
      }
    }
  });

  it("counts headings as often as it is told", () => {
    const lab = new Lab(
      [chunkOf("t", "leave", "other words"), chunkOf("b", "other", "leave words")],
      fuse,
    );
    const question = questionOf("q", "leave", "t");
    const best = (titleWeight: number): readonly number[] =>
      lab.rank(question, { ...SERVES, titleWeight, alpha: 0 }).candidates.map(({ chunk }) => chunk);
    assert.deepEqual(best(0), [1]);
    assert.deepEqual(best(3), [0, 1]);
  });

  it("finds nothing that the asker may not read, and counts it in nothing", () => {
    const { lab, questions } = drawLab("lab/hidden");
    const isOpen = ({ stored }: LabChunk): boolean => !stored.key.endsWith("7");
    const open = new Lab(lab.chunks.filter(isOpen), fuse);
    for (const question of questions) {
      const hidden = lab.rank({ ...question, mayRead: isOpen }, SERVES);
      const alone = open.rank(question, SERVES);
      const told = ({ candidates }: typeof hidden, of: Lab) =>
        candidates.map(({ chunk, fused }) => [of.chunks[chunk]?.stored.key, fused]);
      assert.deepEqual(told(hidden, lab), told(alone, open));
      assert.deepEqual(hidden.statistics, alone.statistics);
    }
  });
});

describe("findPlateau", () => {
  const WEIGHTS = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

  it("takes the middle of what is within .2 points of the best, beside it", () => {
    assert.equal(findPlateau(WEIGHTS, [0.1, 0.499, 0.5, 0.4985, 0.4, 0.4999]), 0.2);
    assert.equal(findPlateau(WEIGHTS, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]), 0.2);
  });

  it("takes a lone peak", () => {
    assert.equal(findPlateau(WEIGHTS, [0, 0, 0, 0, 0, 1]), 0.5);
  });
});

describe("smoothAt", () => {
  it("prefers a broad hill to a spike", () => {
    const means = [
      [0.5, 0.5, 0.1, 0.1],
      [0.5, 0.5, 0.1, 0.1],
      [0.1, 0.1, 0.1, 0.55],
    ];
    assert.ok(smoothAt(means, 0, 0) > smoothAt(means, 2, 3));
    assert.equal(smoothAt([[0.3]], 0, 0), 0.3);
  });
});

/** Titles tell which document is asked about, and bodies mislead: headings have to count for more. */
function plantTitles(count: number): { lab: Lab; questions: readonly JudgedQuestion[] } {
  const random = createRandom("titles");
  const chunks = Array.from({ length: count }, (_, i) =>
    chunkOf(
      `d${i}`,
      `name${i}x`,
      `${draw(random, 40)} name${(i + 1) % count}x name${(i + 1) % count}x`,
    ),
  );
  const questions = Array.from({ length: count }, (_, i) =>
    questionOf(`q${i}`, `name${i}x`, `d${i}`),
  );
  return { lab: new Lab(chunks, fuse), questions };
}

const bookOf = (lab: Lab, questions: readonly JudgedQuestion[], onLab?: (size: number) => void) =>
  new ScoreBook({
    questions,
    stages: [],
    openLab: async (size) => {
      onLab?.(size);
      return lab;
    },
  });

describe("tuneRetrieval", () => {
  it("finds that headings count for more, and proves it on held-out folds", async () => {
    const { lab, questions } = plantTitles(60);
    const grids = ["bm25", "title"] as const;
    const options = { seed: "s", repeats: 1, grids };
    const found = await tuneRetrieval(bookOf(lab, questions), SERVES, options);
    assert.equal(found.verdict, "pass");
    assert.ok(found.settings.titleWeight > 1);
    assert.deepEqual(await tuneRetrieval(bookOf(lab, questions), SERVES, options), found);
  });

  it("changes nothing where no setting is better than another", async () => {
    const { lab } = drawLab("noise", 80, 0);
    const random = createRandom("noise/questions");
    const questions = Array.from({ length: 40 }, (_, i) =>
      questionOf(`q${i}`, draw(random, 3), `d${random.below(80)}`),
    );
    const options = { seed: "s", repeats: 1, grids: ["bm25"] as const };
    const found = await tuneRetrieval(bookOf(lab, questions), SERVES, options);
    assert.notEqual(found.verdict, "pass");
  });
});

describe("chooseSettings", () => {
  it("cuts documents anew for the last grid alone, and once for each size", async () => {
    const { lab, questions } = drawLab("sizes", 60, 6);
    const sizes: number[] = [];
    const book = bookOf(lab, questions, (size) => sizes.push(size));
    await chooseSettings(book, SERVES, ["bm25", "title", "alpha", "depth"], [0, 1, 2]);
    assert.deepEqual(sizes, [300]);
    await chooseSettings(book, SERVES, GRIDS, [3, 4, 5]);
    assert.deepEqual(
      sizes.toSorted((a, b) => a - b),
      [150, 200, 300, 400],
    );
  });
});

describe("tuneFusion", () => {
  /** The lexical leg knows half of the answers, the dense leg the other half. */
  function plantHalves(count: number): { lab: Lab; questions: readonly JudgedQuestion[] } {
    const random = createRandom("halves");
    const vectors = Array.from({ length: count }, () => drawVector(random));
    const chunks = Array.from({ length: count }, (_, i) =>
      chunkOf(`d${i}`, "", i % 2 === 0 ? `name${i}x` : draw(random, 10), vectors[i]),
    );
    const questions = Array.from({ length: count }, (_, i) =>
      i % 2 === 0
        ? questionOf(`q${i}`, `name${i}x`, `d${i}`, drawVector(random))
        : questionOf(`q${i}`, draw(random, 3), `d${i}`, vectors[i]),
    );
    return { lab: new Lab(chunks, fuse), questions };
  }

  it("accepts a weight that beats each leg alone and what serves", async () => {
    const { lab, questions } = plantHalves(120);
    const serves = { ...SERVES, alpha: 0 };
    const found = await tuneFusion(bookOf(lab, questions), serves, { seed: "s", repeats: 1 });
    assert.equal(found.verdict, "pass", found.reasons.join());
    assert.ok(found.alpha > 0 && found.alpha < 1);
    const rivals = found.comparisons.map(({ against }) => against);
    assert.deepEqual(rivals, ["the best single leg", "what serves"]);
  });

  it("lets one leg serve alone where the other only harms", async () => {
    const random = createRandom("harm");
    const { questions } = plantTitles(80);
    const chunks = Array.from({ length: 80 }, (_, i) =>
      chunkOf(`d${i}`, "", `name${i}x`, drawVector(random)),
    );
    const noisy = questions.map((question) => ({ ...question, vector: drawVector(random) }));
    const book = bookOf(new Lab(chunks, fuse), noisy);
    const serves = { ...SERVES, alpha: 0.9 };
    const found = await tuneFusion(book, serves, { seed: "s", repeats: 1 });
    assert.equal(found.verdict, "pass", found.reasons.join());
    assert.ok(found.alpha < 0.5);
  });

  it("is judged as it would serve, rerankers included", async () => {
    const { lab, questions } = plantHalves(60);
    let asked = 0;
    const reranker = createFakeReranker();
    const stages = [
      {
        depth: 10,
        reranker: {
          ...reranker,
          rerank: (request: Parameters<typeof reranker.rerank>[0]) => {
            asked++;
            assert.equal(request.legs?.length, request.chunks.length);
            return reranker.rerank(request);
          },
        },
      },
    ];
    const book = new ScoreBook({ questions, stages, openLab: async () => lab });
    await tuneFusion(book, SERVES, { seed: "s", repeats: 1 });
    assert.ok(asked >= 60);
  });
});
