/** @module The writes that every store does, whoever holds the lock: records of asking and judging. */
import { join } from "node:path";
import type { Clock } from "../../../../foundation/effects.ts";
import type { RecordWriter } from "../../../../ports/store.ts";
import { openConnection, type Connection } from "../connection.ts";
import { DATABASE_FILE } from "../open-database.ts";
import { insertAnswer } from "./answer-rows.ts";
import { putDecision } from "./decision-rows.ts";
import { putJob, putSetting } from "../records.ts";
import { putEvaluation, putReplies } from "./evaluation-rows.ts";
import { insertFeedback } from "./feedback-rows.ts";
import { RecordedVersions } from "./recorded-versions.ts";
import { addSpend } from "./spend-rows.ts";
import { insertTrace } from "./trace-rows.ts";

/**
 * Records are written by readers too, so that asking works while another process ingests; their
 * rows touch nothing the writer keeps in memory, and SQLite's own lock orders the two. A reader's
 * connection is opened by its first record and kept.
 */
export function createRecordWriter(
  writer: Connection | undefined,
  { directory, clock }: { readonly directory: string; readonly clock: Clock },
): RecordWriter & { close(): void } {
  let own: Connection | undefined;
  let versions: RecordedVersions | undefined;
  const open = (): Connection =>
    writer ?? (own ??= openConnection(join(directory, DATABASE_FILE), { readOnly: false }));
  const write = (work: (connection: Connection, versions: RecordedVersions) => void): void => {
    const connection = open();
    const named = (versions ??= new RecordedVersions(connection));
    try {
      connection.transaction("IMMEDIATE", () => work(connection, named));
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
    close() {
      own?.close();
    },
  };
}
