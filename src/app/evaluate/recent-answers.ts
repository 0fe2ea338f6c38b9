/** @module Records of answers that were made a moment ago, without reading them back. */
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { Store } from "../../ports/store.ts";

/** A record is some tens of KB; more are read again. */
const KEPT = 2000;

/**
 * The store, with the records that are put through it at hand. For what one evaluation asked alone:
 * whoever made a record may read it, and so may the owner.
 */
export function withRecentAnswers(store: Store): Store {
  const recent = new Map<string, AnswerRecord>();
  return {
    ...store,
    async putAnswer(record, trace) {
      await store.putAnswer(record, trace);
      const [oldest] = recent.keys();
      if (recent.size >= KEPT && oldest !== undefined) recent.delete(oldest);
      recent.set(record.id, record);
    },
    async findAnswer(access, id) {
      return recent.get(id) ?? store.findAnswer(access, id);
    },
  };
}
