/** @module Feedback: appended, and read by those who may read the answer it is about. */
import type { Access } from "../../../../domain/access.ts";
import type { Feedback } from "../../../../domain/feedback.ts";
import type { FeedbackQuery } from "../../../../ports/store.ts";
import { insertRow, sql, type Connection } from "../connection.ts";
import { toKey } from "../names.ts";
import { findAnswer } from "./answer-rows.ts";

/** Rows that a list reads at a time. */
const PAGE = 256;

export function insertFeedback(writer: Connection, feedback: Feedback): void {
  insertRow(writer, "feedback", {
    hash: toKey(feedback.id),
    answer: toKey(feedback.answerId),
    given_ms: Date.parse(feedback.at),
    public_id: feedback.id,
    data: JSON.stringify(feedback),
  });
}

export function listFeedback(
  connection: Connection,
  access: Access,
  query: FeedbackQuery,
): readonly Feedback[] {
  const { answerId, limit, after } = query;
  const readable = new Map<string, boolean>();
  const mayRead = (id: string): boolean => {
    const known = readable.get(id) ?? findAnswer(connection, access, id) !== undefined;
    readable.set(id, known);
    return known;
  };
  const found: Feedback[] = [];
  let behind = after === undefined ? 0 : findPlace(connection, after);
  while (behind !== undefined && found.length < limit) {
    const rows = connection.all(selectPage(query, behind));
    const entries = rows
      .map(({ data }) => JSON.parse(data) as Feedback) // written here
      .filter((entry) => answerId === undefined || entry.answerId === answerId)
      .filter((entry) => access.kind === "operator" || mayRead(entry.answerId));
    found.push(...entries.slice(0, limit - found.length));
    behind = rows.length < PAGE ? undefined : rows.at(-1)?.id;
  }
  return found;
}

function selectPage({ answerId, since }: FeedbackQuery, behind: number) {
  let page = sql.selectFrom("feedback").select(["id", "data"]).where("id", ">", behind);
  if (answerId !== undefined) page = page.where("answer", "=", toKey(answerId));
  if (since !== undefined) page = page.where("given_ms", ">=", Date.parse(since));
  return page.orderBy("id").limit(PAGE);
}

/** Behind an id that is not there stands nothing. */
const findPlace = (connection: Connection, id: string): number | undefined =>
  connection
    .all(sql.selectFrom("feedback").select(["id", "public_id"]).where("hash", "=", toKey(id)))
    .find(({ public_id }) => public_id === id)?.id;
