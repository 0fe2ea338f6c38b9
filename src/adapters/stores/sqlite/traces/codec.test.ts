import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type {
  RecordedHit,
  RecordedLegs,
  RecordedPassage,
} from "../../../../domain/answer-record.ts";
import { sha256 } from "../../../../foundation/hash.ts";
import { toChunkId } from "../../../../foundation/ids.ts";
import { createRandom } from "../../../../foundation/random.ts";
import { storeCorrupt } from "../errors.ts";
import { readFloats, VarintReader, VarintWriter, writeFloats } from "./columns.ts";
import { decodeRanked, encodeRanked, type VersionNumbers } from "./hit-columns.ts";
import { pack, unpack } from "./pack.ts";
import type { NamedVersion } from "./recorded-versions.ts";

describe("columns", () => {
  it("give numbers back, small and as large as JavaScript counts", () => {
    const numbers = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 40 + 7, Number.MAX_SAFE_INTEGER];
    const writer = new VarintWriter();
    for (const number of numbers) writer.push(number);
    const reader = new VarintReader(writer.toBytes());
    assert.deepEqual(
      numbers.map(() => reader.next()),
      numbers,
    );
    assert.equal(reader.next(), 0);
  });

  it("give floats back as 32 bits hold them", () => {
    const values = [0, -0.5, 1 / 3, 12.75, 3.4e38, -1e-40, Number.POSITIVE_INFINITY];
    assert.deepEqual(readFloats(writeFloats(values)), values.map(Math.fround));
    assert.deepEqual(readFloats(new Uint8Array()), []);
  });
});

/** Numbers in the order of asking, as a store gives them. */
function createNumbers(): VersionNumbers {
  const versions: NamedVersion[] = [];
  return {
    toNumber({ documentId, versionHash }) {
      const at = versions.findIndex(
        (each) => each.documentId === documentId && each.versionHash === versionHash,
      );
      return at >= 0 ? at + 1 : versions.push({ documentId, versionHash });
    },
    toVersion: (number) => versions[number - 1] ?? { documentId: "", versionHash: "" },
  };
}

function makeRanked(seed: number) {
  const random = createRandom(`codec/${seed}`);
  const documents = Array.from({ length: 1 + random.below(30) }, (_, n) => ({
    documentId: `doc_${sha256(`${seed}/${n}`).slice(0, 20)}`,
    // Two documents may hold the same text, and one document two versions.
    versionHash: sha256(`text ${random.below(20)}`),
  }));
  const chunks = documents.flatMap(({ documentId, versionHash }) =>
    Array.from({ length: random.below(6) }, (_, sequence) => {
      const start = random.below(5000);
      const chunkId = toChunkId(documentId, versionHash, sequence * (1 + random.below(3)));
      return { chunkId, documentId, versionHash, start, end: start + random.below(900) };
    }),
  );
  const distinct = [...new Map(chunks.map((chunk) => [chunk.chunkId, chunk])).values()];
  const toLeg = (): readonly RecordedHit[] =>
    distinct
      .filter(() => random.below(3) > 0)
      .map((chunk, index) => ({
        ...chunk,
        rank: index + 1,
        score: Math.fround(random.uniform() * 30),
      }));
  const [lexical, dense] = [toLeg(), toLeg()];
  const known = [...new Set([...lexical, ...dense].map(({ chunkId }) => chunkId))];
  const legs: RecordedLegs = {
    lexical,
    dense,
    ...(seed % 3 === 0 ? {} : { fused: known.toReversed(), reranked: known.slice(0, 5) }),
    alpha: 0.3,
    normalization: "tm2",
  };
  const passages = documents
    .slice(0, 8)
    .map(({ documentId, versionHash }, index): RecordedPassage => ({
      chunkIds: [0, 1].map((sequence) => toChunkId(documentId, versionHash, sequence)),
      documentId,
      versionHash,
      start: 10 * index,
      end: 10 * index + 500,
      rank: index + 1,
      score: random.uniform(),
      context: index % 2 === 0 ? "in" : "duplicate",
    }));
  return { legs, passages };
}

describe("rankings in columns", () => {
  it("come back as they were, whatever they hold", () => {
    for (let seed = 0; seed < 300; seed++) {
      const ranked = makeRanked(seed);
      const numbers = createNumbers();
      const columns = encodeRanked(ranked, numbers);
      assert.ok(columns, `seed ${seed}`);
      assert.deepEqual(decodeRanked(columns, numbers, ranked.legs), ranked, `seed ${seed}`);
    }
  });

  it("are none where a hit has no place, or a name that is not made of it", () => {
    const { legs, passages } = makeRanked(1);
    const [first] = legs.lexical;
    assert.ok(first);
    const { start: _, ...placeless } = first;
    const renamed = { ...first, chunkId: `${first.chunkId}9` };
    for (const hit of [placeless, renamed, { ...first, rank: 7 }])
      assert.equal(
        encodeRanked({ legs: { ...legs, lexical: [hit] }, passages }, createNumbers()),
        undefined,
      );
    const stray = { ...legs, fused: ["chk_unknown_0"] };
    assert.equal(encodeRanked({ legs: stray, passages }, createNumbers()), undefined);
  });
});

describe("pack", () => {
  it("gives JSON and columns back", () => {
    const packed = {
      json: { text: "Zwölf Wochen 🌊", list: [1, null] },
      columns: [Uint8Array.of(1, 2), new Uint8Array(), Uint8Array.of(255)],
    };
    const { json, columns } = unpack(pack(packed));
    assert.deepEqual(json, packed.json);
    assert.deepEqual(
      columns.map((column) => [...column]),
      [[1, 2], [], [255]],
    );
  });

  it("says that a record cannot be read, instead of reading it wrong", () => {
    const blob = pack({ json: { a: 1 }, columns: [] });
    for (const bytes of [new Uint8Array(), Uint8Array.of(9, ...blob.slice(1)), blob.slice(0, 4)])
      assert.throws(() => unpack(bytes), storeCorrupt.is);
  });
});
