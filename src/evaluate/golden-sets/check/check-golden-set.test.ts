import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TextValue } from "../../../foundation/text-value.ts";
import type { GoldenCase } from "../../../domain/golden-set.ts";
import { makeGoldenCase } from "../../../testing/toy-system.ts";
import { plainTools } from "../../../testing/plain-text-tools.ts";
import { readGoldenFiles } from "../read/parse-golden-set.ts";
import { writeGoldenSet } from "../write/write-golden-set.ts";
import { checkGoldenSet, type GoldenCheck, type GoldenCheckOptions } from "./check-golden-set.ts";

const make = (id: string, given: Partial<GoldenCase> = {}): GoldenCase =>
  makeGoldenCase(id, { text: `x${id} y${id} z${id}`, grades: new Map([[`d${id}`, 1]]), ...given });

const check = (
  cases: readonly GoldenCase[],
  options: Partial<GoldenCheckOptions> = {},
): Promise<GoldenCheck> =>
  checkGoldenSet(readGoldenFiles("set", writeGoldenSet({ name: "set" }, cases).files), {
    tools: plainTools,
    ...options,
  });
const find = ({ problems }: GoldenCheck, code: string) => problems.find((p) => p.code === code);

const many = (count: number, given: Partial<GoldenCase> = {}): readonly GoldenCase[] =>
  Array.from({ length: count }, (_, index) => make(`n${index}`, given));

