/** @module Both legs over one snapshot of the permitted chunks, and the text of what was chosen. */
import { toAccessKey, type Access } from "../../../domain/access.ts";
import { dot } from "../../../foundation/vectors.ts";
import {
  collectStatistics,
  findMatchedTerms,
  scoreOrdinals,
  searchBm25,
  type Bm25Statistics,
  type SearchSegment,
} from "../../../engine/lexical/index.ts";
import type {
  Candidate,
  LegResults,
  ScoredChunk,
  SearchRequest,
  SearchResult,
} from "../../../ports/store.ts";
import type { Connection } from "./connection.ts";
import { searchDense, VectorReader, type DenseSegment, type Place } from "./dense-leg.ts";
import { findDocumentRows } from "./document-reader.ts";
import { findMatchingDocuments } from "./metadata-rows.ts";
import { ChunkReader } from "./chunk-reader.ts";
import type { ResidentIndex, ResidentShard } from "./resident-index.ts";
import type { ResidentSegment } from "./resident-segment.ts";

/** One segment of the scope, with what the caller may see of it. */
interface ScopedSegment extends SearchSegment {
  readonly shard: ResidentShard;
  readonly resident: ResidentSegment;
}

interface Scope {
  readonly segments: readonly ScopedSegment[];
  /** Each term of the question once, in the order of the question. */
  readonly terms: readonly string[];
}

export function searchSnapshot(
  connection: Connection,
  index: ResidentIndex,
  access: Access,
  request: SearchRequest,
): SearchResult {
  return connection.transaction("DEFERRED", () => {
    const generation = index.refresh();
    const scope = openScope(connection, index, access, request);
    const statistics = collectStatistics(scope.segments);
    const legs = runLegs(connection, index, scope, statistics, request);
    const chunks = new ChunkReader(connection);
    const { lexical, dense } = legs;
    const found = { lexical, dense, candidates: describeCandidates(legs, scope) };
    const results = nameCandidates(found, legs, chunks, scope, request.identify);
    return {
      ...results,
      generation,
      statistics: {
        chunks: statistics.chunks,
        terms: scope.terms.map((term) => ({
          term,
          documents: statistics.documentFrequency.get(term) ?? 0,
        })),
      },
      chunks: request.select(results).flatMap((candidate) => {
        const place = legs.places[candidate];
        const segment = place && scope.segments[place.segment];
        const chunk = segment && chunks.read(segment.shard, toOrdinal(scope, place));
        return chunk
          ? [{ ...chunk, candidate, matched: findMatchedTerms(segment, place.ordinal) }]
          : [];
      }),
    };
  });
}

function openScope(
  connection: Connection,
  index: ResidentIndex,
  access: Access,
  request: SearchRequest,
): Scope {
  const permitted = index.permitted(access);
  const key = toAccessKey(access);
  const matching = findMatchingDocuments(connection, request.filter);
  const left = findDocumentRows(connection, request.without ?? []);
  const wantedNames = request.collections && new Set(request.collections);
  const termsOf = new Map<string, ReturnType<SearchRequest["terms"]>>();
  const segments: ScopedSegment[] = [];
  for (const shard of index.shards) {
    if (wantedNames && !wantedNames.has(shard.collection)) continue;
    if (shard.variant !== index.chooseVariant(shard.collection, request.variant)) continue;
    for (const resident of shard.segments) {
      const mask = resident.mask(key, permitted);
      // A segment without a readable chunk must leave no trace, not even its analyzer's.
      if (mask.readable === 0) continue;
      const terms = termsOf.get(shard.analyzer) ?? request.terms(shard.analyzer);
      termsOf.set(shard.analyzer, terms);
      const isNarrow = matching !== undefined || left.size > 0;
      const wanted = isNarrow ? narrow(resident, mask.bytes, { matching, left }) : undefined;
      segments.push({
        segment: resident.lexical,
        terms,
        allowed: mask.bytes,
        readable: mask.text,
        wanted,
        shard,
        resident,
      });
    }
  }
  const terms = [...termsOf.values()].flat().map(({ term }) => term);
  return { segments, terms: [...new Set(terms)] };
}

function narrow(
  resident: ResidentSegment,
  allowed: Uint8Array | undefined,
  {
    matching,
    left,
  }: { readonly matching: ReadonlySet<number> | undefined; readonly left: ReadonlySet<number> },
): Uint8Array {
  const wanted = new Uint8Array(resident.count);
  const { documents } = resident;
  for (let ordinal = 0; ordinal < wanted.length; ordinal++) {
    const document = documents[ordinal] ?? 0;
    const isWanted = (matching?.has(document) ?? true) && !left.has(document);
    if (allowed?.[ordinal] !== 0 && isWanted) wanted[ordinal] = 1;
  }
  return wanted;
}

