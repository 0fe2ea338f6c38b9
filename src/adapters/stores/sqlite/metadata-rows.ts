/** @module Metadata as rows that a filter can find by integer, and the filters themselves. */
import { sha256, toIntegerKey } from "../../../foundation/hash.ts";
import {
  satisfies,
  toInstantMs,
  type Condition,
  type Filter,
  type Metadata,
} from "../../../domain/metadata.ts";
import { sql, type Connection } from "./connection.ts";
import { findField, type BatchNames } from "./names.ts";

const toValueHash = (value: string | number | boolean): number =>
  toIntegerKey(sha256(`${typeof value}:${value}`));

export function insertMetadata(
  writer: Connection,
  names: BatchNames,
  document: number,
  metadata: Metadata,
): void {
  const statement = writer.prepare(
    `INSERT INTO metadata (document, field, type, number, instant, hash, value)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const [name, value] of Object.entries(metadata)) {
    const field = names.field(name);
    // A list without members still exists.
    if (Array.isArray(value) && value.length === 0)
      statement.run(document, field, "empty", null, null, 0, "");
    for (const member of Array.isArray(value) ? value : [value]) {
      const number = typeof member === "number" ? member : null;
      const instant = typeof member === "string" ? (toInstantMs(member) ?? null) : null;
      const hash = toValueHash(member);
      statement.run(document, field, typeof member, number, instant, hash, String(member));
    }
  }
}

/**
 * The documents that satisfy all conditions, or `undefined` for no condition at all. The integer
 * index narrows; the meaning is `satisfies` of the domain, applied to what is left, so that a
 * shared hash never admits a document.
 */
export function findMatchingDocuments(
  connection: Connection,
  filter: Filter,
): ReadonlySet<number> | undefined {
  if (filter.length === 0) return undefined;
  const positive = filter.filter((condition) => !("exists" in condition && !condition.exists));
  const first = positive[0];
  const candidates = first ? findCandidates(connection, first) : allDocuments(connection);
  const read = connection.prepare("SELECT metadata FROM document WHERE id = ?");
  const matching = new Set<number>();
  for (const id of candidates) {
    const metadata = JSON.parse(String(read.get(id)?.["metadata"] ?? "{}")) as Metadata; // ours
    if (filter.every((condition) => satisfies(metadata, condition))) matching.add(id);
  }
  return matching;
}

function allDocuments(connection: Connection): readonly number[] {
  return connection.all(sql.selectFrom("document").select("id")).map(({ id }) => id);
}

function findCandidates(connection: Connection, condition: Condition): ReadonlySet<number> {
  const field = findField(connection, condition.field);
  if (field === undefined) return new Set();
  const rows = sql.selectFrom("metadata").select("document").where("field", "=", field);
  const found = (): readonly { document: number }[] => {
    if ("equals" in condition)
      return connection.all(rows.where("hash", "=", toValueHash(condition.equals)));
    if ("in" in condition)
      return condition.in.flatMap((value) =>
        connection.all(rows.where("hash", "=", toValueHash(value))),
      );
    if ("prefix" in condition || "exists" in condition) return connection.all(rows);
    return connection.all(inRange(rows, condition));
  };
  return new Set(found().map(({ document }) => document));
}

type Rows = ReturnType<typeof baseRows>;
const baseRows = () => sql.selectFrom("metadata").select("document").where("field", "=", 0);

function inRange(
  rows: Rows,
  { min, max }: { min?: number | string | undefined; max?: number | string | undefined },
): Rows {
  let narrowed = rows;
  for (const [bound, operator] of [
    [min, ">="],
    [max, "<="],
  ] as const) {
    if (typeof bound === "number") narrowed = narrowed.where("number", operator, bound);
    else if (typeof bound === "string") {
      const instant = toInstantMs(bound);
      narrowed = narrowed.where("instant", operator, instant ?? Number.NaN);
    }
  }
  return narrowed;
}
