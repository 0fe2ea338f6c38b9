/** @module Releases, the moves of their aliases, and what came from what. */
import type { Access } from "../../../domain/access.ts";
import type { Parent } from "../../../domain/artifact.ts";
import { toLineageKey, type Lineage } from "../../../domain/lineage.ts";
import {
  ALIASES,
  type Alias,
  type AliasMove,
  type KeptRelease,
  type Release,
} from "../../../domain/release.ts";
import { sha256, toIntegerKey } from "../../../foundation/hash.ts";
import type { LineageQuery } from "../../../ports/store.ts";
import { insertRow, sql, type Connection } from "./connection.ts";
import { storeAliasMoved, storeUnknownRelease } from "./errors.ts";
import { toKey } from "./names.ts";

interface ReleaseRow {
  readonly data: string;
  readonly retired_at: string | null;
}

const toRelease = ({ data, retired_at }: ReleaseRow): KeptRelease => ({
  ...(JSON.parse(data) as Release), // written here
  ...(retired_at === null ? {} : { retiredAt: retired_at }),
});

const rowOf = (connection: Connection, id: string) =>
  connection
    .all(sql.selectFrom("release").selectAll().where("hash", "=", toKey(id)))
    .find(({ public_id }) => public_id === id);

/** An id stands for its content: what is there already is the same. */
export function putRelease(writer: Connection, release: Release): void {
  const { id } = release;
  if (rowOf(writer, id)) return;
  insertRow(writer, "release", {
    hash: toKey(id),
    public_id: id,
    retired_at: null,
    data: JSON.stringify(release),
  });
}

export function retireRelease(writer: Connection, id: string, retiredAt: string | undefined): void {
  const found = rowOf(writer, id);
  const change = { retired_at: retiredAt ?? null };
  if (found) writer.run(sql.updateTable("release").set(change).where("id", "=", found.id));
}

export function findRelease(connection: Connection, id: string): KeptRelease | undefined {
  const found = rowOf(connection, id);
  return found && toRelease(found);
}

export function listReleases(connection: Connection, access: Access): readonly KeptRelease[] {
  if (access.kind !== "operator") return [];
  return connection
    .all(sql.selectFrom("release").select(["data", "retired_at"]).orderBy("id"))
    .map(toRelease);
}

/** Numbers are stored: never reorder. */
const toNumber = (alias: Alias): number => ALIASES.indexOf(alias) + 1;

const parseMove = (data: unknown): AliasMove => JSON.parse(String(data)) as AliasMove; // written here

/** Asked for every question, so the statement is compiled once; its one parameter is the alias. */
const LAST_MOVE = sql
  .selectFrom("alias_move")
  .select("data")
  .where("alias", "=", 0)
  .orderBy("number", "desc")
  .compile().sql;

export function findAlias(connection: Connection, alias: Alias): AliasMove | undefined {
  const row = connection.prepare(LAST_MOVE).get(toNumber(alias));
  return row && parseMove(row["data"]);
}

export function listAliasMoves(connection: Connection, access: Access): readonly AliasMove[] {
  if (access.kind !== "operator") return [];
  return connection
    .all(sql.selectFrom("alias_move").select("data").orderBy("id"))
    .map(({ data }) => parseMove(data));
}

/** Inside the transaction that puts the decision on record. */
export function moveAlias(
  writer: Connection,
  move: Omit<AliasMove, "number">,
  expect: number,
): AliasMove {
  const { alias, release } = move;
  const found = findAlias(writer, alias)?.number ?? 0;
  if (found !== expect) throw storeAliasMoved({ alias, expected: expect, found });
  if (release !== undefined && !rowOf(writer, release)) throw storeUnknownRelease({ id: release });
  const made: AliasMove = { number: expect + 1, ...move };
  insertRow(writer, "alias_move", {
    alias: toNumber(alias),
    number: made.number,
    data: JSON.stringify(made),
  });
  return made;
}

/** Children and parents are ids of many kinds, so their own digits are no hash. */
const hashOf = (id: string): number => toIntegerKey(sha256(id));

const toEdgeKey = ({ parent }: Lineage): string => `${parent.role} ${parent.id}`;

export function putLineage(writer: Connection, edges: readonly Lineage[]): void {
  const known = new Map<string, Set<string>>();
  for (const edge of edges) {
    const { child, parent } = edge;
    const parents = known.get(child) ?? new Set(listOf(writer, { child }).map(toEdgeKey));
    known.set(child, parents);
    if (parents.has(toEdgeKey(edge))) continue;
    parents.add(toEdgeKey(edge));
    insertRow(writer, "lineage", {
      child_hash: hashOf(child),
      parent_hash: hashOf(toLineageKey(parent.id)),
      child,
      role: parent.role,
      parent: parent.id,
    });
  }
}

export function listLineage(
  connection: Connection,
  access: Access,
  query: LineageQuery,
): readonly Lineage[] {
  return access.kind === "operator" ? listOf(connection, query) : [];
}

/** Hashes find candidates; the texts themselves decide. */
function listOf(connection: Connection, { child, parent }: LineageQuery): readonly Lineage[] {
  let wanted = sql.selectFrom("lineage").select(["child", "role", "parent"]).orderBy("id");
  if (child !== undefined) wanted = wanted.where("child_hash", "=", hashOf(child));
  if (parent !== undefined) wanted = wanted.where("parent_hash", "=", hashOf(toLineageKey(parent)));
  const isOf = (id: string): boolean =>
    parent === undefined || id === parent || toLineageKey(id) === parent;
  return connection
    .all(wanted)
    .filter((row) => (child === undefined || row.child === child) && isOf(row.parent))
    .map((row) => ({
      child: row.child,
      parent: { role: row.role as Parent["role"], id: row.parent }, // written here
    }));
}
