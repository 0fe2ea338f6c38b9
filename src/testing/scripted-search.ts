/** @module A store that ranks as it is told, for whatever searches one. */
import type {
  Candidate,
  SearchRequest,
  SearchResult,
  StoredChunk,
  StoreReader,
} from "../ports/store.ts";

/** A chunk as a store holds it, with what each leg gives it; 0 means that the leg does not list it. */
export type ScriptedChunk = Partial<StoredChunk> & {
  readonly lexical?: number;
  readonly dense?: number;
};

/** What lies between any two places of a document. */
export const ROOM = "The text around. ".repeat(200);

/** A store whose rankings are written down; `requests` is what it was asked. */
export function createScriptedSearch(rows: readonly ScriptedChunk[]) {
  const requests: SearchRequest[] = [];
  const chunks = rows.map((row, candidate): StoredChunk => {
    const start = row.start ?? candidate * 1000;
    const text = row.text ?? `Different words number${candidate} stand here`;
    return {
      id: `chk_${candidate}`,
      documentId: row.key ?? `doc_${candidate}`,
      key: `${candidate}.md`,
      collection: "hr",
      title: "Leave",
      versionHash: "v1",
      language: "en",
      analyzer: "en-1",
      modifiedAt: "2026-01-01T00:00:00.000Z",
      metadata: {},
      sequence: 0,
      headings: ["Leave"],
      kinds: ["paragraph"],
      matched: [],
      ...row,
      candidate,
      text,
      start,
      end: start + text.length,
    };
  });
  const search = async (_: unknown, request: SearchRequest): Promise<SearchResult> => {
    requests.push(request);
    const toHits = (leg: "lexical" | "dense"): readonly number[] =>
      [...rows.keys()]
        .filter((row) => request.legs[leg] && (rows[row]?.[leg] ?? 0) !== 0)
        .toSorted((a, b) => (rows[b]?.[leg] ?? 0) - (rows[a]?.[leg] ?? 0))
        .slice(0, request.depth);
    const hits = { lexical: toHits("lexical"), dense: toHits("dense") };
    const listed = [...new Set([...hits.lexical, ...hits.dense])].sort((a, b) => a - b);
    const toLeg = (leg: "lexical" | "dense") =>
      hits[leg].map((row) => ({ candidate: listed.indexOf(row), score: rows[row]?.[leg] ?? 0 }));
    const groups = [...new Set(chunks.map(({ documentId }) => documentId))];
    const candidates = listed.map((row) => ({
      group: groups.indexOf(chunks[row]?.documentId ?? ""),
      lexical: request.legs.lexical ? (rows[row]?.lexical ?? 0) : 0,
      dense: request.legs.dense ? (rows[row]?.dense ?? 0) : 0,
    }));
    const found = { lexical: toLeg("lexical"), dense: toLeg("dense"), candidates };
    const { identify = false } = request;
    const named = typeof identify === "function" ? identify(found) : identify && listed.keys();
    const isNamed = new Set(named || []);
    const name = (candidate: Candidate, index: number): Candidate => {
      const chunk = isNamed.has(index) ? chunks[listed[index] ?? -1] : undefined;
      if (!chunk) return candidate;
      const { id: chunkId, key, documentId, versionHash, start, end } = chunk;
      return { ...candidate, chunkId, key, place: { documentId, versionHash, start, end } };
    };
    const legs = { ...found, candidates: candidates.map(name) };
    const read = request.select(legs).flatMap((candidate) => {
      const chunk = chunks[listed[candidate] ?? -1];
      return chunk ? [{ ...chunk, candidate }] : [];
    });
    return { ...legs, generation: 1, statistics: { chunks: rows.length, terms: [] }, chunks: read };
  };
  const readSpans: StoreReader["readSpans"] = async (_access, spans) =>
    spans.map(({ start, end }) => ROOM.slice(start, end));
  return { search, readSpans, requests };
}
