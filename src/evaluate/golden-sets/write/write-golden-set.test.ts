import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import type { GoldenCase } from "../../../domain/golden-set.ts";
import { createRandom, type Random } from "../../../foundation/random.ts";
import { makeGoldenCase } from "../../../testing/toy-system.ts";
import { goldenChanged } from "../../errors.ts";
import { hashCase } from "../case-hash.ts";
import { assertUnchanged, parsePin } from "../pin.ts";
import { readGoldenFiles } from "../read/parse-golden-set.ts";
import { writeGoldenSet } from "./write-golden-set.ts";

const PARTS = ["train", "dev", "calibration", "test"] as const;

/** A case with some of everything that the layout holds. */
function drawCase(random: Random, index: number): GoldenCase {
  const maybe = <T>(value: T): T | undefined => (random.below(2) === 0 ? value : undefined);
  const answerable = random.below(3) > 0;
  const optional = {
    stratum: maybe("fact"),
    origin: maybe("trace"),
    language: maybe("de"),
    difficulty: maybe("hard"),
    collection: maybe("hr"),
    createdAt: maybe("2026-11-01T00:00:00Z"),
    variantOf: maybe("q0"),
    source: maybe({ answerId: "ans_1", probability: 0.25 }),
    masked: maybe(["d9"]),
    retired: maybe("asks two things"),
  };
  const told = Object.fromEntries(
    Object.entries(optional).filter(([, value]) => value !== undefined),
  );
  const { language: _, ...plain } = makeGoldenCase(`q${index}`);
  return hashCase({
    ...plain,
    ...told,
    text: `Ist „das“ so\t${index}?`,
    group: `g${random.below(4)}`,
    part: PARTS[random.below(4)] ?? "test",
    history: random.below(2) === 0 ? [] : [{ role: "user", text: "vorher" }],
    answerable,
    answers: answerable ? ["16 weeks", "sixteen"] : [],
    evidence: answerable
      ? [[{ document: "a.md", start: 3, end: 5, quote: "16" }], [{ document: "b.md" }]]
      : [],
    checks: answerable ? { numbers: ["16"], mustNotSay: ["18"] } : {},
    principals: random.below(2) === 0 ? [] : ["group:hr"],
    labels: [{ by: "operator", at: "2026-11-01T00:00:00Z", method: "written" }],
    grades: new Map(
      answerable
        ? [
            ["a.md", 2],
            ["b.md", 0],
          ]
        : [],
    ),
  });
}

const FACTS = { name: "hr", language: "en", seed: "1", licence: "CC0", parent: "a".repeat(64) };

describe("writeGoldenSet", () => {
  it("writes what is read back as the same set", () => {
    const random = createRandom("round trip");
    for (let round = 0; round < 30; round++) {
      const cases = Array.from({ length: 1 + random.below(8) }, (_, i) => drawCase(random, i));
      const written = writeGoldenSet(FACTS, cases);
      const read = readGoldenFiles("hr", written.files);
      assert.deepEqual(read.set, written.set);
      assert.ok(read.partsStored);
      assertUnchanged("hr", read);
    }
  });

  it("names each file by its hash, and the set by the lines of them", () => {
    const { files, manifest } = writeGoldenSet(FACTS, [makeGoldenCase("q1")]);
    const hash = (data: string | Uint8Array): string =>
      createHash("sha256").update(data).digest("hex");
    const paths = ["answers.jsonl", "qrels/test.tsv", "queries.jsonl"];
    assert.deepEqual(Object.keys(manifest.files), paths);
    const lines = paths.map((path) => `${path}\t${hash(files.get(path) ?? "")}\n`).join("");
    assert.equal(manifest.hash, hash(lines));
    assert.equal(manifest.parent, FACTS.parent);
  });

  it("counts what is asked, and what is kept without being asked", () => {
    const retired = { ...makeGoldenCase("q2"), retired: "old" };
    const none = makeGoldenCase("q3", { answerable: false, grades: new Map(), answers: [] });
    const { manifest } = writeGoldenSet(FACTS, [makeGoldenCase("q1"), retired, none]);
    assert.deepEqual(manifest.counts, {
      queries: 2,
      answerable: 1,
      unanswerable: 1,
      retired: 1,
      parts: { test: 2 },
    });
  });

  it("takes over documents and the schemas that cases name, and nothing else", () => {
    const before = new Map(
      ["corpus.jsonl", "leave.json", "notes.txt"].map((path) => [path, new Uint8Array([123, 125])]),
    );
    const golden = makeGoldenCase("q1", { checks: { schema: "leave.json" } });
    const { files } = writeGoldenSet(FACTS, [golden], before);
    assert.ok(files.has("corpus.jsonl") && files.has("leave.json") && !files.has("notes.txt"));
  });
});

describe("a pin", () => {
  const written = writeGoldenSet(FACTS, [makeGoldenCase("q1")]);
  const read = readGoldenFiles("hr", written.files);

  it("is a folder with the head of a hash", () => {
    assert.deepEqual(parsePin("golden/hr@1F3a9c"), { folder: "golden/hr", hash: "1f3a9c" });
    assert.deepEqual(parsePin("golden/hr@gld_1f3a9c"), { folder: "golden/hr", hash: "1f3a9c" });
    assert.deepEqual(parsePin("golden/hr"), { folder: "golden/hr" });
    assert.deepEqual(parsePin("a@b/hr"), { folder: "a@b/hr" });
  });

  it("holds for its version alone", () => {
    assertUnchanged("hr", read, read.set.hash.slice(0, 8));
    assert.throws(() => assertUnchanged("hr", read, "000000"), goldenChanged.is);
  });

  it("does not hold once a file was changed by hand", () => {
    const files = new Map(written.files);
    files.set(
      "queries.jsonl",
      Buffer.from(String(Buffer.from(files.get("queries.jsonl") ?? "")).replace("asked", "told")),
    );
    const changed = readGoldenFiles("hr", files);
    assert.throws(
      () => assertUnchanged("hr", changed),
      /is not the version that golden\.json names/,
    );
  });
});
