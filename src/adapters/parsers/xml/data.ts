/** @module Data in XML to a tree of named values. */
import type { Element } from "domhandler";
import { localName, textOf, toOneLine } from "../archive/xml.ts";
import type { Member, RecordNode } from "../records/records.ts";
import { childElements } from "./roles.ts";

/** What namespaces and schemas need says nothing to a reader. */
const isPlumbing = (name: string): boolean =>
  /^(?:xmlns(?::|$)|xml:|xsi:|xlink:)/.test(name) || name === "id";

const afterPrefix = (name: string): string => name.slice(name.indexOf(":") + 1);

const attributesOf = ({ attribs }: Element): readonly Member[] =>
  Object.entries(attribs)
    .filter(([name, value]) => !isPlumbing(name) && value.trim() !== "")
    .map(([name, value]) => [afterPrefix(name), { kind: "leaf", text: toOneLine(value) }]);

/** Members of one name in a row are one list. */
function gather(members: readonly Member[]): readonly Member[] {
  const gathered: { name: string; nodes: RecordNode[] }[] = [];
  for (const [name, node] of members) {
    const last = gathered.at(-1);
    if (last?.name === name) last.nodes.push(node);
    else gathered.push({ name, nodes: [node] });
  }
  return gathered.map(({ name, nodes }) => {
    const [first] = nodes;
    return nodes.length === 1 && first ? [name, first] : [name, { kind: "list", items: nodes }];
  });
}

/** The name of an element with what its attributes say, for one that holds a text as well. */
export function toLabel(element: Element): string {
  const said = attributesOf(element).map(([name, node]) =>
    node.kind === "leaf" ? `${name} ${node.text}` : name,
  );
  return said.length === 0 ? localName(element) : `${localName(element)} (${said.join(", ")})`;
}

export function toRecord(element: Element): RecordNode {
  const children = childElements(element);
  const attributes = attributesOf(element);
  if (children.length === 0 && (attributes.length === 0 || textOf(element).trim() !== ""))
    return { kind: "leaf", text: toOneLine(textOf(element)) };
  return {
    kind: "object",
    members: [...attributes, ...gather(children.map((child) => toMember(child)))],
  };
}

/** @returns a name and what it names; a text has the element's attributes in its name. */
export function toMember(element: Element): Member {
  const node = toRecord(element);
  return [node.kind === "leaf" ? toLabel(element) : localName(element), node];
}

export const toMembers = (elements: readonly Element[]): readonly Member[] =>
  gather(elements.map(toMember));
