/** @module Charts and diagrams of a Word document, which its library leaves out. */
import type { Element } from "domhandler";
import { attributeOf, findAll, localName, relationIdOf, type XmlParts } from "../archive/xml.ts";
import { writeChart } from "../office/chart.ts";
import { writeDiagram } from "../office/diagram.ts";
import { createPartFinder } from "../office/relations.ts";
import type { TextBuilder } from "../text-builder.ts";

const isDrawn = (reference: Element): boolean => reference.parent?.type === "tag";

/** Adds the data of charts and the words of diagrams in the order in which the document shows them. */
export function writeGraphics(builder: TextBuilder, xml: XmlParts, main: string): void {
  const find = createPartFinder(xml, main);
  const seen = new Set<string>();
  for (const reference of findAll(xml.root(main), "chart", "relIds")) {
    if (!isDrawn(reference)) continue;
    const isChart = localName(reference) === "chart";
    const part = find(isChart ? relationIdOf(reference) : attributeOf(reference, "dm"));
    // A document may show a drawing once more for older programs.
    if (!part || seen.has(part.part)) continue;
    seen.add(part.part);
    if (isChart) writeChart(builder, part.root);
    else writeDiagram(builder, part.root);
  }
}
