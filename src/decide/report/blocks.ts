/** @module What a report is made of: plain blocks, for every form of it. */
import type { Decision } from "../record/decision.ts";

export interface Table {
  readonly kind: "table";
  readonly caption: string;
  /** The first column names its row; `number` columns stand to the right. */
  readonly columns: readonly { readonly name: string; readonly number?: true }[];
  readonly rows: readonly (readonly string[])[];
}

export type Chart = "arms" | "costs" | "tornado";

export type Block =
  | { readonly kind: "text"; readonly text: string; readonly strong?: true }
  | { readonly kind: "list"; readonly items: readonly string[]; readonly ordered?: true }
  | { readonly kind: "steps"; readonly items: readonly Decision["nextSteps"][number][] }
  | { readonly kind: "chart"; readonly chart: Chart }
  | Table;

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export const text = (words: string, strong?: true): Block => ({
  kind: "text",
  text: words,
  ...(strong ? { strong } : {}),
});
export const list = (items: readonly string[]): Block => ({ kind: "list", items });
export const table = (caption: string, columns: Table["columns"], rows: Table["rows"]): Table => ({
  kind: "table",
  caption,
  columns,
  rows,
});
export const number = (name: string) => ({ name, number: true as const });
export const words = (name: string) => ({ name });