describe("checkGoldenSet", () => {
  it("finds cases that give away a test case by their terms, whatever the order", async () => {
    const found = await check([
      make("a", { text: "parental leave weeks paid", part: "train" }),
      make("b", { text: "paid weeks of the parental leave?" }),
      make("c", { text: "parental travel cost abroad", part: "train" }),
    ]);
    assert.deepEqual(find(found, "leak-repeats")?.cases, ["a"]);
    assert.equal(find(found, "leak-repeats")?.kind, "error");
  });

  it("finds a relevant document in common, and none that is judged bad", async () => {
    const found = await check([
      make("a", { part: "train", grades: new Map([["d", 1]]) }),
      make("b", {
        part: "dev",
        grades: new Map([
          ["d", 0],
          ["e", 1],
        ]),
      }),
      make("c", { grades: new Map([["d", 2]]) }),
    ]);
    assert.deepEqual(find(found, "leak-documents")?.cases, ["a"]);
    assert.deepEqual(
      found.leaks.map(({ from, to }) => [from, to]),
      [["train", "test"]],
    );
  });

  it("tells a question that is asked twice from one that is nearly", async () => {
    const text = "How many weeks of parental leave does a new employee get";
    const found = await check([
      make("a", { text }),
      make("b", { text: `${text}?`.toUpperCase() }),
      make("c", { text: `${text} now?` }),
      make("d", { text, variantOf: "a" }),
      make("e", { text, answerable: false, answers: [], grades: new Map() }),
      make("f", { text, principals: ["group:hr"] }),
    ]);
    assert.deepEqual(find(found, "duplicate")?.cases, ["b"]);
    assert.deepEqual(find(found, "near-duplicate")?.cases, ["c"]);
  });

  it("finds cases without a document or an answer, and judged ones that have none", async () => {
    const found = await check([
      make("a", { grades: new Map(), answers: [] }),
      make("b", { answerable: false, answers: [] }),
      make("c"),
    ]);
    assert.deepEqual(find(found, "no-evidence")?.cases, ["a"]);
    assert.deepEqual(find(found, "no-answer")?.cases, ["a"]);
    assert.deepEqual(find(found, "unanswerable-judged")?.cases, ["b"]);
  });

  it("finds numbers to be checked that no right answer states", async () => {
    const readValues = (text: string): readonly TextValue[] =>
      [...text.matchAll(/(?<!\w)\d+/g)].map(([figure]) => ({
        kind: "number",
        amount: Number(figure),
        figure: Number(figure),
        text: figure,
      }));
    const cases = [
      make("named", { answers: ["WD3"], checks: { numbers: ["3"] } }),
      make("other", { answers: ["3 weeks"], checks: { numbers: ["3", "4"] } }),
      make("stated", { answers: ["soon", "3 or 4 weeks"], checks: { numbers: ["3", "4"] } }),
    ];
    const found = await check(cases, { readValues });
    assert.deepEqual(find(found, "number-not-stated")?.cases, ["named", "other"]);
    assert.equal(find(await check(cases), "number-not-stated"), undefined);
  });

  it("names an unknown document by file and line", async () => {
    const cases = [make("a"), make("b", { evidence: [[{ document: "gone", quote: "x" }]] })];
    const { problems } = await check(cases, { documents: new Set(["da", "db"]) });
    assert.deepEqual(
      problems.filter(({ code }) => code === "unknown-document").map(({ message }) => message),
      ["evidence of b: there is no document gone"],
    );
    const { problems: others } = await check([make("a")], { documents: new Set() });
    assert.equal(others[0]?.message, "qrels/test.tsv line 2: there is no document da");
  });

  it("finds evidence that is gone, hidden from its asker, or elsewhere", async () => {
    const evidence = [[{ document: "d", start: 0, end: 5, quote: "quote" }]];
    const texts: Readonly<Record<string, string>> = { d: "a quote", changed: "another text" };
    const found = await check(
      [
        make("moved", { evidence }),
        make("stale", { evidence: [[{ document: "changed", quote: "quote" }]] }),
        make("missing", { evidence: [[{ document: "none", quote: "quote" }]] }),
        make("hidden", { evidence, principals: ["group:other"] }),
        make("fine", { evidence: [[{ document: "d", quote: "quote" }]], principals: ["group:hr"] }),
        make("old", { evidence: [[{ document: "none", quote: "x" }]], retired: "old" }),
      ],
      {
        read: async (key, { principals }) =>
          principals.includes("group:other") ? undefined : texts[key],
      },
    );
    const casesOf = (code: string) => find(found, code)?.cases;
    assert.deepEqual(casesOf("stale-evidence"), ["stale"]);
    assert.deepEqual(casesOf("missing-evidence"), ["missing"]);
    assert.deepEqual(casesOf("hidden-evidence"), ["hidden"]);
    assert.ok(casesOf("moved-evidence")?.includes("moved"));
    assert.ok(found.comparedWithDocuments);
  });

  it("says what a part is large enough to show, groups counted together", async () => {
    const alone = await check(many(100), { effect: 0.03 });
    // 2.80·.2/√100 = 5.6 points, as in the table of the guide; 3 points need 349 cases.
    assert.ok(Math.abs((alone.sizes[0]?.smallestSeen["0.2"] ?? 0) - 0.056) < 2e-4);
    assert.match(find(alone, "effect-not-seen")?.message ?? "", /needs 349 .* count as 100/);
    const grouped = await check(
      many(100).map((each, i) => ({ ...each, group: `g${Math.floor(i / 5)}` })),
    );
    // n/(1 + (5 − 1)·.3) = 100/2.2
    assert.ok(Math.abs((grouped.sizes[0]?.effective ?? 0) - 100 / 2.2) < 1e-9);
    assert.ok(find(grouped, "too-few-groups"));
  });

  it("warns of sets without a test, too small to fit to, or asked by no person", async () => {
    const small = await check(many(20, { part: "dev" }));
    assert.ok(find(small, "no-test") && find(small, "too-few-to-fit"));
    const made = await check(many(40, { origin: "made" }));
    assert.ok(find(made, "synthetic-only") && find(made, "few-unanswerable"));
    assert.equal(find(made, "too-few"), undefined);
  });

  it("finds nothing wrong with a sound set", async () => {
    const sound = [
      ...many(200),
      ...Array.from({ length: 60 }, (_, i) =>
        make(`u${i}`, { answerable: false, answers: [], grades: new Map() }),
      ),
    ];
    assert.deepEqual((await check(sound)).problems, []);
  });
});
