/** @module What driver and writer say to each other: a task in, one line for each event out. */
import { writeSync } from "node:fs";
import { z } from "zod";
import { documentIdOf, putDocument } from "../../src/testing/store-fixtures.ts";
import type { DocumentPut } from "../../src/ports/store.ts";
import { AccessListSchema } from "../../src/domain/principal.ts";

export const COLLECTION = "hr";

export const TaskSchema = z.strictObject({
  directory: z.string(),
  seed: z.string(),
  /**
   * `ingest` random batches; `build` and drop further indexes; `upgrade` the schema; `share` the
   * store with other processes.
   */
  kind: z.enum(["ingest", "build", "upgrade", "share"]),
  batches: z.int(),
  /** Die at the `hit`-th time that `point` is reached. */
  point: z.string().optional(),
  hit: z.int().default(1),
});
export type Task = z.infer<typeof TaskSchema>;

const DocumentSchema = z.object({ key: z.string(), token: z.string(), access: AccessListSchema });
/** A document that can be made again from its key and token alone. */
export type TokenDocument = z.infer<typeof DocumentSchema>;

const BatchSchema = z.object({
  puts: z.array(DocumentSchema),
  deletes: z.array(z.string()),
  accessChanges: z.array(z.object({ key: z.string(), access: AccessListSchema })),
});
export type TokenBatch = z.infer<typeof BatchSchema>;

export const EventSchema = z.union([
  /** Comes before a commit; what it names may or may not be there when no `ack` follows. */
  z.object({ event: z.literal("try"), batch: BatchSchema }),
  z.object({ event: z.literal("ack") }),
  /** The first time a point is reached. */
  z.object({ event: z.literal("reached"), point: z.string() }),
]);
export type WriterEvent = z.infer<typeof EventSchema>;

/** Written at once: nothing that was said is lost with the process. */
export function say(event: WriterEvent): void {
  writeSync(1, `${JSON.stringify(event)}\n`);
}

/** Two paragraphs, so that a document has several chunks; the token is in no other version. */
export function toPut({ key, token, access }: TokenDocument): DocumentPut {
  const text = `This is ${token} of ${key}.\n\nIt ends with ${token} again.`;
  return putDocument({ key, title: key, text, access });
}

export const toId = (key: string): string => documentIdOf({ key, collection: COLLECTION });
