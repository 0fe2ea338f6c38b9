/** @module Around an embedder that is measured: how long its calls take, and what they cost. */
import type { Embedder } from "../../ports/embedder.ts";
import type { Clock } from "../../foundation/effects.ts";

export interface TimedEmbedder extends Embedder {
  readonly taken: EmbedderTimes;
}

export interface EmbedderTimes {
  /** Of each call for a question, in order. */
  readonly queryMs: readonly number[];
  /** Documents' texts that were embedded. */
  readonly texts: number;
  readonly documentMs: number;
  /** Of documents' texts; `undefined` once a call did not tell its price. */
  readonly usd: number | undefined;
}

/** @param onTexts told how many documents' texts were embedded so far. */
export function timeEmbedder(
  embedder: Embedder,
  isMetered: boolean,
  { clock, onTexts }: { readonly clock: Clock; readonly onTexts?: (done: number) => void },
): TimedEmbedder {
  const queryMs: number[] = [];
  let [texts, documentMs, usd]: [number, number, number | undefined] = [0, 0, 0];
  return {
    ...embedder,
    get taken() {
      return { queryMs, texts, documentMs, usd };
    },
    async embed(request) {
      const isDocument = request.role === "document";
      let told: number | undefined;
      const started = clock.monotonicMs();
      const vectors = await embedder.embed({
        ...request,
        onUsage(usage) {
          if (usage.costUsd !== undefined) told = (told ?? 0) + usage.costUsd;
          request.onUsage?.(usage);
        },
      });
      const took = clock.monotonicMs() - started;
      if (!isDocument) queryMs.push(took);
      else {
        texts += request.texts.length;
        documentMs += took;
        if (isMetered) usd = usd === undefined || told === undefined ? undefined : usd + told;
        onTexts?.(texts);
      }
      return vectors;
    },
  };
}
