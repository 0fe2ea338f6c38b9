/** @module The writes that every store does, whoever holds the lock: records of asking and judging. */
import { join } from "node:path";
import { NO_FAULTS, type Clock, type Faults } from "../../../../foundation/effects.ts";
import type { RecordWriter } from "../../../../ports/store.ts";
import { openConnection, type Connection } from "../connection.ts";
import { DATABASE_FILE } from "../open-database.ts";
import { insertAnswer } from "./answer-rows.ts";
import { putDecision } from "./decision-rows.ts";
import { putJob, putSetting } from "../records.ts";
import { moveAlias, putLineage, putRelease, retireRelease } from "../registry-rows.ts";
import { putEvaluation, putReplies } from "./evaluation-rows.ts";
import { insertFeedback } from "./feedback-rows.ts";
import { RecordedVersions } from "./recorded-versions.ts";
import { addSpend } from "./spend-rows.ts";
import { insertTrace } from "./trace-rows.ts";

interface RecordWriterOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly faults?: Faults;
}

/**
 * Records are written by readers too, so that asking works while another process ingests; their
 * rows touch nothing the writer keeps in memory, and SQLite's own lock orders the two. A reader's
 * connection is opened by its first record and kept.
 */
export function createRecordWriter(
  writer: Connection | undefined,
  { directory, clock, faults = NO_FAULTS }: RecordWriterOptions,
): RecordWriter & { close(): void } {
  let own: Connection | undefined;
  let versions: RecordedVersions | undefined;
  const open = (): Connection =>
    writer ?? (own ??= openConnection(join(directory, DATABASE_FILE), { readOnly: false }));
  const write = <T>(work: (connection: Connection, versions: RecordedVersions) => T): T => {
    const connection = open();
    const named = (versions ??= new RecordedVersions(connection));
    try {
      return connection.transaction("IMMEDIATE", () => work(connection, named));
    } catch (error) {
      named.forget();
      throw error;
    }
  };
  return {
    async putAnswer(record, trace) {
      write((connection, named) => {
        insertAnswer(connection, named, record);
        if (trace) insertTrace(connection, named, trace);
      });
    },
    async putTraces(traces) {
      write((connection, named) => {
        for (const trace of traces) insertTrace(connection, named, trace);
      });
    },
    async putFeedback(feedback) {
      write((connection) => insertFeedback(connection, feedback));
    },
    async putJob(job) {
      write((connection) => putJob(connection, job));
    },
    async putEvaluation(evaluation) {
      write((connection) => putEvaluation(connection, evaluation));
    },
    async putDecision(record) {
      write((connection) => putDecision(connection, record));
    },
    async putReplies(replies) {
      write((connection) => putReplies(connection, replies, clock.now().getTime()));
    },
    async addSpend(entry) {
      write((connection) => addSpend(connection, entry));
    },
    async putSetting(name, value) {
      write((connection) => putSetting(connection, name, value));
    },
    ...createRegistryWriter((work) => write((connection) => work(connection)), faults),
    close() {
      own?.close();
    },
  };
}

type RegistryWriter = Pick<
  RecordWriter,
  "putRelease" | "retireRelease" | "moveAlias" | "putLineage"
>;

function createRegistryWriter(
  write: <T>(work: (connection: Connection) => T) => T,
  faults: Faults,
): RegistryWriter {
  return {
    async putRelease(release) {
      write((connection) => putRelease(connection, release));
    },
    async retireRelease(id, retiredAt) {
      write((connection) => retireRelease(connection, id, retiredAt));
    },
    async moveAlias(move, { expect, decision }) {
      faults.hit("alias:before");
      const moved = write((connection) => {
        putDecision(connection, decision);
        faults.hit("alias:decided");
        const made = moveAlias(connection, move, expect);
        faults.hit("alias:moved");
        return made;
      });
      faults.hit("alias:committed");
      return moved;
    },
    async putLineage(edges) {
      write((connection) => putLineage(connection, edges));
    },
  };
}
