/** @module The process that is killed: the real store, writing random batches. */
import { setTimeout } from "node:timers/promises";
import { openSqliteStore, storeLocked } from "../../src/adapters/stores/sqlite/index.ts";
import { MIGRATIONS } from "../../src/adapters/stores/sqlite/migrations.ts";
import { openDatabase } from "../../src/adapters/stores/sqlite/open-database.ts";
import { toAccessList, type AccessList } from "../../src/domain/principal.ts";
import type { Faults } from "../../src/foundation/effects.ts";
import { createRandom, type Random } from "../../src/foundation/random.ts";
import type { Store } from "../../src/ports/store.ts";
import {
  indexBatchOf,
  MIRRORED,
  PARAGRAPHS,
  planOf,
  WHOLES,
} from "../../src/testing/index-fixtures.ts";
import {
  batchOf,
  changeOf,
  collectionOf,
  OPERATOR,
  putDocument,
} from "../../src/testing/store-fixtures.ts";
import {
  COLLECTION,
  say,
  TaskSchema,
  toId,
  toPut,
  type Task,
  type TokenBatch,
} from "./protocol.ts";

const DOCUMENTS = 30;
const clock = { now: () => new Date(), monotonicMs: () => performance.now() };

function createFaults({ point, hit }: Task): Faults {
  const reached = new Set<string>();
  let left = hit;
  return {
    hit(name) {
      if (!reached.has(name)) say({ event: "reached", point: name });
      reached.add(name);
      if (name === point && --left === 0) process.kill(process.pid, "SIGKILL");
    },
  };
}

const makeAccess = (random: Random): AccessList =>
  toAccessList([["public", "group:hr", "user:maria"][random.below(3)] ?? "public"]);

function makeBatch(random: Random, alive: ReadonlySet<string>): TokenBatch {
  const known = [...alive];
  const touched = new Set<string>();
  const draw = (count: number, keys: readonly string[]): readonly string[] =>
    Array.from({ length: count }, () => keys[random.below(keys.length || 1)] ?? "").filter(
      (key) => key !== "" && !touched.has(key) && touched.add(key),
    );
  const all = Array.from({ length: DOCUMENTS }, (_, i) => `document${i}.md`);
  return {
    puts: draw(1 + random.below(4), all).map((key) => {
      const token = `t${random.uint32().toString(36)}${random.uint32().toString(36)}`;
      return { key, token, access: makeAccess(random) };
    }),
    deletes: [...draw(random.below(2), known)],
    accessChanges: draw(random.below(2), known).map((key) => ({ key, access: makeAccess(random) })),
  };
}

async function commit(store: Store, batch: TokenBatch): Promise<void> {
  say({ event: "try", batch });
  await store.commit(
    batchOf({
      collection: COLLECTION,
      puts: batch.puts.map(toPut),
      deletes: batch.deletes.map(toId),
      accessChanges: batch.accessChanges.map(({ key, access }) => changeOf(toId(key), access)),
    }),
  );
  say({ event: "ack" });
}

async function ingest(task: Task): Promise<void> {
  const faults = createFaults(task);
  const random = createRandom(task.seed);
  await using store = openSqliteStore({ directory: task.directory, mode: "write", clock, faults });
  await store.putCollection(collectionOf(COLLECTION));
  // What a killed build left would have to be in each put.
  for (const plan of PLANS) await store.dropPlan(plan);
  const listed = await store.listDocuments(OPERATOR, { limit: 2 * DOCUMENTS });
  const alive = new Set(listed.map(({ key }) => key));
  for (let done = 0; done < task.batches; done++) {
    const batch = makeBatch(random, alive);
    await commit(store, batch);
    for (const { key } of batch.puts) alive.add(key);
    for (const key of batch.deletes) alive.delete(key);
  }
}

const PLANS = [planOf(WHOLES), planOf(PARAGRAPHS, MIRRORED)];

/** Builds two indexes and drops them again; one that an earlier life left is taken up. */
async function build(task: Task): Promise<void> {
  const faults = createFaults(task);
  await using store = openSqliteStore({ directory: task.directory, mode: "write", clock, faults });
  await store.adoptVariant(PARAGRAPHS);
  for (const plan of PLANS) {
    while (!(await store.putPlan(plan)).whole) {
      const lacking = await store.listLacking(OPERATOR, plan, { limit: 8 });
      const versions = await Promise.all(lacking.map(({ id }) => store.readVersion(OPERATOR, id)));
      const puts = versions.flatMap((stored) =>
        stored ? [putDocument({ key: stored.document.key, text: stored.text })] : [],
      );
      await store.commitIndex(indexBatchOf(puts, plan.variant, plan.embedder));
    }
  }
  for (const plan of PLANS) await store.dropPlan(plan);
}

/** To a schema that no release has: it always dies on the way. */
function upgrade(task: Task): void {
  const next = { version: MIGRATIONS.length + 1, statements: ["CREATE TABLE later (id INTEGER)"] };
  const migrations = [...MIGRATIONS, next];
  const faults = createFaults(task);
  openDatabase({ directory: task.directory, mode: "write", clock, migrations, faults });
}

/** Opens for each batch anew, waiting while another process has the store. */
async function share(task: Task): Promise<void> {
  const random = createRandom(task.seed);
  for (let done = 0; done < task.batches;) {
    try {
      await using store = openSqliteStore({ directory: task.directory, mode: "write", clock });
      await store.putCollection(collectionOf(COLLECTION));
      const puts = Array.from({ length: 10 }, (_, i) => {
        const key = `${task.seed}-${done}-${i}.md`;
        return { key, token: `t${random.uint32().toString(36)}`, access: toAccessList(["public"]) };
      });
      await commit(store, { puts, deletes: [], accessChanges: [] });
      done++;
    } catch (error) {
      if (!storeLocked.is(error)) throw error;
      await setTimeout(2 + random.below(8));
    }
  }
}

const task = TaskSchema.parse(JSON.parse(process.argv[2] ?? "{}"));
if (task.kind === "ingest") await ingest(task);
else if (task.kind === "build") await build(task);
else if (task.kind === "upgrade") upgrade(task);
else await share(task);
