/** @module Three sentences through an embedder: what it is, how fast, whether it knows what words mean. */
import { dot } from "../../foundation/vectors.ts";
import type { Clock } from "../../foundation/effects.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { ModelCheck } from "./models-input.ts";

const FIRST = "How many weeks of parental leave do I get?";
const RELATED = "New mothers and fathers may stay at home for three months.";
const UNRELATED = "The server is restarted every Sunday at four in the morning.";

/** Texts that the rate is told from. */
const BATCH = 32;

export async function checkEmbedder(
  name: string,
  embedder: Embedder,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<Omit<ModelCheck, "faults">> {
  const embed = async (
    texts: readonly string[],
    role: "query" | "document",
  ): Promise<{ readonly vectors: readonly Float32Array[]; readonly ms: number }> => {
    const started = clock.monotonicMs();
    const vectors = await embedder.embed({ texts, role, ...(signal ? { signal } : {}) });
    return { vectors, ms: clock.monotonicMs() - started };
  };
  const first = await embed([FIRST], "query");
  const again = await embed([FIRST], "query");
  const told = await embed([RELATED, UNRELATED].slice(0, embedder.maxBatch), "document");
  const other = told.vectors[1] ?? (await embed([UNRELATED], "document")).vectors[0];
  const texts = Array.from({ length: BATCH }, (_, at) => `${RELATED} Rule ${at}.`);
  const rate = await embed(texts.slice(0, embedder.maxBatch), "document");
  const [question] = first.vectors;
  const near = (vector: Float32Array | undefined): number =>
    question && vector ? dot(question, vector) : 0;
  return {
    name,
    fingerprint: embedder.fingerprint,
    dimensions: embedder.dimensions,
    alpha: embedder.defaultAlpha,
    loadMs: first.ms,
    queryMs: again.ms,
    textsPerSecond: rate.ms > 0 ? (1000 * rate.vectors.length) / rate.ms : 0,
    related: near(told.vectors[0]),
    unrelated: near(other),
  };
}
