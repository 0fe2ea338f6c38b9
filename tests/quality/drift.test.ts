/**
 * How often drift is announced between windows of real questions drawn from the same pool, and
 * whether topics that were never asked before are noticed. The questions are those of clinc150.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { z } from "zod";
import { createHashedEmbedding } from "../../src/engine/static/index.ts";
import { createRandom } from "../../src/foundation/random.ts";
import { dot } from "../../src/foundation/vectors.ts";
import { assessDrift, type CurrentWindow, type Observation } from "../../src/trace/index.ts";

const file = join(process.env["PLUMBLINE_DATA_SETS"] ?? "", "clinc150", "train.jsonl");
const skip = existsSync(file)
  ? false
  : "the set clinc150 is not here: set PLUMBLINE_DATA_SETS to its folder";

const Row = z.object({ text: z.string(), label: z.string() });
const embed = createHashedEmbedding();
/** Intents that nobody asks about before the change. */
const isNew = (label: string): boolean => createRandom(label).below(10) === 0;

interface Question {
  readonly label: string;
  readonly observation: Observation;
}

/** Half of the texts stand in for documents: what is found of a question is the nearest of them. */
function readQuestions(): readonly Question[] {
  const rows = readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => Row.parse(JSON.parse(line)));
  const known = new Set<string>();
  const documents: Float32Array[] = [];
  for (const [place, { text, label }] of rows.entries())
    if (place % 40 === 0 && !isNew(label)) {
      documents.push(embed(text));
      for (const word of text.split(" ")) known.add(word);
    }
  return rows
    .filter((_, place) => place % 40 !== 0)
    .filter((_, place) => place % 3 === 0)
    .map(({ text, label }, place) => {
      const vector = embed(text);
      const [best = 0, second = 0] = documents
        .map((document) => dot(vector, document))
        .toSorted((a, b) => b - a);
      const words = text.split(" ");
      const observation: Observation = {
        id: `q${place}`,
        vector,
        terms: words.length,
        unknownTerms: words.filter((word) => !known.has(word)).length / words.length,
        topScore: best,
        margin: best - second,
        outcome: best < 0.3 ? "abstained" : "answered",
      };
      return { label, observation };
    });
}

const toWindow = (observations: readonly Observation[]): CurrentWindow => ({
  release: "rel_1",
  embedder: "hashed",
  since: "2026-01-01T00:00:00Z",
  until: "2026-01-08T00:00:00Z",
  observations,
});

function draw(pool: readonly Question[], n: number, seed: string): readonly Observation[] {
  const random = createRandom(seed);
  const rest = [...pool];
  return Array.from({ length: n }, () => {
    const [drawn] = rest.splice(random.below(rest.length), 1);
    if (!drawn) throw new Error("the pool is smaller than the window");
    return drawn.observation;
  });
}

describe("drift between windows of real questions", { skip }, () => {
  it("warns in few of the windows that are alike", () => {
    const pool = readQuestions().filter(({ label }) => !isNew(label));
    const rounds = 40;
    const least = { reference: 200, current: 200 };
    let warned = 0;
    for (let round = 0; round < rounds; round++) {
      const both = draw(pool, 400, `null/${round}`);
      const reference = toWindow(both.slice(0, 200));
      const current = toWindow(both.slice(200));
      const { state } = assessDrift(reference, current, { seed: `${round}`, least });
      if (state !== "ok") warned++;
    }
    // One in a hundred is expected; three of forty have a probability below .008.
    assert.ok(warned <= 2, `${warned} of ${rounds}`);
  });

  it("notices when half of the questions are about something new", () => {
    const questions = readQuestions();
    const old = draw(
      questions.filter(({ label }) => !isNew(label)),
      750,
      "old",
    );
    const fresh = draw(
      questions.filter(({ label }) => isNew(label)),
      250,
      "fresh",
    );
    const current = toWindow([...old.slice(500), ...fresh]);
    const report = assessDrift(toWindow(old.slice(0, 500)), current, { seed: "42" });
    const vectors = report.signals.find(({ test }) => test === "mmd");
    assert.equal(vectors?.state, "warning");
    const isFresh = new Set(fresh.map(({ id }) => id));
    const found = report.distant.filter((id) => isFresh.has(id)).length;
    assert.ok(found / report.distant.length > 0.5, `${found} of ${report.distant.length}`);
  });
});
