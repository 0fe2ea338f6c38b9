/** @module Money spent, kept across restarts, and the caps that the next paid call is held to. */
import type { PaidKind, SpendEntry } from "../../domain/spend.ts";
import type { Clock } from "../../foundation/effects.ts";
import type { Store } from "../../ports/store.ts";
import type { ReportedUsage } from "../../trace/index.ts";
import type { Config } from "../../config/index.ts";
import { maintenanceAccess } from "../access.ts";
import { spendCapReached } from "../errors.ts";

/** Tests leave out what they do not look at. */
type Caps = Partial<Config["costs"]["caps"]>;
export type Ledger = Pick<Store, "addSpend" | "listSpend">;

/** Of one call: what it tells is put on record when it is closed, however the call ended. */
export interface Bill extends AsyncDisposable {
  /** Several requests of one call are told one by one; without a price one counts as unknown. */
  add(usage: ReportedUsage): void;
}

/** Who pays, and out of which ledger. */
export interface Purse {
  /**
   * Asks before a call that may cost money. What is under way is reckoned with at the mean price of
   * the month's calls of its kind. The first call of a kind in a month has no such price: until it
   * has settled, others wait, for 30 s at most. So a cap is passed by about one call.
   *
   * @throws app.spend-cap-reached
   */
  open(kind: PaidKind): Promise<Bill>;
}

export interface SpendMeter {
  /** @param subject a key, a user, `ingest` or `operator`. */
  purseOf(ledger: Ledger, subject: string): Purse;
}

/** What a call that has not settled may cost. */
interface Reservation {
  readonly subject: string;
  readonly usd: number;
}

/** Longer than that a stream may be read by somebody who has gone for lunch. */
const PATIENCE_MS = 30_000;

/** Who pays for what a challenger answers unseen. */
export const SHADOW = "shadow";

const ACCESS = maintenanceAccess("spend caps");

export function createSpendMeter(caps: Caps, clock: Clock): SpendMeter {
  const running = new Set<Reservation>();
  /** A call that nobody can tell the price of until it has settled. */
  let unknown: Promise<void> | undefined;
  const { shadowDayUsd: _, ...others } = caps;
  const isCapped = Object.values(others).some((cap) => cap !== undefined);
  const today = (): string => clock.now().toISOString().slice(0, 10);

  async function reserve(ledger: Ledger, subject: string, kind: PaidKind): Promise<Disposable> {
    let isPatient = true;
    for (;;) {
      if (unknown && isPatient) isPatient = await settlesInTime(unknown);
      const day = today();
      const entries = await ledger.listSpend(ACCESS, `${day.slice(0, 7)}-01`);
      // While this looked, another may have begun.
      if (unknown && isPatient) continue;
      checkCaps(caps, { entries, running: [...running], subject, day });
      const known = entries.filter((entry) => entry.kind === kind);
      const reservation = { subject, usd: meanPrice(known) };
      running.add(reservation);
      const settled = Promise.withResolvers<void>();
      if (known.length === 0) unknown = settled.promise;
      return {
        [Symbol.dispose]() {
          running.delete(reservation);
          if (unknown === settled.promise) unknown = undefined;
          settled.resolve();
        },
      };
    }
  }

  return {
    purseOf: (ledger, subject) => ({
      async open(kind) {
        const reserved =
          isCapped || subject === SHADOW ? await reserve(ledger, subject, kind) : undefined;
        const usages: ReportedUsage[] = [];
        return {
          add: (usage) => void usages.push(usage),
          async [Symbol.asyncDispose]() {
            try {
              for (const usage of usages)
                await ledger.addSpend({ day: today(), subject, kind, ...toSums(usage) });
            } finally {
              reserved?.[Symbol.dispose]();
            }
          },
        };
      },
    }),
  };
}

/** @returns false when it takes too long. */
async function settlesInTime(settled: Promise<void>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), PATIENCE_MS);
  try {
    return await Promise.race([settled.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

const toSums = ({ inputTokens, outputTokens, costUsd }: ReportedUsage) => ({
  calls: 1,
  inputTokens: inputTokens ?? 0,
  outputTokens: outputTokens ?? 0,
  usd: costUsd ?? 0,
  unknown: costUsd === undefined ? 1 : 0,
});

const sumUsd = (some: readonly { readonly usd: number }[]): number =>
  some.reduce((sum, { usd }) => sum + usd, 0);

/** 0 where no call told its price. */
function meanPrice(entries: readonly SpendEntry[]): number {
  const priced = entries.reduce((sum, { calls, unknown }) => sum + calls - unknown, 0);
  return priced === 0 ? 0 : sumUsd(entries) / priced;
}

interface Spent {
  /** Of the month. */
  readonly entries: readonly SpendEntry[];
  readonly running: readonly Reservation[];
  readonly subject: string;
  readonly day: string;
}

/** @throws app.spend-cap-reached */
function checkCaps(caps: Caps, { entries, running, subject, day }: Spent): void {
  const isOwn = (some: { readonly subject: string }): boolean => some.subject === subject;
  const isToday = (entry: SpendEntry): boolean => entry.day === day;
  const check = (
    cap: keyof Caps,
    spent: readonly SpendEntry[],
    pending: readonly Reservation[],
  ): void => {
    const limitUsd = caps[cap];
    if (limitUsd === undefined) return;
    const spentUsd = sumUsd(spent);
    if (spentUsd + sumUsd(pending) >= limitUsd) throw spendCapReached({ cap, limitUsd, spentUsd });
  };
  const mine = entries.filter(isOwn);
  check("dayUsd", entries.filter(isToday), running);
  check("monthUsd", entries, running);
  check("callerDayUsd", mine.filter(isToday), running.filter(isOwn));
  check("callerMonthUsd", mine, running.filter(isOwn));
  if (subject === SHADOW) check("shadowDayUsd", mine.filter(isToday), running.filter(isOwn));
}
