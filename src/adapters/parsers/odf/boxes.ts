/** @module Where the drawings of an OpenDocument file stand on their page. */
import type { Element } from "domhandler";
import { attributeOf, childrenOf, localName } from "../archive/xml.ts";
import { uniteBoxes, type Box } from "../office/reading-order.ts";

const MILLIMETERS: Readonly<Record<string, number>> = {
  mm: 1,
  cm: 10,
  in: 25.4,
  pt: 25.4 / 72,
  pc: 25.4 / 6,
  px: 25.4 / 96,
};

function toMillimeters(length: string | undefined): number | undefined {
  const [, number, unit] = /^\s*(-?[\d.]+)(\w{2})\s*$/.exec(length ?? "") ?? [];
  const factor = MILLIMETERS[unit ?? ""];
  const value = Number(number);
  return factor === undefined || !Number.isFinite(value) ? undefined : value * factor;
}

/** In millimeters; a group reaches as far as what is in it. Nothing where no place is said. */
export function readBox(drawing: Element): Box | undefined {
  if (localName(drawing) === "g")
    return uniteBoxes(childrenOf(drawing).flatMap((child) => readBox(child) ?? []));
  const moved = /translate\s*\(\s*(\S+?)[\s,]+(\S+?)\s*\)/.exec(
    attributeOf(drawing, "transform") ?? "",
  );
  const left = toMillimeters(attributeOf(drawing, "x") ?? moved?.[1]);
  const top = toMillimeters(attributeOf(drawing, "y") ?? moved?.[2]);
  if (left === undefined || top === undefined) return undefined;
  const width = toMillimeters(attributeOf(drawing, "width")) ?? 0;
  const height = toMillimeters(attributeOf(drawing, "height")) ?? 0;
  return { left, top, right: left + width, bottom: top + height };
}
