/** @module Numbers that Word counts and does not write: of headings, clauses and lists. */
import type { Element } from "domhandler";
import {
  attributeOf,
  childOf,
  childrenOf,
  findAll,
  isOn,
  numberOf,
  type XmlParts,
} from "../archive/xml.ts";
import { toDigits } from "../office/numbers.ts";

interface Level {
  readonly start: number;
  readonly format: string;
  /** Such as `%1.%2`, a sign for each level's number. */
  readonly pattern: string;
  /** Numbers of other levels are written in digits as well. */
  readonly legal: boolean;
}

interface Numbering {
  /** Numbers of one kind go on with one another's count. */
  readonly kind: string;
  readonly levels: ReadonlyMap<number, Level>;
  /** Where a count begins anew, by level. */
  readonly restarts: ReadonlyMap<number, number>;
}

interface Place {
  readonly id: string;
  readonly level: number;
}

const valueOf = (parent: Element | undefined, name: string): string =>
  attributeOf(childOf(parent, name), "val") ?? "";

const MAX_LEVEL = 8;

function readLevel(element: Element): Level {
  const legal = childOf(element, "isLgl");
  return {
    start: numberOf(childOf(element, "start"), "val") ?? 1,
    format: valueOf(element, "numFmt"),
    pattern: valueOf(element, "lvlText"),
    legal: legal !== undefined && isOn(attributeOf(legal, "val") ?? "1"),
  };
}

const readLevels = (parent: Element): [number, Level][] =>
  childrenOf(parent, "lvl").map((level) => [numberOf(level, "ilvl") ?? 0, readLevel(level)]);

function readNumberings(root: Element | undefined): ReadonlyMap<string, Numbering> {
  const kinds = new Map(
    childrenOf(root, "abstractNum").map((kind) => [
      attributeOf(kind, "abstractNumId") ?? "",
      readLevels(kind),
    ]),
  );
  return new Map(
    childrenOf(root, "num").map((number) => {
      const kind = valueOf(number, "abstractNumId");
      const overrides = childrenOf(number, "lvlOverride");
      const restarts = overrides.flatMap((override): [number, number][] => {
        const start = numberOf(childOf(override, "startOverride"), "val");
        return start === undefined ? [] : [[numberOf(override, "ilvl") ?? 0, start]];
      });
      const levels = [...(kinds.get(kind) ?? []), ...overrides.flatMap(readLevels)];
      const id = attributeOf(number, "numId") ?? "";
      return [id, { kind, levels: new Map(levels), restarts: new Map(restarts) }];
    }),
  );
}

function readPlace(properties: Element | undefined): Partial<Place> {
  const number = childOf(properties, "numPr");
  const id = valueOf(number, "numId");
  const level = numberOf(childOf(number, "ilvl"), "val");
  return { ...(id === "" ? {} : { id }), ...(level === undefined ? {} : { level }) };
}

/** What a style says of numbers, with what it takes from those it is based on. */
function readStyles(root: Element | undefined): ReadonlyMap<string, Partial<Place>> {
  const styles = new Map(
    childrenOf(root, "style").map((style) => [attributeOf(style, "styleId") ?? "", style]),
  );
  const read = (id: string, seen: readonly string[]): Partial<Place> => {
    const style = styles.get(id);
    if (!style || seen.includes(id) || seen.length > 20) return {};
    const base = read(valueOf(style, "basedOn"), [...seen, id]);
    return { ...base, ...readPlace(childOf(style, "pPr")) };
  };
  return new Map([...styles.keys()].map((id) => [id, read(id, [])]));
}

const DIGITS: Readonly<Record<string, readonly ["alpha" | "roman", boolean]>> = {
  lowerLetter: ["alpha", false],
  upperLetter: ["alpha", true],
  lowerRoman: ["roman", false],
  upperRoman: ["roman", true],
};

function format(value: number, level: Level | undefined, legal: boolean): string {
  if (level?.format === "none") return "";
  const [digits, upper] = (legal ? undefined : DIGITS[level?.format ?? ""]) ?? ["arabic", false];
  const written = toDigits(value, digits, upper);
  return level?.format === "decimalZero" && value < 10 ? `0${written}` : written;
}

interface Counts {
  readonly byKind: Map<string, number[]>;
  readonly restarted: Set<string>;
}

function count(
  { byKind, restarted }: Counts,
  numbering: Numbering,
  { id, level }: Place,
): number[] {
  const counts = byKind.get(numbering.kind) ?? [];
  byKind.set(numbering.kind, counts);
  const restart = numbering.restarts.get(level);
  const isNew = restart !== undefined && !restarted.has(`${id} ${level}`);
  restarted.add(`${id} ${level}`);
  const startOf = (at: number): number => numbering.levels.get(at)?.start ?? 1;
  for (let at = 0; at < level; at += 1) counts[at] ??= startOf(at);
  const before = counts[level];
  counts[level] = isNew ? restart : before === undefined ? startOf(level) : before + 1;
  counts.length = level + 1;
  return counts;
}

/** Text boxes are written twice; the one for older programs does not count again. */
function isRepeated(paragraph: Element): boolean {
  for (let above = paragraph.parent; above; above = above.parent)
    if (above.type === "tag" && above.name === "mc:Fallback") return true;
  return false;
}

/**
 * The number before each paragraph of the body that has one, in the order of the body, such as
 * `2.1` or `(a)`; bullets are none.
 *
 * @param document root element of the main part.
 */
export function readNumbers(xml: XmlParts, document: Element): ReadonlyMap<Element, string> {
  const numberings = readNumberings(xml.root("word/numbering.xml"));
  const numbers = new Map<Element, string>();
  if (numberings.size === 0) return numbers;
  const styles = readStyles(xml.root("word/styles.xml"));
  const counts: Counts = { byKind: new Map(), restarted: new Set() };
  for (const paragraph of findAll(document, "p")) {
    if (isRepeated(paragraph)) continue;
    const properties = childOf(paragraph, "pPr");
    const own = { ...styles.get(valueOf(properties, "pStyle")), ...readPlace(properties) };
    const numbering = numberings.get(own.id ?? "");
    const level = Math.min(own.level ?? 0, MAX_LEVEL);
    const rule = numbering?.levels.get(level);
    if (!numbering || !rule || own.id === undefined) continue;
    const values = count(counts, numbering, { id: own.id, level });
    if (rule.format === "bullet" || rule.format === "none") continue;
    const number = rule.pattern.replaceAll(/%([1-9])/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      return format(values[at] ?? 1, numbering.levels.get(at), rule.legal);
    });
    if (number.trim() !== "") numbers.set(paragraph, number.trim());
  }
  return numbers;
}
