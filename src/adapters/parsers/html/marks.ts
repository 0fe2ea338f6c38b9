/** @module Which parts of a page are boilerplate, and what the other parts hold. */
import type { AnyNode, Element } from "domhandler";

/** An element that begins boilerplate (`true`) or ends it again inside of some (`false`). */
export type Marks = Map<Element, boolean>;

export interface Size {
  /** Characters, white space as one blank. */
  readonly length: number;
  /** Of these, how many stand in links. */
  readonly linked: number;
  readonly links: number;
  /** Main headings of a page, `h1`. */
  readonly titles: number;
}

const NOTHING: Size = { length: 0, linked: 0, links: 0, titles: 0 };

export const isElement = (node: AnyNode): node is Element => node.type === "tag";

/** What each element holds beside what is marked; taken in one pass, so marks after it count not. */
export interface Survey {
  sizeOf(element: Element): Size;
}

const toShown = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

export function survey(root: Element, marks: Marks): Survey {
  const sizes = new Map<Element, Size>();
  const visit = (element: Element, inLink: boolean, inMarked: boolean): Size => {
    const isLink = element.name === "a";
    const skips = marks.get(element) ?? inMarked;
    let [length, linked, links, titles] = [0, 0, 0, element.name === "h1" ? 1 : 0];
    for (const child of element.children) {
      if (isElement(child)) {
        const size = visit(child, inLink || isLink, skips);
        length += size.length;
        linked += size.linked;
        links += size.links;
        titles += size.titles;
      } else if (child.type === "text" && !skips) {
        const shown = toShown(child.data).length;
        if (shown === 0) continue;
        length += shown + 1;
        if (inLink || isLink) linked += shown + 1;
      }
    }
    if (isLink && length > 0) links += 1;
    const size = { length, linked, links, titles };
    sizes.set(element, size);
    return size;
  };
  visit(root, false, false);
  return { sizeOf: (element) => sizes.get(element) ?? NOTHING };
}

/** Share of the text that stands in links, in [0, 1]; 1 for no text. */
export const linkShare = ({ length, linked }: Size): number => (length === 0 ? 1 : linked / length);

export interface ShownText {
  readonly text: string;
  readonly linked: boolean;
}

/** @returns the texts of an element that are not marked, in order. Meant for small elements. */
export function listTexts(element: Element, marks: Marks): readonly ShownText[] {
  const texts: ShownText[] = [];
  const visit = (node: Element, inLink: boolean, inMarked: boolean): void => {
    const linked = inLink || node.name === "a";
    const skips = marks.get(node) ?? inMarked;
    for (const child of node.children) {
      if (isElement(child)) visit(child, linked, skips);
      else if (child.type === "text" && !skips && child.data.trim() !== "")
        texts.push({ text: toShown(child.data), linked });
    }
  };
  visit(element, false, false);
  return texts;
}