interface Legs {
  readonly lexical: readonly ScoredChunk[];
  readonly dense: readonly ScoredChunk[];
  /** By candidate. */
  readonly places: readonly Place[];
  readonly lexicalScores: ArrayLike<number>;
  readonly denseScores: ArrayLike<number>;
}

function runLegs(
  connection: Connection,
  index: ResidentIndex,
  scope: Scope,
  statistics: Bm25Statistics,
  request: SearchRequest,
): Legs {
  const { depth, bm25 } = request;
  const { segments } = scope;
  const lexicalHits = request.legs.lexical
    ? searchBm25(segments, statistics, { k: depth, ...bm25 })
    : [];
  const embedder = request.vector && index.embedder(request.vector.fingerprint);
  const query = request.legs.dense && embedder !== undefined ? request.vector?.values : undefined;
  const denseSegments: readonly DenseSegment[] =
    query && embedder !== undefined
      ? segments.map(({ resident, allowed, wanted }) => ({
          dense: resident.dense(embedder),
          mask: wanted ?? allowed,
        }))
      : [];
  const vectors = new VectorReader(connection, denseSegments, index.vectors);
  const denseHits = query ? searchDense(index.scanner, vectors, denseSegments, query, depth) : [];
  const places = unite([...lexicalHits, ...denseHits]);
  if (query) vectors.prefetch(places);
  const candidateOf = new Map(places.map((place, candidate) => [toPlaceKey(place), candidate]));
  const toScored = (hits: readonly (Place & { score: number })[]): readonly ScoredChunk[] =>
    hits.map((hit) => ({ candidate: candidateOf.get(toPlaceKey(hit)) ?? -1, score: hit.score }));
  return {
    lexical: toScored(lexicalHits),
    dense: toScored(denseHits),
    places,
    lexicalScores: request.legs.lexical ? scoreOrdinals(segments, statistics, places, bm25) : [],
    denseScores: query ? places.map((place) => dotOrZero(vectors.read(place), query)) : [],
  };
}

const dotOrZero = (vector: Float32Array | undefined, query: Float32Array): number =>
  vector ? dot(vector, query) : 0;

const toPlaceKey = ({ segment, ordinal }: Place): number => segment * 65_536 + ordinal;

/** Each place once, in the order of ingestion. */
function unite(places: readonly Place[]): readonly Place[] {
  const byKey = new Map(
    places.map(({ segment, ordinal }) => [toPlaceKey({ segment, ordinal }), { segment, ordinal }]),
  );
  return [...byKey].toSorted(([a], [b]) => a - b).map(([, place]) => place);
}

const toOrdinal = (scope: Scope, { segment, ordinal }: Place): number =>
  (scope.segments[segment]?.resident.first ?? 0) + ordinal;

type Identities = ReadonlyMap<ResidentShard, ReturnType<ChunkReader["identify"]>>;

function identify(places: readonly Place[], chunks: ChunkReader, scope: Scope): Identities {
  const ordinals = new Map<ResidentShard, number[]>();
  for (const place of places) {
    const shard = scope.segments[place.segment]?.shard;
    if (!shard) continue;
    const known = ordinals.get(shard) ?? [];
    known.push(toOrdinal(scope, place));
    ordinals.set(shard, known);
  }
  return new Map([...ordinals].map(([shard, all]) => [shard, chunks.identify(shard, all)]));
}

function describeCandidates(legs: Legs, scope: Scope): readonly Candidate[] {
  const groups = new Map<number, number>();
  return legs.places.map((place, candidate) => {
    const document = scope.segments[place.segment]?.resident.documents[place.ordinal] ?? 0;
    // Row numbers tell how much else is stored, so a group is numbered by its first appearance.
    const group = groups.get(document) ?? groups.size;
    groups.set(document, group);
    const lexical = legs.lexicalScores[candidate] ?? 0;
    const dense = legs.denseScores[candidate] ?? 0;
    return { group, lexical, dense };
  });
}

/** The results with the names that the request asks for. */
function nameCandidates(
  found: LegResults,
  { places }: Legs,
  chunks: ChunkReader,
  scope: Scope,
  wanted: SearchRequest["identify"] = false,
): LegResults {
  const named = typeof wanted === "function" ? new Set(wanted(found)) : wanted;
  if (named === false) return found;
  const isNamed = (candidate: number): boolean => named === true || named.has(candidate);
  const identities = identify(
    places.filter((_, candidate) => isNamed(candidate)),
    chunks,
    scope,
  );
  const candidates = found.candidates.map((described, candidate): Candidate => {
    const place = isNamed(candidate) ? places[candidate] : undefined;
    const shard = place && scope.segments[place.segment]?.shard;
    const chunk = shard && identities.get(shard)?.get(toOrdinal(scope, place));
    if (!chunk) return described;
    const { id: chunkId, documentId, key, hash: versionHash, start, end } = chunk;
    return {
      ...described,
      chunkId,
      key,
      place: { documentId, versionHash, start, end },
    };
  });
  return { ...found, candidates };
}
