/** @module A number that a case checks, as one of its right answers states it. */
import { readValues } from "../src/engine/evidence/index.ts";
import { agreesOnValue } from "../src/evaluate/index.ts";
import type { TextValue } from "../src/foundation/text-value.ts";

/**
 * The number with its unit and scale, from the first right answer that names them: `20` of "20 weeks"
 * is `20 weeks`, `5` of "EUR 5 million" is `EUR 5 million`. Where a right answer would fail with the
 * unit, as "55" beside "55 percent", it stays without. `undefined` where no right answer states it as
 * a number: the 3 of `WD3` is a name.
 */
export function settleNumber(
  number: string,
  answers: readonly string[],
  language: string,
): string | undefined {
  const [wanted] = readValues(number, language);
  if (!wanted) return undefined;
  const stated = answers
    .flatMap((answer) => readValues(answer, language))
    .filter((value) => agreesOnValue(wanted, value));
  const ordered = stated.toSorted((a, b) => Number(isMeasured(b)) - Number(isMeasured(a)));
  const best = ordered.find((value) => stated.every((other) => agreesOnValue(value, other)));
  return best && write(best, language);
}

const isMeasured = (value: TextValue): boolean =>
  value.kind !== "number" || value.unit !== undefined;

/** A currency that stands before its figure is no part of the figure's text. */
function write(value: TextValue, language: string): string {
  if (value.kind !== "number" || value.unit === undefined) return value.text.trim();
  const isWhole = readValues(value.text, language).some(
    (read) => read.kind === "number" && read.unit === value.unit,
  );
  return isWhole ? value.text : `${value.unit.toUpperCase()} ${value.text}`;
}
