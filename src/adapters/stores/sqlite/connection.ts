/** @module One SQLite connection with the house's settings, typed statements and typed failures. */
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
  type Insertable,
} from "kysely";
import { PlumblineError } from "../../../foundation/errors.ts";
import { storeCorrupt, storeDiskFull, storeReadOnly, storeUnwritable } from "./errors.ts";
import type { Tables } from "./tables.ts";

/**
 * Builds statements; it has no driver, because `node:sqlite` is synchronous and a write must stay
 * inside one transaction with the index blocks.
 */
export const sql: Kysely<Tables> = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

export interface Connection {
  readonly path: string;
  all<Row>(statement: Compilable<Row>): readonly Row[];
  first<Row>(statement: Compilable<Row>): Row | undefined;
  /** @returns the row id of the last insert. */
  run(statement: Compilable): number;
  /** A prepared statement for hot paths, kept for the connection's life. */
  prepare(text: string): StatementSync;
  exec(text: string): void;
  pragma(name: string): unknown;
  /** Commits when `work` returns, rolls back when it throws. Not nested. */
  transaction<T>(kind: "IMMEDIATE" | "DEFERRED", work: () => T): T;
  close(): void;
}

/**
 * Inserts one row by a statement that is prepared once for its columns: compiling the same
 * statement for each document of a batch would cost more than running it.
 *
 * @returns the row id.
 */
export function insertRow<Table extends keyof Tables>(
  writer: Connection,
  table: Table,
  values: Insertable<Tables[Table]>,
): number {
  const columns = Object.keys(values);
  const text = `INSERT INTO ${table} (${columns.map((name) => `"${name}"`).join(", ")})
    VALUES (${columns.map(() => "?").join(", ")})`;
  // The tables allow only what SQLite stores.
  const parameters = Object.values(values) as SQLInputValue[];
  return guarded(writer.path, () =>
    Number(writer.prepare(text).run(...parameters).lastInsertRowid),
  );
}

export interface ConnectionOptions {
  readonly readOnly: boolean;
  /** Bounds the file, in pages; how tests fill a disk. */
  readonly maxPages?: number | undefined;
}

const SETTINGS = [
  "PRAGMA secure_delete=ON",
  "PRAGMA trusted_schema=OFF",
  "PRAGMA cell_size_check=ON",
  "PRAGMA temp_store=MEMORY",
  "PRAGMA foreign_keys=ON",
];
const WRITER_SETTINGS = [
  "PRAGMA journal_mode=WAL",
  "PRAGMA synchronous=FULL",
  "PRAGMA journal_size_limit=67108864",
  ...(process.platform === "darwin"
    ? ["PRAGMA fullfsync=ON", "PRAGMA checkpoint_fullfsync=ON"]
    : []),
];

export function openConnection(path: string, options: ConnectionOptions): Connection {
  const database = guarded(path, () => {
    const opened = new DatabaseSync(path, {
      readOnly: options.readOnly,
      timeout: 5000,
      allowExtension: false,
    });
    for (const setting of SETTINGS) opened.exec(setting);
    if (!options.readOnly) for (const setting of WRITER_SETTINGS) opened.exec(setting);
    if (options.maxPages !== undefined) opened.exec(`PRAGMA max_page_count=${options.maxPages}`);
    return opened;
  });
  const prepared = new Map<string, StatementSync>();
  const prepare = (text: string): StatementSync => {
    let statement = prepared.get(text);
    if (!statement) {
      statement = guarded(path, () => database.prepare(text));
      prepared.set(text, statement);
    }
    return statement;
  };
  const compile = (
    statement: Compilable,
  ): { statement: StatementSync; parameters: SQLInputValue[] } => {
    const compiled = statement.compile();
    // Kysely types parameters as unknown; the tables allow only what SQLite stores.
    return { statement: prepare(compiled.sql), parameters: compiled.parameters as SQLInputValue[] };
  };
  const all = <Row>(query: Compilable<Row>): readonly Row[] => {
    const { statement, parameters } = compile(query);
    return guarded(path, () => statement.all(...parameters) as Row[]); // typed by the query
  };
  return {
    path,
    all,
    prepare,
    first: (query) => all(query)[0],
    run(query) {
      const { statement, parameters } = compile(query);
      return guarded(path, () => Number(statement.run(...parameters).lastInsertRowid));
    },
    exec: (text) => guarded(path, () => database.exec(text)),
    pragma: (name) => Object.values(prepare(`PRAGMA ${name}`).get() ?? {})[0],
    transaction: (kind, work) => transact(path, database, kind, work),
    close: () => database.close(),
  };
}

function transact<T>(
  path: string,
  database: DatabaseSync,
  kind: "IMMEDIATE" | "DEFERRED",
  work: () => T,
): T {
  return guarded(path, () => {
    database.exec(`BEGIN ${kind}`);
    try {
      const result = work();
      database.exec("COMMIT");
      return result;
    } catch (error) {
      // A full disk may have rolled back already.
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  });
}

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const RESULT = {
  busy: 5,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
};

/** Runs `work`; what SQLite reports about disk and file becomes one of our errors. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStoreError(path, error);
  }
}

function toStoreError(path: string, error: unknown): unknown {
  if (error instanceof PlumblineError || !(error instanceof Error)) return error;
  if (!("errcode" in error) || typeof error.errcode !== "number") return error;
  const directory = dirname(path);
  switch (error.errcode & 0xff) {
    case RESULT.full:
      return storeDiskFull({ directory }, error);
    case RESULT.corrupt:
    case RESULT.notADatabase:
      return storeCorrupt({ what: error.message }, error);
    case RESULT.readOnly:
      return storeReadOnly({}, error);
    case RESULT.busy:
    case RESULT.ioError:
    case RESULT.cannotOpen:
      return storeUnwritable({ directory, reason: error.message }, error);
    default:
      return error;
  }
}
