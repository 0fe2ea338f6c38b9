/** @module The trained embedder of the package: a table of word pieces, no network, no download. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import {
  createStaticEmbedding,
  createTokenMatcher,
  createWordPieces,
  decodeStaticTable,
  type StaticTable,
} from "../../engine/static/index.ts";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Embedder } from "../../ports/embedder.ts";
import { embedderTableMissing } from "./errors.ts";

/** The same depth in a checkout and in the package, so one path serves both. */
const PACKAGE_TABLE = new URL("../../../assets/embedder-en-1.table", import.meta.url);

/** Trained to be cut at these; fewer take less memory and find a little less. */
const DIMENSIONS = [64, 128, 256] as const;

const Options = z.strictObject({
  /** A table from `training/` in place of the package's. */
  table: z.string().min(1).optional(),
  dimensions: z.union(DIMENSIONS.map((count) => z.literal(count))).default(256),
  /** Share of the headings' own vector in a chunk's: a name drowns in the mean of its chunk. */
  titleShare: z.number().min(0).max(0.9).default(0.35),
  /** Weight of the dense leg until one is fitted: .6 for trained rows with titles mixed in (D7). */
  alpha: z.number().min(0).max(1).default(0.7),
});

async function readTable(path: string | URL): Promise<StaticTable> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw embedderTableMissing({ path: String(path) }, error);
  }
  return decodeStaticTable(bytes);
}

export const staticEmbedder = defineAdapter({
  port: "embedder",
  name: "static",
  options: Options,
  async create(
    { table: path, dimensions, titleShare, alpha },
    { baseDirectory },
  ): Promise<Embedder> {
    const table = await readTable(
      path === undefined ? PACKAGE_TABLE : resolve(baseDirectory, path),
    );
    const pieces = createWordPieces(table.vocabulary);
    const embedText = createStaticEmbedding(table, dimensions, pieces);
    return {
      fingerprint: `static/${table.name}/${table.hash.slice(0, 8)}/${dimensions}/titles-${titleShare}`,
      dimensions,
      maxBatch: 256,
      defaultAlpha: alpha,
      titleShare,
      matchTokens: createTokenMatcher(table, dimensions, pieces),
      async embed({ texts, signal }) {
        signal?.throwIfAborted();
        return texts.map(embedText);
      },
    };
  },
});
