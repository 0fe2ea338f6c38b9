/** @module Records of before a moment, each with the people, collections and documents it touches. */
import type { RecordedPassage } from "../../../../domain/answer-record.ts";
import type { PurgeRequest } from "../../../../ports/store.ts";
import { sql, type Connection } from "../connection.ts";
import { toKey } from "../names.ts";
import { parseAnswer } from "./answer-rows.ts";
import { parseTrace } from "./trace-rows.ts";

/** What a record touches, as holds name it. */
export interface Touched {
  readonly people: readonly string[];
  readonly collections: readonly string[];
  readonly documents: readonly string[];
}

export interface OldRecord {
  readonly row: number;
  readonly atMs: number;
  readonly touched: Touched | undefined;
}

interface Looking {
  readonly connection: Connection;
  readonly limitMs: number;
  readonly touch: Toucher;
}

const FIND: Readonly<Record<PurgeRequest["class"], (looking: Looking) => readonly OldRecord[]>> = {
  traces: findTraces,
  answers: findAnswers,
  feedback: findFeedback,
  evaluations: ({ connection, limitMs }) =>
    connection
      .all(sql.selectFrom("evaluation").select(["id", "ended_ms"]).where("ended_ms", "<", limitMs))
      .map(({ id, ended_ms: atMs }) => ({ row: id, atMs, touched: undefined })),
  replies: ({ connection, limitMs }) =>
    connection
      .all(sql.selectFrom("reply").select(["id", "put_ms"]).where("put_ms", "<", limitMs))
      .map(({ id, put_ms: atMs }) => ({ row: id, atMs, touched: undefined })),
};

export const findOld = (
  connection: Connection,
  request: Pick<PurgeRequest, "class" | "before">,
): readonly OldRecord[] =>
  FIND[request.class]({
    connection,
    limitMs: Date.parse(request.before),
    touch: createToucher(connection),
  });

/** A trace touches what its answer does. */
function findTraces({ connection, limitMs, touch }: Looking): readonly OldRecord[] {
  return connection
    .all(sql.selectFrom("trace").selectAll().where("started_ms", "<", limitMs))
    .map(({ id, started_ms: atMs, body }) => {
      const { principals, collections, foundIn, retrieval, answerId } = parseTrace(
        connection,
        body,
      );
      const asked = collections === "all" ? foundIn : [...collections, ...foundIn];
      const own = touch(principals, retrieval?.passages ?? [], asked);
      const answered =
        answerId === undefined ? undefined : touchAnswer(connection, answerId, touch);
      return { row: id, atMs, touched: unite(own, answered) };
    });
}

function findAnswers({ connection, limitMs, touch }: Looking): readonly OldRecord[] {
  // Rows of schema 1 and 2 tell their time in their JSON alone.
  const rows = sql
    .selectFrom("answer")
    .selectAll()
    .where((is) => is.or([is("asked_ms", "<", limitMs), is("asked_ms", "is", null)]));
  return connection
    .all(rows)
    .map((row) => {
      const { askedAt, principals, passages, collections } = parseAnswer(connection, row);
      const asked = collections === "all" ? [] : collections;
      const touched = touch(principals, passages, asked);
      return { row: row.id, atMs: Date.parse(askedAt), touched };
    })
    .filter(({ atMs }) => atMs < limitMs);
}

function findFeedback({ connection, limitMs, touch }: Looking): readonly OldRecord[] {
  return connection
    .all(sql.selectFrom("feedback").selectAll().where("given_ms", "<", limitMs))
    .map(({ id, given_ms: atMs, data }) => {
      const { by, answerId } = JSON.parse(data) as { by: string; answerId: string }; // ours
      const touched = unite(touch([by], [], []), touchAnswer(connection, answerId, touch));
      return { row: id, atMs, touched };
    });
}

type Toucher = (
  people: readonly string[],
  passages: readonly Pick<RecordedPassage, "documentId">[],
  collections: readonly string[],
) => Touched;

/** Documents bring their collections, as long as they are there to tell. */
function createToucher(connection: Connection): Toucher {
  const known = new Map<string, string | undefined>();
  const find = connection.prepare(
    `SELECT c.name AS name, d.public_id AS id FROM document d
     JOIN collection c ON c.id = d.collection WHERE d.hash = ?`,
  );
  const toCollection = (id: string): string | undefined => {
    if (!known.has(id)) {
      const row = find.all(toKey(id)).find((each) => each["id"] === id);
      known.set(id, row && String(row["name"]));
    }
    return known.get(id);
  };
  return (people, passages, collections) => {
    const documents = [...new Set(passages.map(({ documentId }) => documentId))];
    const theirs = documents.flatMap((id) => toCollection(id) ?? []);
    return { people, documents, collections: [...collections, ...theirs] };
  };
}

function touchAnswer(connection: Connection, id: string, touch: Toucher): Touched | undefined {
  const row = connection
    .all(sql.selectFrom("answer").selectAll().where("hash", "=", toKey(id)))
    .find(({ public_id }) => public_id === id);
  const record = row && parseAnswer(connection, row);
  return record && touch(record.principals, record.passages, []);
}

const unite = (a: Touched, b: Touched | undefined): Touched => ({
  people: [...a.people, ...(b?.people ?? [])],
  collections: [...a.collections, ...(b?.collections ?? [])],
  documents: [...a.documents, ...(b?.documents ?? [])],
});
