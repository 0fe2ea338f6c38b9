/** @module Cells of a table to one line a row, as a reader would say them. */

const PREFIX = /^\(?[$€£¥]$/;
const SUFFIX = /^(?:%|\)|\)\s?%|%\s?\))$/;

/** Filings put currency and closing signs into cells of their own; they belong to their number. */
function joinSigns(row: readonly string[]): readonly string[] {
  const cells = [...row];
  for (const [index, cell] of cells.entries()) {
    const next = cells.findIndex((other, at) => at > index && other !== "");
    const trailing = /^(.*[\d)—–-])\s+([$€£¥])$/.exec(cell);
    if (trailing && next >= 0) {
      cells[index] = trailing[1] ?? "";
      cells[next] = `${trailing[2] ?? ""}${cells[next] ?? ""}`;
      continue;
    }
    if (SUFFIX.test(cell)) {
      const before = cells.findLastIndex((other, at) => at < index && other !== "");
      if (before < 0) continue;
      cells[before] = `${cells[before] ?? ""}${cell}`;
      cells[index] = "";
    } else if (PREFIX.test(cell)) {
      if (next < 0) continue;
      cells[next] = `${cell}${cells[next] ?? ""}`;
      cells[index] = "";
    }
  }
  return cells;
}

/**
 * One line a row, cells joined by ` | `; a row whose first cell is empty has bars around it, as
 * in Markdown, so that its cells keep their columns. Columns without any text are left out, and
 * so are empty cells at the end of a row; a row without text is an empty line.
 */
export function joinCells(rows: readonly (readonly string[])[]): readonly string[] {
  const grid = rows.map(joinSigns);
  const used = new Set<number>();
  for (const row of grid)
    for (const [column, cell] of row.entries()) if (cell !== "") used.add(column);
  return grid.map((row) => {
    const cells = row.filter((_, column) => used.has(column));
    const last = cells.findLastIndex((cell) => cell !== "");
    const line = cells
      .slice(0, last + 1)
      .join(" | ")
      .replaceAll(/\s+/g, " ");
    return cells[0] === "" && last > 0 ? `|${line} |` : line.trim();
  });
}
