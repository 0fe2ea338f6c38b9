/** @module What lies on top of the cells of a workbook: charts, text boxes, pictures, tables' frames. */
import { utils } from "@e965/xlsx";
import type { Element } from "domhandler";
import {
  attributeOf,
  childOf,
  childrenOf,
  relationIdOf,
  textOf,
  type XmlParts,
} from "../archive/xml.ts";
import { createPartFinder, findRelated, listRelations } from "../office/relations.ts";
import { listShapes, writeShapes } from "../office/shapes.ts";
import type { TextBuilder } from "../text-builder.ts";
import { toCommentKey } from "./comments.ts";
import { toPlace } from "./write-region.ts";

export interface SheetParts {
  readonly hasDrawing: boolean;
  writeDrawing(builder: TextBuilder): void;
  /** Some rows or columns are hidden. */
  readonly hides: boolean;
  /** When a comment of a thread was written, by its cell and words. */
  readonly commentTimes: ReadonlyMap<string, string>;
  /** Places of the first cells of declared tables that have a header row. */
  readonly tableStarts: readonly string[];
}

const ANCHORS = ["twoCellAnchor", "oneCellAnchor", "absoluteAnchor"];

function writeDrawing(builder: TextBuilder, parts: XmlParts, drawing: string, root: Element): void {
  const shapes = childrenOf(root, ...ANCHORS).flatMap(listShapes);
  writeShapes(builder, shapes, {
    findPart: createPartFinder(parts, drawing),
    templatesOf: () => [],
    stylesOf: () => [],
  });
}

function readTableStarts(parts: XmlParts, sheet: string): readonly string[] {
  const tables = listRelations(parts, sheet).filter(({ kind }) => kind === "table");
  return tables.flatMap(({ target }) => {
    const table = parts.root(target);
    const place = attributeOf(table, "ref");
    if (place === undefined || attributeOf(table, "headerRowCount") === "0") return [];
    const { s: start } = utils.decode_range(place);
    return [toPlace(start.r, start.c)];
  });
}

/** The library keeps the words of threads without their times. */
function readCommentTimes(parts: XmlParts, sheet: string): ReadonlyMap<string, string> {
  const threads = listRelations(parts, sheet).filter(({ kind }) => kind === "threadedComment");
  return new Map(
    threads
      .flatMap(({ target }) => childrenOf(parts.root(target), "threadedComment"))
      .map((comment) => [
        toCommentKey(attributeOf(comment, "ref") ?? "", textOf(childOf(comment, "text"))),
        attributeOf(comment, "dT") ?? "",
      ]),
  );
}

/** Told from the part's bytes: the library keeps it only together with much else. */
function hidesCells(bytes: Uint8Array | undefined): boolean {
  if (!bytes) return false;
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return /<(?:\w+:)?(?:row|col)\s[^>]*\bhidden="(?:1|true)"/.test(source);
}

function readSheet(parts: XmlParts, part: string, bytes: Uint8Array | undefined): SheetParts {
  const drawing = findRelated(parts, part, "drawing");
  const root = drawing === undefined ? undefined : parts.root(drawing);
  return {
    hasDrawing: root !== undefined,
    writeDrawing(builder) {
      if (drawing !== undefined && root) writeDrawing(builder, parts, drawing, root);
    },
    hides: hidesCells(bytes),
    commentTimes: readCommentTimes(parts, part),
    tableStarts: readTableStarts(parts, part),
  };
}

/** By the names of sheets; nothing of binary workbooks, whose parts are no XML. */
export function findSheetParts(
  parts: XmlParts,
  archive: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, SheetParts> {
  const workbook = findRelated(parts, "", "officeDocument") ?? "xl/workbook.xml";
  if (!workbook.endsWith(".xml")) return new Map();
  const targets = new Map(listRelations(parts, workbook).map(({ id, target }) => [id, target]));
  const sheets = childrenOf(childOf(parts.root(workbook), "sheets"), "sheet");
  return new Map(
    sheets.flatMap((sheet) => {
      const part = targets.get(relationIdOf(sheet) ?? "");
      const name = attributeOf(sheet, "name") ?? "";
      return part === undefined ? [] : [[name, readSheet(parts, part, archive.get(part))] as const];
    }),
  );
}
