/** @module Questions from tables: RAGAS, promptfoo and Langfuse export them as CSV. */
import { parse } from "csv-parse/sync";
import { importFailed } from "../../errors.ts";

/** A row by column; every value is text. */
export type TableRow = Readonly<Record<string, string>>;

/** @throws evaluate.import-failed with the line at which it stops being CSV. */
export function parseTable(path: string, format: string, text: string): readonly TableRow[] {
  try {
    return parse(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
    });
  } catch (error) {
    const mistake = error instanceof Error ? error.message : "no CSV";
    throw importFailed({ path, format, mistakes: [mistake] }, error);
  }
}

/** The first of these columns that holds anything. */
export function pick(row: Readonly<Record<string, unknown>>, ...names: readonly string[]): string {
  for (const name of names) {
    const value = row[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return "";
}
