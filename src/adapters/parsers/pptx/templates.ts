/** @module What the shapes of a slide take from its layout and its master. */
import type { Element } from "domhandler";
import { attributeOf, childOf, type XmlNode } from "../archive/xml.ts";
import { createPartFinder, findRelated } from "../office/relations.ts";
import { listShapes, placeholderOf, type DrawingContext } from "../office/shapes.ts";
import type { Presentation } from "./presentation.ts";

/** Kinds that a master has no shape of its own for. */
const MASTER_KIND: Readonly<Record<string, string>> = {
  ctrTitle: "title",
  subTitle: "body",
  obj: "body",
  tbl: "body",
  chart: "body",
  dgm: "body",
  pic: "body",
};

/** @returns such as `title`, `body`, `ftr`; `obj` where it is not said; nothing for other shapes. */
export function placeholderKind(shape: Element): string | undefined {
  const placeholder = placeholderOf(shape);
  return placeholder && (attributeOf(placeholder, "type") ?? "obj");
}

const shapesOf = (root: XmlNode | undefined): readonly Element[] =>
  listShapes(childOf(root, "cSld", "spTree"));

/** @param part the name of a slide. */
export function createSlideContext({ parts, root }: Presentation, part: string): DrawingContext {
  const layoutPart = findRelated(parts, part, "slideLayout");
  const layout = layoutPart === undefined ? undefined : parts.root(layoutPart);
  const masterPart =
    layoutPart === undefined ? undefined : findRelated(parts, layoutPart, "slideMaster");
  const master = masterPart === undefined ? undefined : parts.root(masterPart);
  const [layoutShapes, masterShapes] = [shapesOf(layout), shapesOf(master)];
  const textStyles = childOf(master, "txStyles");
  return {
    findPart: createPartFinder(parts, part),
    templatesOf(shape) {
      const kind = placeholderKind(shape);
      if (kind === undefined) return [];
      const index = attributeOf(placeholderOf(shape), "idx");
      const fills = (other: Element): boolean =>
        index === undefined
          ? placeholderKind(other) === kind
          : attributeOf(placeholderOf(other), "idx") === index;
      const inLayout = layoutShapes.find(fills);
      const wanted = (inLayout && placeholderKind(inLayout)) ?? kind;
      const inMaster = masterShapes.find(
        (other) => placeholderKind(other) === (MASTER_KIND[wanted] ?? wanted),
      );
      return [inLayout, inMaster].filter((template) => template !== undefined);
    },
    stylesOf(shape) {
      const kind = placeholderKind(shape);
      const style = MASTER_KIND[kind ?? ""] ?? kind;
      const name = style === "title" ? "titleStyle" : style === "body" ? "bodyStyle" : "otherStyle";
      return [childOf(textStyles, name), childOf(root, "defaultTextStyle")];
    },
  };
}
