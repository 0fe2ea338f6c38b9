/** @module Money spent, kept across restarts, and the caps that the next paid call is held to. */
import type { Clock } from "../../foundation/effects.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { Store } from "../../ports/store.ts";
import type { ReportedUsage } from "../../trace/index.ts";
import type { Config } from "../../config/index.ts";
import { maintenanceAccess } from "../access.ts";
import { spendCapReached } from "../errors.ts";

type Caps = Config["costs"]["caps"];
type Ledger = Pick<Store, "addSpend" | "listSpend">;

export interface SpendMeter {
  /**
   * Asks before a call that may cost money. What is under way is reckoned with at the mean price
   * of the month's calls, so that many at once do not run far beyond a cap.
   *
   * @param subject a key, a user or `operator`.
   * @returns ends the reservation.
   * @throws app.spend-cap-reached
   */
  reserve(ledger: Ledger, subject: string): Promise<Disposable>;
  /** Puts on record what a call cost; without a price it counts as unknown, and adds nothing. */
  note(ledger: Ledger, subject: string, usage: ReportedUsage): Promise<void>;
}

export function createSpendMeter(caps: Caps, clock: Clock): SpendMeter {
  const pending = new Map<string, number>();
  const access = maintenanceAccess("spend caps");
  const isCapped = Object.values(caps).some((cap) => cap !== undefined);
  const change = (subject: string, by: number): void => {
    pending.set(subject, (pending.get(subject) ?? 0) + by);
  };
  return {
    async reserve(ledger, subject) {
      if (!isCapped) return { [Symbol.dispose]: () => undefined };
      const today = clock.now().toISOString().slice(0, 10);
      const entries = await ledger.listSpend(access, `${today.slice(0, 7)}-01`);
      const priced = entries.reduce((sum, { calls, unknown }) => sum + calls - unknown, 0);
      const sumOf = (some: typeof entries): number => some.reduce((sum, { usd }) => sum + usd, 0);
      const mean = priced === 0 ? 0 : sumOf(entries) / priced;
      const check = (cap: keyof Caps, own: boolean): void => {
        const limitUsd = caps[cap];
        if (limitUsd === undefined) return;
        const mine = own ? entries.filter((entry) => entry.subject === subject) : entries;
        const isDay = cap.toLowerCase().includes("day");
        const spentUsd = sumOf(isDay ? mine.filter(({ day }) => day === today) : mine);
        const running = own
          ? (pending.get(subject) ?? 0)
          : [...pending.values()].reduce((sum, n) => sum + n, 0);
        if (spentUsd + running * mean >= limitUsd)
          throw spendCapReached({ cap, limitUsd, spentUsd });
      };
      check("dayUsd", false);
      check("monthUsd", false);
      check("callerDayUsd", true);
      check("callerMonthUsd", true);
      change(subject, 1);
      return { [Symbol.dispose]: () => change(subject, -1) };
    },
    async note(ledger, subject, { costUsd }) {
      const day = clock.now().toISOString().slice(0, 10);
      const unknown = costUsd === undefined ? 1 : 0;
      await ledger.addSpend({ day, subject, calls: 1, usd: costUsd ?? 0, unknown });
    },
  };
}

/** The embedder, each of its calls asked for before and put on record behind. */
export function meterEmbedder(
  embedder: Embedder,
  meter: SpendMeter,
  ledger: Ledger,
  subject: string,
): Embedder {
  if (!embedder.metered) return embedder;
  return {
    ...embedder,
    async embed(request) {
      using _ = await meter.reserve(ledger, subject);
      const usages: ReportedUsage[] = [];
      try {
        return await embedder.embed({
          ...request,
          onUsage(usage) {
            usages.push(usage);
            request.onUsage?.(usage);
          },
        });
      } finally {
        for (const usage of usages) await meter.note(ledger, subject, usage);
      }
    },
  };
}
