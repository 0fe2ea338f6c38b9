/** @module How long a new document takes until a question finds it. */
import type { Embedder } from "../../src/ports/embedder.ts";
import { percentile } from "../statistics.ts";
import { toIndexedText } from "./corpus.ts";
import type { RemoteSystem } from "./remote-system.ts";

const ROUNDS = 10;

export interface FreshnessFacts {
  /** Until the system said that it is in. */
  readonly addedP50Ms: number;
  /** Until a question held it first among its hits. */
  readonly foundP50Ms: number;
  readonly foundMaxMs: number;
}

/** A word that no text holds; none begins another, for those who match beginnings. */
const toWord = (round: number): string => `zyzzyvaquark${String(round).padStart(2, "0")}`;

/**
 * One chunk at a time to every system in turn; the first round is not counted. In the order of
 * the systems.
 */
export async function measureFreshness(
  systems: readonly RemoteSystem[],
  embedder: Embedder,
  firstRow: number,
): Promise<readonly FreshnessFacts[]> {
  const taken = systems.map((system) => ({
    system,
    added: [] as number[],
    found: [] as number[],
  }));
  for (let round = 0; round <= ROUNDS; round++) {
    const word = toWord(round);
    const chunk = { row: firstRow + round, title: "New", text: `${word} is new here.` };
    const [vector] = await embedder.embed({ texts: [toIndexedText(chunk)], role: "document" });
    if (!vector) throw new Error("the embedder gave no vector");
    const request = { chunk: { ...chunk, vector: [...vector] }, word, ranker: "lexical" };
    for (const { system, added, found } of taken) {
      const { addedMs, foundMs } = await system.call("add", request);
      if (round === 0) continue;
      added.push(addedMs);
      found.push(foundMs);
    }
  }
  return taken.map(({ added, found }) => ({
    addedP50Ms: percentile(added, 0.5),
    foundP50Ms: percentile(found, 0.5),
    foundMaxMs: Math.max(...found),
  }));
}
