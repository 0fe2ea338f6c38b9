/** @module What is told of a version of a golden set that was made. */
import type { GoldenChange } from "../../app/index.ts";
import { toPrintable, type Terminal } from "../terminal.ts";

const WHY = {
  "same-id": "has the id of",
  repeats: "nearly repeats",
  "split-conflict": "ties together",
} as const;

/** Name and hash as a pin, what was refused, and how the cases lie in their parts. */
export function printChange(terminal: Terminal, change: GoldenChange): void {
  const { name, hash, added, refused, cases, parts } = change;
  for (const { id, reason, against } of refused)
    terminal.problem(`refused ${toPrintable(id)}: it ${WHY[reason]} ${against.join(", ")}`);
  const told = Object.entries(parts).map(([part, count]) => `${part} ${count}`);
  terminal.out(
    `${toPrintable(name)}@${hash.slice(0, 16)}  ${cases} ${cases === 1 ? "case" : "cases"}: ${told.join(", ")}`,
  );
  if (added.length > 0 && added.length <= LISTED) terminal.err(`added ${added.join(", ")}`);
}

/** More of them are not named. */
const LISTED = 10;

/** `faq 12, cloze 50`. */
export const listCounts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
