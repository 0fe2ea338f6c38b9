/** @module Query adapters in artifacts, and embedders that apply them to questions. */
import { z } from "zod";
import { adaptQuery, type QueryAdapter } from "../../engine/query-adapter/index.ts";
import type { ArtifactStore } from "../../ports/artifact-store.ts";
import type { Embedder } from "../../ports/embedder.ts";
import { queryAdapterInvalid } from "../errors.ts";

/** What the artifact keeps it in. */
export const QUERY_ADAPTER_FILE = "adapter.json";

const FORMAT = "plumbline.query-adapter/1";

const Schema = z.strictObject({
  format: z.literal(FORMAT),
  /** Fingerprint of the embedder whose vectors it is for. */
  embedder: z.string(),
  dimensions: z.int().min(1).max(16_384),
  rank: z.int().min(1).max(1024),
  /** 32-bit floats, the low byte first, in base64. */
  a: z.base64(),
  b: z.base64(),
});

export function encodeQueryAdapter(
  { dimensions, rank, a, b }: QueryAdapter,
  { fingerprint }: Pick<Embedder, "fingerprint">,
): Uint8Array {
  const [left, right] = [toBase64(a), toBase64(b)];
  const value = { format: FORMAT, embedder: fingerprint, dimensions, rank, a: left, b: right };
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}

function toBase64(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeFloatLE(value, at * 4);
  return bytes.toString("base64");
}

function fromBase64(text: string, count: number): Float32Array | undefined {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== count * 4) return undefined;
  const values = Float32Array.from({ length: count }, (_, at) => bytes.readFloatLE(at * 4));
  return values.every(Number.isFinite) ? values : undefined;
}

/**
 * @throws app.query-adapter-invalid, also for one that was made for another embedder;
 *   registry.artifact-not-found, registry.artifact-corrupt.
 */
export async function readQueryAdapter(
  artifacts: Pick<ArtifactStore, "read">,
  artifact: string,
  { fingerprint, dimensions }: Pick<Embedder, "fingerprint" | "dimensions">,
): Promise<QueryAdapter> {
  const fail = (reason: string): Error => queryAdapterInvalid({ artifact, reason });
  const { record, files } = await artifacts.read(artifact);
  if (record.manifest.kind !== "adapter") throw fail(`it is of kind ${record.manifest.kind}`);
  const bytes = files.get(QUERY_ADAPTER_FILE);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw fail(`${QUERY_ADAPTER_FILE} is missing or no JSON`);
  }
  const { data } = Schema.safeParse(value);
  if (!data) throw fail(`${QUERY_ADAPTER_FILE} is no query adapter`);
  if (data.embedder !== fingerprint)
    throw fail(`it is for vectors of ${data.embedder}, and these are of ${fingerprint}`);
  const count = data.rank * data.dimensions;
  const [a, b] = [fromBase64(data.a, count), fromBase64(data.b, count)];
  if (!a || !b || data.dimensions !== dimensions) throw fail("its sizes do not fit");
  return { dimensions, rank: data.rank, a, b };
}

/** Questions are moved; documents keep the vectors that are indexed, under the same fingerprint. */
export const adaptQueries = (embedder: Embedder, adapter: QueryAdapter): Embedder => ({
  ...embedder,
  async embed(request) {
    const vectors = await embedder.embed(request);
    return request.role === "query"
      ? vectors.map((vector) => adaptQuery(adapter, vector))
      : vectors;
  },
});
