/** @module Worked examples for a question: the nearest of a golden set's train part, by embedding. */
import type { GoldenCase, GoldenSet } from "../../../domain/golden-set.ts";
import { dot } from "../../../foundation/vectors.ts";
import type { Embedder } from "../../../ports/embedder.ts";
import type { AskedCase } from "../../../ports/evaluated-system.ts";
import type { WorkedExample } from "../../../ports/prompted-model.ts";

export interface ExampleShelf {
  /** How many there are to choose from. */
  readonly size: number;
  /**
   * At most `count`, the nearest last. What a case says is right was read under its own principals,
   * so it is shown to a question of the very same ones alone.
   */
  choose(asked: AskedCase, count: number): Promise<readonly WorkedExample[]>;
}

interface Shelved {
  readonly example: WorkedExample;
  readonly vector: Float32Array;
  readonly readers: string;
}

/** Of the train part alone; `undefined` where it holds nothing that can be shown. */
export async function openExamples(
  { cases }: GoldenSet,
  embedder: Embedder,
  signal: AbortSignal | undefined,
): Promise<ExampleShelf | undefined> {
  const shown = cases.filter(canBeShown);
  if (shown.length === 0) return undefined;
  const shelf: Shelved[] = [];
  for (let at = 0; at < shown.length; at += embedder.maxBatch) {
    const batch = shown.slice(at, at + embedder.maxBatch);
    const texts = batch.map(({ text }) => text);
    const vectors = await embedder.embed({ texts, role: "query", ...(signal ? { signal } : {}) });
    for (const [place, golden] of batch.entries()) {
      const vector = vectors[place];
      if (vector) shelf.push({ example: toExample(golden), vector, readers: toReaders(golden) });
    }
  }
  return {
    size: shelf.length,
    async choose(asked, count) {
      const { text, signal: stop } = asked;
      const request = { texts: [text], role: "query", ...(stop ? { signal: stop } : {}) } as const;
      const [vector] = await embedder.embed(request);
      const readers = toReaders(asked);
      if (!vector) return [];
      const open = shelf.filter(
        ({ example, readers: own }) => own === readers && example.question !== text,
      );
      return open
        .map((each) => ({ example: each.example, nearness: dot(vector, each.vector) }))
        .toSorted((a, b) => b.nearness - a.nearness)
        .slice(0, count)
        .map(({ example }) => example)
        .toReversed();
    },
  };
}

/** A question that leans on what was said before teaches nothing alone. */
const canBeShown = ({ part, retired, history, answerable, answers }: GoldenCase): boolean =>
  part === "train" &&
  retired === undefined &&
  history.length === 0 &&
  (!answerable || answers.length > 0);

function toExample({ text, answerable, answers: [answer] }: GoldenCase): WorkedExample {
  return answerable && answer !== undefined ? { question: text, answer } : { question: text };
}

const toReaders = ({ principals }: { readonly principals: readonly string[] }): string =>
  principals.toSorted().join("\n");
