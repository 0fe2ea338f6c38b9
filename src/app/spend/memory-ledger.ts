/** @module A ledger for a process that opens no data directory: caps hold as long as it runs. */
import type { SpendEntry } from "../../domain/spend.ts";
import type { Ledger } from "./spend-meter.ts";

export function createMemoryLedger(): Ledger {
  const entries: SpendEntry[] = [];
  return {
    addSpend: async (entry) => void entries.push(entry),
    listSpend: async (_access, since) => entries.filter(({ day }) => day >= since),
  };
}
