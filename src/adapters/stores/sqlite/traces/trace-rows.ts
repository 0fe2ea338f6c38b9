/** @module Traces: packed into one row each, given to those who may read what they rest on. */
import type { Access } from "../../../../domain/access.ts";
import type { RecordedLegs, RecordedPassage } from "../../../../domain/answer-record.ts";
import type { Trace, TraceQuery } from "../../../../domain/trace.ts";
import { insertRow, sql, type Connection } from "../connection.ts";
import { toKey } from "../names.ts";
import { findAnswer, narrowToReadable } from "./answer-rows.ts";
import type { RecordedVersions } from "./recorded-versions.ts";
import { packRanked, unpackRanked } from "./ranked-body.ts";

const NO_LEGS: RecordedLegs = { lexical: [], dense: [], alpha: 0, normalization: "tm2" };

/** The rankings of a search on top, where `packRanked` looks for them. */
interface PackedTrace extends Omit<Trace, "retrieval"> {
  readonly retrieval?: Omit<NonNullable<Trace["retrieval"]>, "legs" | "passages">;
  readonly legs: RecordedLegs;
  readonly passages: readonly RecordedPassage[];
}

/** Rows that a list reads at a time. */
const PAGE = 64;

export function insertTrace(
  writer: Connection,
  versions: RecordedVersions,
  { retrieval, ...trace }: Trace,
): void {
  const { legs = NO_LEGS, passages = [], ...rest } = retrieval ?? {};
  // Without its legs and passages a retrieval is what `PackedTrace` says.
  const search = retrieval ? { retrieval: rest as PackedTrace["retrieval"] & object } : {};
  insertRow(writer, "trace", {
    hash: toKey(trace.id),
    answer: trace.answerId === undefined ? 0 : toKey(trace.answerId),
    started_ms: Date.parse(trace.startedAt),
    public_id: trace.id,
    body: packRanked({ ...trace, ...search, legs, passages } satisfies PackedTrace, versions),
  });
}

export function parseTrace(connection: Connection, body: Uint8Array): Trace {
  // Packed by `insertTrace`.
  const packed = unpackRanked(connection, body) as unknown as PackedTrace;
  const { legs, passages, retrieval, ...trace } = packed;
  return retrieval ? { ...trace, retrieval: { ...retrieval, legs, passages } } : trace;
}

/** By its own id, or that of its answer. */
export function findTrace(connection: Connection, access: Access, id: string): Trace | undefined {
  const column = id.startsWith("ans_") ? "answer" : "hash";
  const traces = connection
    .all(sql.selectFrom("trace").select("body").where(column, "=", toKey(id)))
    .map(({ body }) => parseTrace(connection, body));
  const found = traces.find((trace) => trace.id === id || trace.answerId === id);
  return found && narrowTrace(connection, access, found);
}

/** Pages through the rows until enough were found, so that a narrow question reads many. */
export function listTraces(
  connection: Connection,
  access: Access,
  query: TraceQuery,
): readonly Trace[] {
  const found: Trace[] = [];
  let behind = query.after === undefined ? undefined : findPlace(connection, query.after);
  while (found.length < query.limit) {
    const rows = connection.all(selectPage(query, behind));
    for (const { body } of rows) {
      if (found.length === query.limit) break;
      const trace = parseTrace(connection, body);
      if (!isWanted(trace, query)) continue;
      const readable = narrowTrace(connection, access, trace);
      if (readable) found.push(readable);
    }
    behind = rows.at(-1);
    if (!behind || rows.length < PAGE) break;
  }
  return found;
}

/** Of traces that began in one moment, the one written last comes first. */
interface Place {
  readonly id: number;
  readonly started_ms: number;
}

function selectPage({ since, until }: TraceQuery, behind: Place | undefined) {
  let page = sql
    .selectFrom("trace")
    .select(["id", "started_ms", "body"])
    .orderBy("started_ms", "desc")
    .orderBy("id", "desc")
    .limit(PAGE);
  if (behind) {
    const { id, started_ms } = behind;
    page = page
      .where("started_ms", "<=", started_ms)
      .where((is) => is.or([is("started_ms", "<", started_ms), is("id", "<", id)]));
  }
  if (since !== undefined) page = page.where("started_ms", ">=", Date.parse(since));
  if (until !== undefined) page = page.where("started_ms", "<", Date.parse(until));
  return page;
}

/** Nothing stands behind an id that is not there. */
const NOWHERE: Place = { id: 0, started_ms: Number.MIN_SAFE_INTEGER };

const findPlace = (connection: Connection, after: string): Place =>
  connection
    .all(
      sql
        .selectFrom("trace")
        .select(["id", "started_ms", "public_id"])
        .where("hash", "=", toKey(after)),
    )
    .find(({ public_id }) => public_id === after) ?? NOWHERE;

function isWanted(trace: Trace, query: TraceQuery): boolean {
  const { release, source, operation, outcome, collection } = query;
  return (
    (release === undefined || trace.release === release) &&
    (source === undefined || trace.source === source) &&
    (operation === undefined || trace.operation === operation) &&
    (outcome === undefined || trace.outcome === outcome) &&
    (collection === undefined || isIn(trace, collection))
  );
}

const isIn = ({ collections, foundIn }: Trace, collection: string): boolean =>
  foundIn.includes(collection) || (collections !== "all" && collections.includes(collection));

/** Without rights to its answer there is none to its trace, whose times tell of it. */
function narrowTrace(connection: Connection, access: Access, trace: Trace): Trace | undefined {
  if (access.kind === "operator") return trace;
  const { principals, retrieval, answerId } = trace;
  if (answerId !== undefined) return findAnswer(connection, access, answerId) ? trace : undefined;
  const ranked = retrieval ?? { legs: NO_LEGS, passages: [] };
  const readable = narrowToReadable(connection, access, { ...ranked, principals });
  if (!readable) return undefined;
  const { legs, passages } = readable;
  return retrieval ? { ...trace, retrieval: { ...retrieval, legs, passages } } : trace;
}
