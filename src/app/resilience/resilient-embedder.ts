/** @module Around every embedder, once: retries, and a check of whatever came back. */
import { sha256 } from "../../foundation/hash.ts";
import type { EmbedRequest, Embedder } from "../../ports/embedder.ts";
import { upstreamDrifted, upstreamGarbled } from "../../adapters/index.ts";
import { serviceResting } from "../errors.ts";
import type { Guard } from "./guard.ts";

/** What the port promises of lengths and of one text's vector. */
const TOLERANCE = 1e-5;
/** Texts whose vectors are kept, to notice a model that was replaced behind its name. */
const REMEMBERED = 512;

/**
 * The embedder, guarded. A batch whose reply cannot be used is asked for once more in two halves,
 * so that one text that a service chokes on does not lose the others' call.
 *
 * @throws what the guard throws; adapters.upstream-garbled for vectors that break the port's
 *   promises; adapters.upstream-drifted when a text has another vector than before.
 */
export function makeResilient(embedder: Embedder, guard: Guard): Embedder {
  const remembered = new Map<string, Float32Array>();

  const ask = (request: EmbedRequest): Promise<readonly Float32Array[]> =>
    guard.call(
      embedder.fingerprint,
      async (signal) => {
        const vectors = await embedder.embed({ ...request, signal });
        assertVectors(embedder, request, vectors);
        return vectors;
      },
      request.signal,
    );

  async function embed(request: EmbedRequest): Promise<readonly Float32Array[]> {
    const { texts } = request;
    try {
      return await ask(request);
    } catch (error) {
      if (!upstreamGarbled.is(error) || texts.length < 2) throw error;
      return askInHalves(request).catch((again: unknown) => {
        // That it is left alone now says less than why.
        throw serviceResting.is(again) ? error : again;
      });
    }
  }

  async function askInHalves(request: EmbedRequest): Promise<readonly Float32Array[]> {
    const { texts } = request;
    const middle = Math.ceil(texts.length / 2);
    const first = await ask({ ...request, texts: texts.slice(0, middle) });
    return [...first, ...(await ask({ ...request, texts: texts.slice(middle) }))];
  }

  function assertNoDrift({ texts, role }: EmbedRequest, vectors: readonly Float32Array[]): void {
    for (const [at, vector] of vectors.entries()) {
      const key = sha256(`${role}:${texts[at] ?? ""}`);
      const before = remembered.get(key);
      if (before && !isSame(before, vector))
        throw upstreamDrifted({ adapter: embedder.fingerprint });
      if (!before && remembered.size < REMEMBERED) remembered.set(key, vector);
    }
  }

  return {
    ...embedder,
    async embed(request) {
      const vectors = await embed(request);
      assertNoDrift(request, vectors);
      return vectors;
    },
  };
}

function assertVectors(
  { fingerprint: adapter, dimensions }: Embedder,
  { texts }: EmbedRequest,
  vectors: readonly Float32Array[],
): void {
  if (vectors.length !== texts.length)
    throw upstreamGarbled({
      adapter,
      reason: `${vectors.length} vectors for ${texts.length} texts`,
    });
  for (const vector of vectors) {
    if (vector.length !== dimensions)
      throw upstreamGarbled({ adapter, reason: `${vector.length} values, not ${dimensions}` });
    let square = 0;
    for (const value of vector) square += value * value;
    const length = Math.sqrt(square);
    if (!(length === 0 || Math.abs(length - 1) <= TOLERANCE))
      throw upstreamGarbled({ adapter, reason: `a vector of length ${length}` });
  }
}

const isSame = (a: Float32Array, b: Float32Array): boolean =>
  a.length === b.length && a.every((value, at) => Math.abs(value - (b[at] ?? 0)) <= TOLERANCE);
