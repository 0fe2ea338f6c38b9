import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { makeGoldenCase } from "../../../testing/toy-system.ts";
import { plainTools } from "../../../testing/plain-text-tools.ts";
import type { RowDraft } from "../row.ts";
import { capInfluence } from "./cap-influence.ts";
import { fitTokens } from "./count-tokens.ts";
import { curate, type CurateOptions } from "./curate.ts";
import { countRejects } from "./reject.ts";

/** A question of its own words, with one passage that belongs to it. */
function makeDraft(name: string, given: Partial<RowDraft> = {}): RowDraft {
  const text = `what about x${name} y${name} z${name} v${name}`;
  return {
    key: name,
    lane: "reranker",
    task: "rank",
    input: {
      messages: [{ role: "user", text }],
      retrieved: [{ document: `doc_${name}@1`, text: `it is ${name}`, grade: 1 }],
    },
    origin: "golden-train",
    traceIds: [],
    feedbackIds: [],
    documentVersions: [`doc_${name}@1`],
    rights: "internal",
    language: "en",
    createdAt: "2026-01-01T00:00:00.000Z",
    ties: [],
    people: [],
    gold: [],
    ...given,
  };
}
const many = (count: number, given: Partial<RowDraft> = {}): readonly RowDraft[] =>
  Array.from({ length: count }, (_, at) => makeDraft(`n${at}`, given));
const asking = (text: string): RowDraft["input"] => ({
  messages: [{ role: "user", text }],
  retrieved: [],
});

const OPTIONS: CurateOptions = {
  lane: "reranker",
  seed: "seed",
  settled: [],
  guarded: [],
  tools: plainTools,
  dropLeaks: false,
  unseenDocuments: false,
  keepNoise: false,
  given: [],
  pause: async () => undefined,
};

describe("curate", () => {
  it("gives the same rows whatever the order of the drafts", async () => {
    const drafts = [...many(60), ...many(10, { origin: "accepted", createdAt: "2026-02-01" })];
    const one = await curate(drafts, OPTIONS);
    const other = await curate(drafts.toReversed(), OPTIONS);
    assert.equal(one.rows.length, 60);
    assert.deepEqual(one.rows, other.rows);
    assert.deepEqual(one.assigned, other.assigned);
  });

  it("keeps at most three that say nearly the same, the best labels first", async () => {
    const input = makeDraft("same").input;
    const drafts = (["synthetic", "thumb", "edit", "accepted", "golden-train"] as const).map(
      (origin, at) => ({
        ...makeDraft(`k${at}`, { origin }),
        input: { ...input, retrieved: [{ document: `doc_${at}@1`, text: `p${at}`, grade: 1 }] },
      }),
    );
    const { rows, rejects } = await curate(drafts, OPTIONS);
    assert.deepEqual(rows.map(({ origin }) => origin).toSorted(), [
      "accepted",
      "edit",
      "golden-train",
    ]);
    assert.deepEqual(countRejects(rejects), { "near-duplicate": 2 });
  });

  it("stops where more than a twentieth repeats a golden set, and goes on without them when told", async () => {
    const text = "how many weeks of parental leave does every eligible parent receive";
    const guarded = [
      { id: "gld_1", name: "hr", cases: [makeGoldenCase("q", { text, part: "test" })] },
    ];
    const planted = ["a", "b"].map((name) => ({
      ...makeDraft(name),
      input: {
        ...makeDraft(name).input,
        messages: [{ role: "user" as const, text: `${text} ${name}` }],
      },
    }));
    const few = await curate([...many(60), ...planted], { ...OPTIONS, guarded });
    assert.deepEqual(few.blocks, []);
    const much = await curate([...many(20), ...planted], { ...OPTIONS, guarded });
    assert.deepEqual(
      much.blocks.map(({ code }) => code),
      ["tune.dataset-leak"],
    );
    const told = await curate([...many(20), ...planted], { ...OPTIONS, guarded, dropLeaks: true });
    assert.deepEqual(told.blocks, []);
    for (const { rows } of [few, much, told])
      assert.ok(rows.every(({ input }) => !input.messages[0]?.text.includes("parental")));
  });

  it("stops for a secret, without telling it", async () => {
    const target = "the password: hunter2hunter2 opens it";
    const drafts = [
      makeDraft("s", { lane: "generator", task: "answer", target, traceIds: ["trc_7"] }),
    ];
    const { blocks } = await curate(drafts, { ...OPTIONS, lane: "generator" });
    assert.deepEqual(
      blocks.map(({ code }) => code),
      ["tune.secret-in-rows"],
    );
    assert.match(blocks[0]?.message ?? "", /trc_7.*password/);
    assert.doesNotMatch(JSON.stringify(blocks), /hunter2/);
  });

  it("does not train on the newest traffic, and never moves what it held out", async () => {
    const drafts = Array.from({ length: 80 }, (_, at) =>
      makeDraft(`t${at}`, {
        traceIds: [`trc_${at}`],
        createdAt: at < 40 ? "2026-01-01T00:00:00.000Z" : "2026-03-01T00:00:00.000Z",
      }),
    );
    const recentFrom = "2026-02-15T00:00:00.000Z";
    const { rows, assigned } = await curate(drafts, { ...OPTIONS, recentFrom });
    const sides = new Map(assigned.map(({ id, side }) => [id, side]));
    for (const { id, slice, createdAt } of rows) {
      const side = sides.get(id);
      assert.equal(slice, side === "train" && createdAt >= recentFrom ? "recent" : side);
    }
    const later = await curate(drafts, { ...OPTIONS, settled: assigned, recentFrom: undefined });
    for (const { id, slice } of later.rows) assert.equal(slice, sides.get(id));
  });

  it("masks names of the people whose words it holds in every text alike", async () => {
    const input = asking("who is quentaro, quentaro@example.org?");
    const draft = makeDraft("m", {
      lane: "generator",
      task: "answer",
      input,
      target: "Quentaro (quentaro@example.org) is your lead.",
      people: ["user:quentaro"],
    });
    const { rows } = await curate([draft], { ...OPTIONS, lane: "generator" });
    assert.equal(rows[0]?.input.messages[0]?.text, "who is <PERSON_1>, <EMAIL_1>?");
    assert.equal(rows[0]?.target, "<PERSON_1> (<EMAIL_1>) is your lead.");
    assert.deepEqual(rows[0]?.masked, { PERSON: 2, EMAIL: 2 });
  });
});

