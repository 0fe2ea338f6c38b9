/** @module What the parts of an Office package say of one another. */
import type { Element } from "domhandler";
import { resolveEntry } from "../archive/resolve.ts";
import { attributeOf, childrenOf, type XmlParts } from "../archive/xml.ts";

export interface Relation {
  readonly id: string;
  /** The last part of the type's address, such as `slide`: both dialects agree on it. */
  readonly kind: string;
  /** The other part's name; never outside of the package. */
  readonly target: string;
}

/** Relations of a part in the order of their file; `""` for those of the package itself. */
export function listRelations(parts: XmlParts, part: string): readonly Relation[] {
  const at = part.lastIndexOf("/") + 1;
  const root = parts.root(`${part.slice(0, at)}_rels/${part.slice(at)}.rels`);
  return childrenOf(root, "Relationship").flatMap((element) => {
    if (attributeOf(element, "TargetMode") === "External") return [];
    const target = resolveEntry(part, attributeOf(element, "Target") ?? "");
    const id = attributeOf(element, "Id");
    const kind = (attributeOf(element, "Type") ?? "").split("/").at(-1) ?? "";
    return target === undefined || id === undefined ? [] : [{ id, kind, target }];
  });
}

/** The part a relation of that kind leads to, the first of several. */
export const findRelated = (parts: XmlParts, part: string, kind: string): string | undefined =>
  listRelations(parts, part).find((relation) => relation.kind === kind)?.target;

/** @returns nothing for an id without a relation, and for a part that is missing. */
export type FindPart = (id: string | undefined) => RelatedPart | undefined;

export interface RelatedPart {
  readonly part: string;
  readonly root: Element;
}

export function createPartFinder(parts: XmlParts, from: string): FindPart {
  const targets = new Map(listRelations(parts, from).map(({ id, target }) => [id, target]));
  return (id) => {
    const part = id === undefined ? undefined : targets.get(id);
    const root = part === undefined ? undefined : parts.root(part);
    return part === undefined || !root ? undefined : { part, root };
  };
}
