/** @module The writes that make, keep and drop indexes. */
import type { Faults } from "../../../foundation/effects.ts";
import type { IndexWriter } from "../../../ports/index-store.ts";
import type { CommitReceipt } from "../../../ports/store.ts";
import type { Connection } from "./connection.ts";
import { dropPlan, forgetPlan } from "./drop-index.ts";
import { fillIndex } from "./fill-index.ts";
import { adoptVariant, putPlan, setDefaultVariant } from "./plan-rows.ts";
import type { WrittenBatch } from "./write-batch.ts";

/** Runs a write, and tells of it when it was found again. */
export type Acknowledge = (write: (open: Connection) => WrittenBatch) => CommitReceipt;

export function createIndexWriter(
  getWriter: () => Connection,
  acknowledge: Acknowledge,
  faults: Faults,
): IndexWriter {
  return {
    async adoptVariant(variant) {
      adoptVariant(getWriter(), variant);
    },
    async putPlan(plan) {
      return putPlan(getWriter(), plan);
    },
    async commitIndex(batch) {
      return acknowledge((open) => fillIndex(open, batch, faults));
    },
    async setDefaultVariant(variant) {
      setDefaultVariant(getWriter(), variant);
    },
    async forgetPlan(plan) {
      forgetPlan(getWriter(), plan);
    },
    async dropPlan(plan) {
      dropPlan(getWriter(), plan, faults);
    },
  };
}
