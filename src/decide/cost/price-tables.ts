/** @module Dated prices of what is not paid by the token of a call: training, GPU hours. */
import { z } from "zod";
import bundled from "./price-table.json" with { type: "json" };
import { badPrices } from "../errors.ts";
import { DAY_MS } from "../../foundation/durations.ts";

const Usd = z.number().min(0);
const Row = z.strictObject({
  id: z.string().min(1),
  unit: z.string().min(1),
  usd: Usd,
  low: Usd.optional(),
  high: Usd.optional(),
  verified: z.enum(["vendor", "secondary", "own"]),
});
const Table = z.strictObject({
  schema: z.literal("plumbline.prices/1"),
  id: z.string().min(1),
  /** The day on which they were read. */
  readAt: z.iso.date(),
  note: z.string().optional(),
  rows: z.array(Row),
});
export type PriceTable = z.output<typeof Table>;
export type PriceRow = z.output<typeof Row>;

/** Older prices are still used, and said to be old. */
const STALE_DAYS = 90;

/** @throws decide.bad-prices naming the place of each mistake. */
export function parsePriceTable(name: string, value: unknown): PriceTable {
  const parsed = Table.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the table"}: ${message}`,
  );
  throw badPrices({ name, mistakes });
}

/** The table of this version. */
export const bundledPrices = (): PriceTable => parsePriceTable("the bundled table", bundled);

/** Days since the prices were read; never below 0. */
export const ageInDays = ({ readAt }: PriceTable, today: string): number =>
  Math.max(0, Math.floor((Date.parse(today) - Date.parse(readAt)) / DAY_MS));

export const isStale = (table: PriceTable, today: string): boolean =>
  ageInDays(table, today) > STALE_DAYS;

/** Later tables win: a team's own come last. `undefined` where none has the row. */
export function findPrice(tables: readonly PriceTable[], id: string): PriceRow | undefined {
  return tables
    .toReversed()
    .flatMap(({ rows }) => rows)
    .find((row) => row.id === id);
}