describe("curate of labels", () => {
  const LABELS = ["leave", "travel", "pay"] as const;
  /** Vectors that tell the true label of a text by its first word. */
  const embed = async (texts: readonly string[]): Promise<readonly Float32Array[]> => {
    const random = createRandom(texts.join());
    return texts.map((text) => {
      const at = LABELS.findIndex((label) => text.startsWith(label));
      const vector = Float32Array.from(
        { length: 8 },
        (_, i) => (i === at ? 1 : 0) + 0.6 * (random.uniform() - 0.5),
      );
      const length = Math.hypot(...vector);
      return vector.map((value) => value / length);
    });
  };
  const label = (
    at: number,
    given: string,
    text = `${LABELS[at % 3]} a${at} b${at} c${at}`,
  ): RowDraft =>
    makeDraft(`l${at}`, {
      lane: "classifier",
      task: "label",
      origin: "labelled",
      input: asking(text),
      label: given,
      documentVersions: [],
    });
  const options = { ...OPTIONS, lane: "classifier", embed } as const;

  it("finds most of the labels that were swapped, and doubts few others", async () => {
    const swapped = new Set([5, 32, 61, 94, 118, 140, 163, 190]);
    const drafts = Array.from({ length: 240 }, (_, at) =>
      label(at, LABELS[(at + (swapped.has(at) ? 1 : 0)) % 3] ?? ""),
    );
    const { labels, rows, blocks } = await curate(drafts, options);
    const wrong = new Set(
      rows
        .filter(({ input }) =>
          swapped.has(Number(/a(\d+)/.exec(input.messages[0]?.text ?? "")?.[1])),
        )
        .map(({ id }) => id),
    );
    const doubted = labels?.noise?.doubted ?? [];
    const found = doubted.filter(({ id }) => wrong.has(id));
    assert.ok(found.length >= 7, `${found.length} of 8`);
    assert.ok(doubted.length - found.length <= 4, String(doubted.length));
    assert.deepEqual(blocks, []);
    assert.ok((labels?.noise?.accuracy ?? 0) > 0.9);
  });

  it("stops where more than 15 % look wrong, unless told to go on", async () => {
    const drafts = Array.from({ length: 240 }, (_, at) =>
      label(at, LABELS[(at + (at % 4 === 0 ? 1 : 0)) % 3] ?? ""),
    );
    assert.deepEqual(
      (await curate(drafts, options)).blocks.map(({ code }) => code),
      ["tune.noisy-labels"],
    );
    assert.deepEqual((await curate(drafts, { ...options, keepNoise: true })).blocks, []);
  });

  it("stops where two people do not agree", async () => {
    const given = Array.from({ length: 60 }, (_, at) => [
      { text: `t${at}`, label: LABELS[at % 3] ?? "", by: "ada" },
      { text: `t${at}`, label: LABELS[(at + (at % 2)) % 3] ?? "", by: "bob" },
    ]).flat();
    const drafts = Array.from({ length: 60 }, (_, at) => label(at, LABELS[at % 3] ?? ""));
    const { blocks, labels } = await curate(drafts, { ...options, given });
    // Half of the pairs agree: (1/2 − 1/3)/(1 − 1/3) = 1/4.
    assert.ok(Math.abs((labels?.double.kappa ?? 0) - 0.25) < 0.02);
    assert.deepEqual(
      blocks.map(({ code }) => code),
      ["tune.disagreed-labels"],
    );
  });

  it("drops the same words under two labels, and balances what is left", async () => {
    const drafts = [
      label(0, "leave", "leave of both kinds"),
      label(1, "travel", "leave of both kinds"),
      ...Array.from({ length: 90 }, (_, at) => label(3 * at + 3, "leave")),
      ...Array.from({ length: 8 }, (_, at) => label(3 * at + 4, "travel")),
    ];
    const { rows, rejects } = await curate(drafts, { ...options, embed: undefined });
    assert.equal(countRejects(rejects)["same-text-other-label"], 2);
    const train = rows.filter(({ slice }) => slice === "train");
    const count = (of: string): number => train.filter((row) => row.label === of).length;
    assert.ok(count("leave") <= 10 * count("travel"));
    const weightOf = (of: string): number => train.find((row) => row.label === of)?.weight ?? 0;
    assert.equal(weightOf("leave"), Math.max(0.5, train.length / (2 * count("leave"))));
    assert.equal(weightOf("travel"), Math.min(5, train.length / (2 * count("travel"))));
  });
});

