/** @module Charts of Office files: title and the values the file keeps for drawing them, as a table. */
import type { Element } from "domhandler";
import {
  attributeOf,
  childOf,
  childrenOf,
  findAll,
  findFirst,
  localName,
  numberOf,
  textOf,
  toOneLine,
  type XmlNode,
} from "../archive/xml.ts";
import type { TextBuilder } from "../text-builder.ts";
import { joinCells } from "../table-rows.ts";
import { DAY_MS } from "../../../foundation/durations.ts";

/** Points by their place; the places come from a stranger and may have gaps. */
type Points = ReadonlyMap<number, string>;

interface Series {
  readonly name: string;
  readonly categories: Points;
  readonly values: Points;
}

const EXCEL_EPOCH_DAYS = 25_569;

/** A serial number of the 1900 date system as an ISO date, and its time where it has one. */
function toIsoDate(serial: number): string {
  const date = new Date(Math.round((serial - EXCEL_EPOCH_DAYS) * DAY_MS));
  if (Number.isNaN(date.getTime())) return String(serial);
  const iso = date.toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, 16).replace("T", " ");
}

/** A cached number as its axis shows it: percent and dates by the format, no tail of rounding. */
export function formatCached(value: string, formatCode: string): string {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number)) return toOneLine(value);
  const code = formatCode.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, "");
  if (code.includes("%")) return `${Number((number * 100).toPrecision(12))}%`;
  if (/[dy]/i.test(code) && !/general|standard/i.test(code)) return toIsoDate(number);
  return String(Number(number.toPrecision(12)));
}

function readPoints(cache: Element): Points {
  const format = textOf(childOf(cache, "formatCode"));
  return new Map(
    childrenOf(cache, "pt").flatMap((point) => {
      const index = numberOf(point, "idx");
      const value = textOf(childOf(point, "v"));
      return index === undefined || value === "" ? [] : [[index, formatCached(value, format)]];
    }),
  );
}

/** An outer name stands at its first place alone and holds until the next. */
function carryOn(level: Points, places: readonly number[]): Points {
  let current = "";
  return new Map(
    places.map((place) => {
      current = level.get(place) ?? current;
      return [place, current];
    }),
  );
}

/** Of several levels of categories the inner one comes last, behind those around it. */
function readLevels(multi: Element): Points {
  const levels = childrenOf(multi, "lvl").map(readPoints).toReversed();
  const places = [...new Set(levels.flatMap((level) => [...level.keys()]))].toSorted(
    (a, b) => a - b,
  );
  const carried = levels.slice(0, -1).map((level) => carryOn(level, places));
  const inner = levels.at(-1);
  return new Map(
    places.map((place) => {
      const names = [...carried.map((level) => level.get(place)), inner?.get(place)];
      return [place, names.filter(Boolean).join(", ")];
    }),
  );
}

function readData(series: Element, ...names: string[]): Points {
  const data = childrenOf(series, ...names)[0];
  const multi = findFirst(data, "multiLvlStrCache");
  if (multi) return readLevels(multi);
  const cache = findFirst(data, "strCache", "numCache", "strLit", "numLit");
  return cache ? readPoints(cache) : new Map();
}

function titleOf(holder: XmlNode | undefined): string {
  const title = childOf(holder, "title");
  const cached = findAll(title, "v").map(textOf);
  const lines = findAll(title, "p").map((line) => findAll(line, "t").map(textOf).join(""));
  return toOneLine((lines.length > 0 ? lines : cached).join(" "));
}

const sameKeys = (a: Points, b: Points): boolean =>
  a.size === b.size && [...a].every(([index, text]) => b.get(index) === text);

function toRows(corner: string, series: readonly Series[]): readonly (readonly string[])[] {
  const categories = series[0]?.categories ?? new Map<number, string>();
  const places = new Set([
    ...categories.keys(),
    ...series.flatMap(({ values }) => [...values.keys()]),
  ]);
  const rows = [...places]
    .toSorted((a, b) => a - b)
    .map((at) => [categories.get(at) ?? "", ...series.map(({ values }) => values.get(at) ?? "")]);
  return [[corner, ...series.map(({ name }) => name)], ...rows];
}

function readSeries(plot: Element): readonly Series[] {
  return childrenOf(plot).flatMap((chart) =>
    childrenOf(chart, "ser").map((series) => ({
      name: toOneLine(findAll(childOf(series, "tx"), "v").map(textOf).join(" ")),
      categories: readData(series, "cat", "xVal"),
      values: readData(series, "val", "yVal"),
    })),
  );
}

/** Charts since 2016 (waterfall, funnel, treemap) keep their data apart from their series. */
function readNewSeries(space: Element): readonly Series[] {
  const names = new Map(
    findAll(space, "series").map((series) => [
      attributeOf(childOf(series, "dataId"), "val"),
      toOneLine(textOf(findFirst(childOf(series, "tx"), "v"))),
    ]),
  );
  const points = (level: Element | undefined): Points =>
    new Map(
      childrenOf(level, "pt").flatMap((point) => {
        const index = numberOf(point, "idx");
        const code = attributeOf(level, "formatCode") ?? "";
        return index === undefined ? [] : [[index, formatCached(textOf(point), code)]];
      }),
    );
  return findAll(childOf(space, "chartData"), "data").map((data) => {
    const levels = childrenOf(childOf(data, "strDim"), "lvl").map(points);
    const categories = new Map(
      [...(levels[0]?.keys() ?? [])].map((index) => [
        index,
        levels
          .map((level) => level.get(index) ?? "")
          .toReversed()
          .filter(Boolean)
          .join(", "),
      ]),
    );
    const values = points(childOf(data, "numDim", "lvl"));
    return { name: names.get(attributeOf(data, "id")) ?? "", categories, values };
  });
}

function axisTitle(plot: Element | undefined, ...names: string[]): string {
  const axes = childrenOf(plot, ...names);
  return axes.map(titleOf).find((title) => title !== "") ?? "";
}

/** Such as `Bar and line chart`; a reader sees the kind, and it tells a chart from a table. */
function kindOf(plot: Element | undefined): string {
  const kinds = childrenOf(plot).flatMap((child) => {
    const kind = /^(?:of)?(\w+?)(?:3D)?Chart$/.exec(localName(child))?.[1];
    return kind === undefined ? [] : [kind.toLowerCase()];
  });
  const named = [...new Set(kinds)].join(" and ");
  return named === "" ? "Chart" : `${named.slice(0, 1).toUpperCase()}${named.slice(1)} chart`;
}

/**
 * Adds kind and title as a caption and the cached values as tables with a header row: one table where
 * all series share their categories, else one for each series.
 *
 * @param space root element of a chart part.
 */
export function writeChart(builder: TextBuilder, space: Element): void {
  const chart = childOf(space, "chart");
  const plot = childOf(chart, "plotArea");
  const series = plot && localName(plot) === "plotArea" ? readSeries(plot) : [];
  const all = series.length > 0 ? series : readNewSeries(space);
  const values = axisTitle(plot, "valAx");
  const named = [titleOf(chart), values === "" ? "" : `(${values})`].filter(Boolean).join(" ");
  const [first] = all;
  if (!first && named === "") return;
  builder.add("caption", [kindOf(plot), named].filter(Boolean).join(": "));
  if (!first) return;
  const corner = axisTitle(plot, "catAx", "dateAx");
  const shared = all.every((one) => sameKeys(one.categories, first.categories));
  for (const group of shared ? [all] : all.map((one) => [one]))
    builder.addTable(joinCells(toRows(corner, group)), 1);
}
