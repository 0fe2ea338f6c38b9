/** @module The vector of a chunk: that of its text, with its headings' own vector mixed in. */
import { sha256 } from "../../foundation/hash.ts";
import { toUnitVector } from "../../foundation/vectors.ts";
import type { Embedder } from "../../ports/embedder.ts";

/** What is embedded of a chunk. */
export interface ChunkText {
  /** Document title first; none holds a blank line. */
  readonly headings: readonly string[];
  readonly body: string;
}

/** Headings and body, as one text is embedded. */
export const toEmbeddedText = ({ headings, body }: ChunkText): string =>
  [...headings, body].join("\n");

/** SHA-256 of headings and body, told apart by a blank line: they weigh differently. */
export const toEmbeddedHash = ({ headings, body }: ChunkText): string =>
  sha256([...headings, "", body].join("\n"));

/**
 * One vector a chunk, in order: `(1 - share) * text + share * headings`, made a unit vector, where
 * `text` is the vector of headings and body, and `share` the embedder's `titleShare`. Headings that
 * many chunks have are embedded once.
 */
export async function embedChunks(
  chunks: readonly ChunkText[],
  embedder: Pick<Embedder, "embed" | "maxBatch" | "titleShare">,
  signal?: AbortSignal,
): Promise<readonly (Float32Array | undefined)[]> {
  const { titleShare: share = 0 } = embedder;
  const texts = chunks.map(toEmbeddedText);
  const headings = chunks.map((chunk) => chunk.headings.join("\n"));
  const wanted = share > 0 ? [...texts, ...headings.filter(Boolean)] : texts;
  const vectors = await embedEach([...new Set(wanted)], embedder, signal);
  return texts.map((text, index) => {
    const whole = vectors.get(text);
    const title = vectors.get(headings[index] ?? "");
    return share > 0 && whole && title ? mix(whole, title, share) : whole;
  });
}

async function embedEach(
  texts: readonly string[],
  embedder: Pick<Embedder, "embed" | "maxBatch">,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>();
  for (let from = 0; from < texts.length; from += embedder.maxBatch) {
    const batch = texts.slice(from, from + embedder.maxBatch);
    const embedded = await embedder.embed({
      texts: batch,
      role: "document",
      ...(signal ? { signal } : {}),
    });
    for (const [index, vector] of embedded.entries()) vectors.set(batch[index] ?? "", vector);
  }
  return vectors;
}

/** Vectors that cancel each other leave the first. */
function mix(a: Float32Array, b: Float32Array, share: number): Float32Array {
  return toUnitVector(a.map((value, i) => (1 - share) * value + share * (b[i] ?? 0))) ?? a;
}