describe("capInfluence", () => {
  it("leaves one person a twentieth, and a small set twenty rows of anybody", () => {
    const mine = (count: number, from = 0): readonly RowDraft[] =>
      Array.from({ length: count }, (_, at) =>
        makeDraft(`p${at + from}`, { people: ["user:ada"] }),
      );
    const { kept, rejects } = capInfluence([...many(900), ...mine(100)], {
      share: 0.05,
      least: 20,
    });
    assert.equal(kept.filter(({ people }) => people.length > 0).length, 50);
    assert.deepEqual(countRejects(rejects), { "influence-cap": 50 });
    assert.equal(capInfluence(mine(30), { share: 0.05, least: 20 }).kept.length, 20);
  });
});

describe("fitTokens", () => {
  it("leaves out passages from the end, and cuts no text", () => {
    const retrieved = [10, 20, 30].map((words, at) => ({
      document: `doc_${at}@1`,
      text: "word ".repeat(words),
    }));
    const draft = makeDraft("f", {
      lane: "generator",
      task: "answer",
      target: "yes",
      input: { messages: [{ role: "user", text: "who?" }], retrieved },
    });
    // 5 characters a word at 3.6 a token: passages of 14, 28 and 42, a question of 2, a target of 1.
    assert.equal(fitTokens(draft, 87), draft);
    assert.deepEqual(fitTokens(draft, 86)?.input.retrieved, retrieved.slice(0, 2));
    assert.equal(fitTokens({ ...draft, target: "word ".repeat(200) }, 86), undefined);
    assert.equal(fitTokens(makeDraft("r", { input: { messages: [], retrieved } }), 20), undefined);
  });
});
