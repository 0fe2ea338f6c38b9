/** @module Lines of a region to paragraphs, list items and tables, by their place on the page. */
import { lineText, type Line } from "./lines.ts";

export type Group =
  | { readonly kind: "text"; readonly lines: readonly Line[]; readonly item: boolean }
  | { readonly kind: "table"; readonly lines: readonly Line[] };

const BULLET = /^[•‣▪●◦○\p{So}\p{Co}\u00b7*\u2013-]\s/u;
const LEADERS = /(?:\s?\.){5,}\s?\S{1,8}$/;
const NUMBER =
  /^(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5}|[IVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,4}\.?|§+\s?\d+)\s+\S/;

export const startsBullet = (text: string): boolean => BULLET.test(text);
export const startsNumber = (text: string): boolean => NUMBER.test(text);

/** Edges of cells in one column differ by less, in ems. */
const ALIGNED = 0.8;
/** Single lines inside of a table: a label that is broken, or the name of a group of rows. */
const MAX_SINGLE = 2;
/** A line this wide, of its region, is text between two tables. */
const WIDE_LINE = 0.6;

/** Cells behind the label stand under those of the other line by an edge or by their middle. */
function isAligned(above: Line, below: Line, left: number): boolean {
  const slack = ALIGNED * Math.max(above.size, below.size);
  const values = ({ cells }: Line): Line["cells"] => cells.filter(({ x0 }) => x0 > left + slack);
  const [upper, lower] = [values(above), values(below)];
  // Lines of three parts and more are no prose, and a sign may stand away from its number.
  const many = above.cells.length > 2 && below.cells.length > 2;
  const fits = lower.filter((cell) =>
    upper.some(
      (other) =>
        Math.abs(other.x0 - cell.x0) < slack ||
        Math.abs(other.x1 - cell.x1) < slack ||
        Math.abs(other.x0 + other.x1 - cell.x0 - cell.x1) < 2 * slack ||
        (many && Math.min(other.x1, cell.x1) - Math.max(other.x0, cell.x0) > 0),
    ),
  );
  return fits.length > 0 && fits.length * 2 >= Math.min(upper.length, lower.length);
}

/** @returns the index behind the table that starts at `start`, or `start` when none does. */
function findTableEnd(lines: readonly Line[], start: number, page: Measure): number {
  let end = start;
  let rows = 0;
  let last: Line | undefined;
  for (let index = start; index < lines.length && index - end <= MAX_SINGLE; index += 1) {
    const line = lines[index];
    const before = lines[index - 1];
    if (!line) break;
    if (last && before && line.y - before.y > 4 * Math.max(line.size, before.size)) break;
    if (line.cells.length < 2) {
      if (line.x1 - line.x0 > WIDE_LINE * (page.right - page.left)) break;
      continue;
    }
    const after = lines[index + 1];
    const continues = !last || isAligned(last, line, page.left);
    // Headings over several columns stand between the edges of those, which the next rows show.
    const headed = rows === 1 && after && isAligned(line, after, page.left);
    if (!continues && !headed) break;
    last = line;
    rows += 1;
    end = index + 1;
  }
  return rows >= 2 ? end : start;
}

interface Measure {
  readonly left: number;
  readonly right: number;
  /** Usual distance of baselines, in ems. */
  readonly leading: number;
}

function measure(lines: readonly Line[]): Measure {
  const gaps = lines
    .map((line, index) => (line.y - (lines[index - 1]?.y ?? line.y)) / line.size)
    .filter((gap) => gap > 0.5 && gap < 3)
    .toSorted((a, b) => a - b);
  const ends = lines.map(({ x1 }) => x1).toSorted((a, b) => a - b);
  return {
    left: Math.min(...lines.map(({ x0 }) => x0)),
    right: ends[Math.floor(ends.length * 0.95)] ?? 0,
    leading: gaps[Math.floor(gaps.length * 0.4)] ?? 1.2,
  };
}

/** The right margin near a line: text may be set narrower than its page for a while. */
function findMargin(lines: readonly Line[], index: number, page: Measure): number {
  const near = lines.slice(Math.max(0, index - 4), index + 4);
  const most = Math.max(...near.map(({ x1 }) => x1));
  const full = near.filter((line) => line.x1 > most - 1.5 * line.size).length;
  return full >= 3 ? most : page.right;
}

const isCentered = (a: Line, b: Line): boolean =>
  Math.abs(a.x0 + a.x1 - b.x0 - b.x1) < a.size && Math.abs(a.x0 - b.x0) > a.size;

/** True when the first word of the next line would have fitted into the room left. */
function breaksEarly(last: Line, next: Line, margin: number): boolean {
  const text = lineText(next);
  const [word = ""] = text.split(" ");
  const perCharacter = (next.x1 - next.x0) / Math.max(text.length, 1);
  return margin - last.x1 > (word.length + 1) * perCharacter + last.size;
}

interface Neighbors {
  readonly open: readonly Line[];
  readonly next: Line;
  readonly page: Measure;
  readonly margin: number;
}

function endsParagraph({ open, next, page, margin }: Neighbors): boolean {
  const [first, second] = open;
  const last = open.at(-1);
  if (!last || !first) return false;
  const size = Math.max(last.size, next.size);
  if (Math.abs(last.size - next.size) > 0.12 * size) return true;
  if (next.y - last.y > (page.leading + 0.45) * size || next.y < last.y) return true;
  const text = lineText(next);
  if (startsBullet(text) || startsNumber(text)) return true;
  const before = lineText(last);
  if (LEADERS.test(before)) return true;
  const isItem = startsBullet(lineText(first)) || startsNumber(lineText(first));
  // The lines of an item hang under its text, and so does what is broken in it.
  const hangs = isItem && next.x0 > first.x0 + 0.5 * size;
  if (breaksEarly(last, next, margin) && !isCentered(last, next)) {
    const ended = /[.!?]["”’)]?$/.test(before) && /^[^\p{Ll}]/u.test(text);
    return ended || (!hangs && (/[:;]$/.test(before) || /^[^\p{Ll}]/u.test(text)));
  }
  if (hangs) return false;
  // Those of a paragraph that move right begin another one.
  const indent = next.x0 - (second ?? first).x0;
  return !isItem && indent > 0.8 * size && indent < 6 * size && !isCentered(last, next);
}

/** @returns every line once, in order. */
export function toGroups(lines: readonly Line[]): readonly Group[] {
  const groups: Group[] = [];
  if (lines.length === 0) return groups;
  const page = measure(lines);
  let open: Line[] = [];
  const close = (): void => {
    const [first] = open;
    if (first) groups.push({ kind: "text", lines: open, item: startsBullet(lineText(first)) });
    open = [];
  };
  for (let index = 0; index < lines.length;) {
    const line = lines[index];
    if (!line) break;
    const tableEnd = line.cells.length > 1 ? findTableEnd(lines, index, page) : index;
    if (tableEnd > index) {
      close();
      groups.push({ kind: "table", lines: lines.slice(index, tableEnd) });
      index = tableEnd;
      continue;
    }
    if (
      open.length > 0 &&
      endsParagraph({ open, next: line, page, margin: findMargin(lines, index, page) })
    )
      close();
    open.push(line);
    index += 1;
  }
  close();
  return groups;
}
