import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { createRandom, type Random } from "../../foundation/random.ts";
import type { TermCounts } from "../analysis/index.ts";
import {
  type BlockReader,
  collectStatistics,
  countReadable,
  encodeSegment,
  type LexicalBlocks,
  mergeSegments,
  openSegment,
  readBlocks,
  scoreOrdinals,
  type SearchSegment,
  searchBm25,
  type WeightedTerm,
} from "./index.ts";

const BM25 = { k1: 0.9, b: 0.75 };

const toChunk = (words: string): TermCounts => {
  const counts = new Map<string, number>();
  const terms = words.split(" ").filter((word) => word !== "");
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return { counts, length: terms.length };
};

const open = (blocks: LexicalBlocks): ReturnType<typeof openSegment> =>
  openSegment(readBlocks(blocks), blocks.lengths.length / 2);

const toTerms = (words: string): readonly WeightedTerm[] =>
  words.split(" ").map((term) => ({ term, weight: 1 }));

/** A whole segment asked by one caller who may read everything. */
const asked = (
  chunks: readonly string[],
  words: string,
  masks: Partial<Pick<SearchSegment, "allowed" | "wanted">> = {},
): SearchSegment => ({
  segment: open(encodeSegment(chunks.map(toChunk))),
  terms: toTerms(words),
  allowed: masks.allowed,
  wanted: masks.wanted,
});

const search = (segments: readonly SearchSegment[], k = 10): ReturnType<typeof searchBm25> =>
  searchBm25(segments, collectStatistics(segments), { ...BM25, k });

const flip = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.with(at % bytes.length, (bytes[at % bytes.length] ?? 0) ^ 4);

const toMask = (mask: readonly boolean[] | undefined): Uint8Array | undefined =>
  mask && Uint8Array.from(mask, Number);

const drawWords = (random: Random, vocabulary: number): string[] =>
  Array.from(
    { length: random.below(12) },
    () => `w${Math.floor(vocabulary * random.uniform() ** 2)}`,
  );

describe("encodeSegment", () => {
  it("gives the same bytes for the same chunks, whatever the order of their terms", () => {
    const chunks = ["b a c a", "", "c d"].map(toChunk);
    const reversed = chunks.map(({ counts, length }) => ({
      counts: new Map([...counts].reverse()),
      length,
    }));
    assert.deepEqual(encodeSegment(chunks), encodeSegment(reversed));
  });

  it("keeps lists, frequencies and lengths", () => {
    const segment = open(encodeSegment(["b a b", "", "a"].map(toChunk)));
    assert.deepEqual([...segment.lengths], [3, 0, 1]);
    assert.deepEqual([...(segment.postings("a")?.ordinals ?? [])], [0, 2]);
    assert.deepEqual([...(segment.postings("a")?.frequencies ?? [])], [1, 1]);
    assert.deepEqual([...(segment.postings("b")?.frequencies ?? [])], [2]);
    assert.equal(segment.postings("c"), undefined);
    assert.equal(segment.postings(""), undefined);
  });

  it("keeps frequencies of any size up to 65,535, and lengths likewise", () => {
    const frequencies = [1, 2, 254, 255, 256, 65_535, 70_000];
    const chunks = frequencies.map((times) => ({ counts: new Map([["a", times]]), length: times }));
    const segment = open(encodeSegment(chunks));
    const kept = [1, 2, 254, 255, 256, 65_535, 65_535];
    assert.deepEqual([...(segment.postings("a")?.frequencies ?? [])], kept);
    assert.deepEqual([...segment.lengths], kept);
  });

  it("counts a chunk of identifiers alone as one word, so that it is found", () => {
    const segment = open(encodeSegment([{ counts: new Map([["=the+", 1]]), length: 0 }]));
    assert.deepEqual([...segment.lengths], [1]);
  });

  it("takes 65,536 chunks and refuses one more", () => {
    const chunks = Array.from({ length: 65_537 }, () => toChunk("a"));
    const segment = open(encodeSegment(chunks.slice(1)));
    assert.equal(segment.postings("a")?.ordinals.at(-1), 65_535);
    assert.throws(() => encodeSegment(chunks), { code: "lexical.segment-too-large" });
  });

  it("is empty for no chunks", () => {
    const segment = open(encodeSegment([]));
    assert.equal(segment.postings("a"), undefined);
    assert.deepEqual(search([{ ...asked([], "a"), segment }]), []);
  });

  it("finds every term in many blocks, and none between them", () => {
    const random = createRandom("1/terms");
    const alphabet = ["a", "b", "é", "漢", "𐐷", "\uFFFD", "z"];
    const terms = new Set<string>();
    while (terms.size < 30_000)
      terms.add(Array.from({ length: 8 }, () => alphabet[random.below(7)] ?? "").join(""));
    const counts = new Map([...terms].map((term, i) => [term, 1 + (i % 300)]));
    const blocks = encodeSegment([{ counts, length: 9 }]);
    assert.ok(blocks.dictionary.length > 3);
    const segment = open(blocks);
    for (const [term, frequency] of [...counts].filter((_, i) => i % 11 === 0)) {
      assert.equal(segment.postings(term)?.frequencies[0], frequency);
      assert.equal(segment.postings(`${term}a`), undefined);
      const shorter = [...term].slice(0, -1).join("");
      assert.equal(segment.postings(shorter), undefined);
    }
  });
});

