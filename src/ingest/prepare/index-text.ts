/** @module A document's text as chunks with their terms: the same for what is parsed and what is stored. */
import type { Block, Chunk, PageSpan, Span } from "../../domain/document.ts";
import { getAnalyzer, type TermCounts } from "../../engine/analysis/index.ts";
import { readTermSequence } from "../../engine/rerank/index.ts";
import type { ChunkPut, CollectionRecord } from "../../ports/store.ts";
import { chunkDocument } from "../chunk/index.ts";
import { toEmbeddedHash, toEmbeddedText, type ChunkText } from "./embed-chunks.ts";
import type { IndexSettings } from "./index-settings.ts";

export interface IndexableText {
  readonly title: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly pages: readonly PageSpan[];
  readonly analyzer: string;
}

/** Chunks that lack only their vectors. */
export interface IndexedText {
  readonly chunks: readonly Omit<ChunkPut, "vectors" | "variant">[];
  /** What of a chunk's own text is searched, in order. */
  readonly bodies: readonly string[];
}

/** No chunks where there is nothing to index. */
export function indexText(
  document: IndexableText,
  indexing: CollectionRecord["indexing"],
  settings: IndexSettings,
): IndexedText {
  const { analyzer, text, blocks } = document;
  const isParity = indexing === "parity";
  const chunks = isParity ? wholeDocument(document) : chunkDocument(document, settings);
  const titleWeight = isParity ? 1 : settings.titleWeight;
  const bodies: string[] = [];
  const indexed = chunks.map((chunk) => {
    const body = toIndexedBody(chunk, text, blocks);
    const { headings } = chunk;
    bodies.push(body);
    const { counts, length } = countWeighted({ headings, body }, analyzer, titleWeight);
    return {
      ...chunk,
      terms: counts,
      termCount: length,
      termKeys: readTermSequence({
        analyzer,
        headings,
        text: text.slice(chunk.start, chunk.end),
      }),
      embeddedHash: toEmbeddedHash({ headings, body }),
    };
  });
  return { chunks: indexed, bodies };
}

/** tf = tf(body) + w tf(headings), and the length likewise: the headings as a field of their own. */
function countWeighted(
  { headings, body }: ChunkText,
  analyzer: string,
  weight: number,
): TermCounts {
  const { count } = getAnalyzer(analyzer);
  if (weight === 0) return count(body);
  const once = count(toEmbeddedText({ headings, body }));
  if (weight === 1) return once;
  const { counts, length } = count(headings.join("\n"));
  const weighted = new Map(once.counts);
  for (const [term, times] of counts)
    weighted.set(term, (weighted.get(term) ?? 0) + (weight - 1) * times);
  return { counts: weighted, length: once.length + (weight - 1) * length };
}

/**
 * What of a chunk's own text is searched: the running head of a page that begins inside the chunk is
 * in its text alone. The headings are a field of the chunk: searched with its text, never cited.
 */
export function toIndexedBody(chunk: Span, text: string, blocks: readonly Block[]): string {
  const parts: string[] = [];
  let from = chunk.start;
  for (const { start, end, boilerplate } of blocks) {
    if (!boilerplate || start < chunk.start || end > chunk.end) continue;
    parts.push(text.slice(from, start));
    from = end;
  }
  parts.push(text.slice(from, chunk.end));
  return parts.join("");
}

function wholeDocument({ title, text }: IndexableText): readonly Chunk[] {
  if (title === "" && text === "") return [];
  return [{ sequence: 0, start: 0, end: text.length, headings: [title], kinds: ["paragraph"] }];
}
