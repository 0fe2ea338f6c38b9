/** @module What of the index is held in memory: opened lazily, valid for one generation. */
import { mayRead, toAccessKey, type Access } from "../../../domain/access.ts";
import type { AccessList } from "../../../domain/principal.ts";
import { createDenseScanner, type DenseScanner } from "../../../engine/dense/index.ts";
import { sql, type Connection } from "./connection.ts";
import { findEmbedder, listCollectionRows, readAccessLists, readDefaultVariant } from "./names.ts";
import { listPlanRows, type PlanRow } from "./plan-rows.ts";
import {
  readGenerations,
  ResidentSegment,
  UNWRITTEN,
  type BlockGenerations,
} from "./resident-segment.ts";
import { VectorCache } from "./vector-cache.ts";

export interface ResidentShard {
  readonly id: number;
  readonly collection: string;
  readonly analyzer: string;
  /** Row of variant. */
  readonly variant: number;
  readonly segments: readonly ResidentSegment[];
}

/**
 * The index as one connection sees it. Callers hold a read transaction, so that generation,
 * blocks and rows are of one snapshot.
 */
export class ResidentIndex {
  readonly scanner: DenseScanner = createDenseScanner();
  readonly vectors = new VectorCache();
  readonly #connection: Connection;
  readonly #segments = new Map<number, ResidentSegment>();
  readonly #permitted = new Map<string, ReadonlySet<number>>();
  readonly #embedders = new Map<string, number>();
  #lists: ReadonlyMap<number, AccessList> = new Map();
  #shards: readonly ResidentShard[] = [];
  #plans: readonly PlanRow[] = [];
  #defaultVariant = 0;
  #generation = -1;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @returns the generation of the snapshot. */
  refresh(): number {
    const row = this.#connection.prepare("SELECT generation FROM state WHERE id = 1").get();
    const generation = Number(row?.["generation"]);
    if (generation !== this.#generation) {
      this.vectors.clear();
      this.#reload();
    }
    this.#generation = generation;
    return generation;
  }

  /** In the order of collection name and analyzer, which no hidden document can change. */
  get shards(): readonly ResidentShard[] {
    return this.#shards;
  }

  /**
   * The row of the variant that a collection is searched in. It hangs on what operators registered
   * alone: what some document has or lacks must not show.
   */
  chooseVariant(collection: string, wanted: string | undefined): number {
    if (wanted === undefined) return this.#defaultVariant;
    const plan = this.#plans.find(
      ({ record }) =>
        record.whole &&
        record.variant === wanted &&
        (record.collection ?? collection) === collection,
    );
    return plan?.variant ?? this.#defaultVariant;
  }

  /** Rows of access_list that this caller satisfies. */
  permitted(access: Access): ReadonlySet<number> {
    const key = toAccessKey(access);
    let permitted = this.#permitted.get(key);
    if (!permitted) {
      permitted = new Set([...this.#lists].filter(([, l]) => mayRead(access, l)).map(([id]) => id));
      this.#permitted.set(key, permitted);
    }
    return permitted;
  }

  accessList(id: number): AccessList | undefined {
    return this.#lists.get(id);
  }

  embedder(fingerprint: string): number | undefined {
    const known = this.#embedders.get(fingerprint) ?? findEmbedder(this.#connection, fingerprint);
    if (known !== undefined) this.#embedders.set(fingerprint, known);
    return known;
  }

  #reload(): void {
    const connection = this.#connection;
    this.#lists = readAccessLists(connection);
    this.#permitted.clear();
    this.#plans = listPlanRows(connection);
    this.#defaultVariant = readDefaultVariant(connection);
    const generations = readGenerations(connection);
    const rows = connection.all(sql.selectFrom("segment").selectAll());
    const live = new Set(rows.map(({ id }) => id));
    for (const [id, segment] of this.#segments) {
      if (live.has(id)) continue;
      segment.release();
      this.#segments.delete(id);
    }
    const names = new Map(listCollectionRows(connection).map((c) => [c.id, c.record.name]));
    this.#shards = connection
      .all(sql.selectFrom("shard").selectAll())
      .map(({ id, collection, analyzer, variant }) => ({
        id,
        analyzer,
        variant,
        collection: names.get(collection) ?? "",
        segments: rows
          .filter((row) => row.shard === id)
          .toSorted((a, b) => a.first - b.first)
          .map((row) => this.#open(row, generations.get(row.id) ?? UNWRITTEN)),
      }))
      .toSorted((a, b) =>
        a.collection === b.collection
          ? a.analyzer < b.analyzer
            ? -1
            : 1
          : a.collection < b.collection
            ? -1
            : 1,
      );
  }

  #open(
    row: { id: number; first: number; count: number },
    generations: BlockGenerations,
  ): ResidentSegment {
    const segment =
      this.#segments.get(row.id) ?? new ResidentSegment(this.#connection, this.scanner, row);
    this.#segments.set(row.id, segment);
    segment.expect(generations);
    return segment;
  }
}