describe("openSegment", () => {
  const blocks = encodeSegment(
    Array.from({ length: 40 }, (_, i) =>
      toChunk(Array.from({ length: 700 }, (__, j) => `t${i * 700 + j}`).join(" ")),
    ),
  );

  it("reads no dictionary block until a term is asked for, then only its own, once", () => {
    const read: number[] = [];
    const reader: BlockReader = {
      ...readBlocks(blocks),
      dictionary: (block) => {
        read.push(block);
        return readBlocks(blocks).dictionary(block);
      },
    };
    const segment = openSegment(reader, 40);
    assert.deepEqual(read, []);
    const before = segment.cachedBytes();
    assert.deepEqual([...(segment.postings("t99")?.ordinals ?? [])], [0]);
    assert.equal(segment.postings("t99"), segment.postings("t99"));
    assert.ok(segment.cachedBytes() > before);
    assert.equal(segment.postings("t1x"), undefined);
    assert.equal(segment.postings("t1x"), undefined);
    assert.equal(segment.postings("a"), undefined, "before the first block");
    assert.equal(read.length, 2);
  });

  it("refuses every block with a flipped bit, a lost end or another's place", () => {
    const damaged = { code: "lexical.corrupt-block" };
    const first = blocks.dictionary[0] ?? new Uint8Array();
    for (const at of [0, 4, 5, 9, 100]) {
      assert.throws(() => open({ ...blocks, directory: flip(blocks.directory, at) }), damaged);
      const segment = open({ ...blocks, dictionary: [flip(first, at)] });
      assert.throws(() => segment.postings("t99"), damaged);
    }
    assert.throws(() => open({ ...blocks, lengths: flip(blocks.lengths, 3) }), damaged);
    assert.throws(() => openSegment(readBlocks(blocks), 41), damaged);
    assert.throws(() => open({ ...blocks, directory: new Uint8Array() }), damaged);
    const short = open({ ...blocks, dictionary: [first.subarray(0, -1)] });
    assert.throws(() => short.postings("t99"), damaged);
    const swapped = open({ ...blocks, dictionary: blocks.dictionary.toReversed() });
    assert.throws(() => swapped.postings("t99"), damaged);
    assert.throws(
      () =>
        mergeSegments([
          { reader: readBlocks({ ...blocks, dictionary: [] }), count: 40, live: () => true },
        ]),
      damaged,
    );
  });
});

describe("searchBm25", () => {
  it("equals a score worked by hand", () => {
    // N 3, avgdl (4 + 2 + 3) / 3 = 3. "cat": n 2, idf ln(1 + 1.5 / 2.5) = 0.470004.
    // Chunk 0: tf 2, dl 4: norm 0.9 * (0.25 + 0.75 * 4 / 3) = 1.125; 2 / 3.125 = 0.64.
    // Chunk 1: tf 1, dl 2: norm 0.9 * (0.25 + 0.5) = 0.675; 1 / 1.675 = 0.597015.
    const hits = search([asked(["cat cat dog owl", "cat dog", "dog owl owl"], "cat")]);
    assert.deepEqual(
      hits.map(({ ordinal, score }) => [ordinal, score.toFixed(6)]),
      [
        [0, (0.64 * Math.log(1.6)).toFixed(6)],
        [1, (Math.log(1.6) / 1.675).toFixed(6)],
      ],
    );
    assert.equal(hits[0]?.score.toFixed(6), "0.300802");
    assert.equal(hits[1]?.score.toFixed(6), "0.280599");
  });

  it("breaks ties by segment and ordinal, also where they are cut off", () => {
    const segments = [asked(["x", "a", "a", "a"], "a"), asked(["a", "x", "a"], "a")];
    const order = (k: number): unknown =>
      search(segments, k).map(({ segment, ordinal }) => `${segment}:${ordinal}`);
    assert.deepEqual(order(10), ["0:1", "0:2", "0:3", "1:0", "1:2"]);
    assert.deepEqual(order(4), ["0:1", "0:2", "0:3", "1:0"]);
    assert.deepEqual(order(1), ["0:1"]);
    assert.deepEqual(order(0), []);
  });

  it("adds the weights of repeated terms and leaves out those without", () => {
    const chunks = ["a b", "b c", "c d d"];
    const [twice] = search([asked(chunks, "a a")]);
    const [once] = search([asked(chunks, "a")]);
    assert.equal(twice?.score, (once?.score ?? 0) * 2);
    const none = { ...asked(chunks, "a"), terms: [{ term: "a", weight: 0 }] };
    assert.deepEqual(search([none]), []);
  });

  it("returns nothing where nothing is readable or wanted", () => {
    const nobody = new Uint8Array(2);
    assert.deepEqual(search([asked(["a", "a b"], "a", { allowed: nobody })]), []);
    assert.deepEqual(search([asked(["a", "a b"], "a", { wanted: nobody })]), []);
    assert.deepEqual(search([asked(["a", "a b"], "z")]), []);
    assert.deepEqual(search([]), []);
  });

  it("takes chunks past the end of a mask as not allowed", () => {
    const part = asked(["a", "a b"], "a", { allowed: Uint8Array.of(1) });
    assert.deepEqual(
      search([part]).map(({ ordinal }) => ordinal),
      [0],
    );
    const statistics = collectStatistics([part]);
    assert.equal(statistics.chunks, 1);
    assert.equal(scoreOrdinals([part], statistics, [{ segment: 0, ordinal: 1 }], BM25)[0], 0);
  });

  it("does not move scores with the caller's filter", () => {
    const chunks = ["a b", "a", "b b a"];
    const all = search([asked(chunks, "a b")]);
    const some = search([asked(chunks, "a b", { wanted: Uint8Array.of(0, 1, 1) })]);
    assert.deepEqual(
      some,
      all.filter(({ ordinal }) => ordinal > 0),
    );
  });
});

/** What is under test, as maps and loops over all texts. */
interface Plain {
  readonly address: string;
  readonly words: readonly string[];
  readonly terms: readonly WeightedTerm[];
  readonly wanted: boolean;
}

function plainSearch(
  readable: readonly Plain[],
  k: number,
): readonly (readonly [string, number])[] {
  const withText = readable.filter(({ words }) => words.length > 0);
  const average = withText.reduce((sum, { words }) => sum + words.length, 0) / withText.length;
  const holding = (term: string): number =>
    withText.filter(
      ({ words, terms }) => words.includes(term) && terms.some((asking) => asking.term === term),
    ).length;
  return withText
    .filter(({ wanted }) => wanted)
    .map(({ address, words, terms }) => {
      const norm = BM25.k1 * (1 - BM25.b + (BM25.b * words.length) / average);
      const score = terms.reduce((sum, { term, weight }) => {
        const tf = words.filter((word) => word === term).length;
        const n = holding(term);
        const idf = Math.log(1 + (withText.length - n + 0.5) / (n + 0.5));
        return sum + (weight * idf * tf) / (tf + norm);
      }, 0);
      return [address, score] as const;
    })
    .filter(([, score]) => score > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, k);
}

interface Generated {
  readonly words: readonly (readonly string[])[];
  readonly live: readonly boolean[];
  readonly part: SearchSegment;
}

/** A segment made of one batch or merged of several, some of it deleted before or after. */
function generate(random: Random): Generated {
  const vocabulary = 2 + random.below(40);
  const batches = Array.from({ length: 1 + random.below(4) }, () =>
    Array.from({ length: random.below(30) }, () => drawWords(random, vocabulary)),
  );
  const words = batches.flat();
  const flags = (share: number): boolean[] => words.map(() => random.uniform() < share);
  const kept = flags(0.8);
  let base = 0;
  const merged = mergeSegments(
    batches.map((batch) => {
      const first = base;
      base += batch.length;
      return {
        reader: readBlocks(encodeSegment(batch.map((chunk) => toChunk(chunk.join(" "))))),
        count: batch.length,
        live: (ordinal: number) => kept[first + ordinal] === true,
      };
    }),
  );
  const allowed = random.below(3) === 0 ? undefined : flags(0.7);
  const wanted = random.below(2) === 0 ? undefined : flags(0.5);
  const terms = [...drawWords(random, vocabulary), "w0"].map((term) => ({
    term,
    weight: 1 + random.below(2) / 2,
  }));
  return {
    words,
    live: words.map((_, i) => kept[i] === true && (allowed?.[i] ?? true)),
    part: {
      segment: open(merged),
      terms,
      allowed: toMask(allowed),
      wanted: toMask(wanted),
    },
  };
}

const draw = (seed: string): { all: readonly Generated[]; k: number } => {
  const random = createRandom(seed);
  return {
    all: Array.from({ length: 1 + random.below(3) }, () => generate(random)),
    k: 1 + random.below(40),
  };
};

describe("random collections", () => {
  const ROUNDS = 200;

  it("ranks and scores as the plain formula does", () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { all, k } = draw(`${round}/plain`);
      const readable = all.flatMap(({ words, live, part }, s) =>
        words.flatMap((chunk, i) =>
          live[i] === true
            ? [
                {
                  address: `${s}:${i}`,
                  words: chunk,
                  terms: part.terms,
                  wanted: part.wanted?.[i] !== 0,
                },
              ]
            : [],
        ),
      );
      const expected = plainSearch(readable, k);
      const hits = search(
        all.map(({ part }) => part),
        k,
      );
      assert.equal(hits.length, expected.length, `round ${round}`);
      const scores = new Map(plainSearch(readable, Infinity));
      for (const [i, { segment, ordinal, score }] of hits.entries()) {
        const address = `${segment}:${ordinal}`;
        const close = (other: number | undefined): boolean =>
          Math.abs(score - (other ?? NaN)) <= 1e-9 * score;
        assert.ok(close(scores.get(address)), `round ${round}, ${address}`);
        assert.ok(close(expected[i]?.[1]), `round ${round}, rank ${i}`);
      }
    }
  });

  it("scores given chunks bit for bit as the search does", () => {
    for (let round = 0; round < ROUNDS; round++) {
      const segments = draw(`${round}/given`).all.map(({ part }) => ({
        ...part,
        wanted: undefined,
      }));
      const statistics = collectStatistics(segments);
      const hits = searchBm25(segments, statistics, { ...BM25, k: 1000 });
      const found = new Map(hits.map((hit) => [`${hit.segment}:${hit.ordinal}`, hit.score]));
      const candidates = segments.flatMap(({ segment }, s) =>
        Array.from({ length: segment.count }, (_, ordinal) => ({ segment: s, ordinal })),
      );
      assert.deepEqual(
        [...scoreOrdinals(segments, statistics, candidates, BM25)],
        candidates.map(({ segment, ordinal }) => found.get(`${segment}:${ordinal}`) ?? 0),
      );
    }
  });

  it("scores as an index that holds only what the caller may read, bit for bit", () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { all } = draw(`${round}/leak`);
      const segments = all.map(({ part }) => ({ ...part, wanted: undefined }));
      const alone = all.map(({ words, live, part }) => ({
        segment: open(
          encodeSegment(words.filter((_, i) => live[i]).map((chunk) => toChunk(chunk.join(" ")))),
        ),
        terms: part.terms,
        allowed: undefined,
        wanted: undefined,
      }));
      assert.deepEqual(collectStatistics(segments), collectStatistics(alone));
      const counted = segments.map((part) => ({
        ...part,
        readable: countReadable(part.segment, part.allowed),
      }));
      assert.deepEqual(collectStatistics(counted), collectStatistics(alone));
      assert.deepEqual(
        search(segments, 1000).map(({ score }) => score),
        search(alone, 1000).map(({ score }) => score),
      );
    }
  });

  it("merges to the bytes of one encoding, and what is dead to nothing", () => {
    for (let round = 0; round < ROUNDS; round++) {
      const random = createRandom(`${round}/merge`);
      const batches = Array.from({ length: 1 + random.below(4) }, () =>
        Array.from({ length: random.below(20) }, () => toChunk(drawWords(random, 50).join(" "))),
      );
      const isLive = batches.map((batch) => batch.map(() => random.below(4) > 0));
      const merge = (live: (batch: number, ordinal: number) => boolean): LexicalBlocks =>
        mergeSegments(
          batches.map((batch, b) => ({
            reader: readBlocks(encodeSegment(batch)),
            count: batch.length,
            live: (ordinal) => live(b, ordinal),
          })),
        );
      assert.deepEqual(
        merge(() => true),
        encodeSegment(batches.flat()),
      );
      const nothing: TermCounts = { counts: new Map(), length: 0 };
      assert.deepEqual(
        merge((b, i) => isLive[b]?.[i] === true),
        encodeSegment(
          batches.flatMap((batch, b) =>
            batch.map((chunk, i) => (isLive[b]?.[i] === true ? chunk : nothing)),
          ),
        ),
      );
    }
  });

  it("merges blocks of many sizes to the same bytes", () => {
    const random = createRandom("blocks");
    const chunks = Array.from({ length: 600 }, () =>
      toChunk(Array.from({ length: 60 }, () => `w${random.below(20_000)}`).join(" ")),
    );
    const whole = encodeSegment(chunks);
    assert.ok(whole.dictionary.length > 2);
    const parts = [chunks.slice(0, 100), chunks.slice(100, 101), chunks.slice(101)];
    assert.deepEqual(
      mergeSegments(
        parts.map((part) => ({
          reader: readBlocks(encodeSegment(part)),
          count: part.length,
          live: () => true,
        })),
      ),
      whole,
    );
  });
});
