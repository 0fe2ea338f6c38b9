/** @module JSON and JSON Lines as documents: lines of `path: value`, headings, tables. */
import type { ParsedDocument } from "../../../domain/document.ts";
import { decodeText } from "../decode.ts";
import { ACCESS_NAMES, readDeclaredAccess } from "../declared-access.ts";
import { broken } from "../errors.ts";
import { parseJsonTree } from "../records/json-tree.ts";
import { writeRecords, type Member, type RecordNode } from "../records/records.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder } from "../text-builder.ts";

const isAccess = ([field]: Member): boolean => ACCESS_NAMES.has(field.toLowerCase());

const toDeclared = (node: RecordNode): unknown => {
  if (node.kind === "leaf") return node.text;
  return node.kind === "list" ? node.items.map(toDeclared) : undefined;
};

function holdsAccess(node: RecordNode): boolean {
  if (node.kind === "list") return node.items.some(holdsAccess);
  if (node.kind === "leaf") return false;
  return node.members.some((member) => isAccess(member) || holdsAccess(member[1]));
}

/** Lines of a collection say who may read each of them, which one document cannot keep. */
const isGuardedLine = (node: RecordNode): boolean =>
  node.kind === "object" && node.members.some(([field]) => field === "access" || field === "deny");

function assertNoInnerAccess(tree: RecordNode, isLines: boolean, name: string): void {
  const inner = tree.kind === "object" ? tree.members.map(([, node]) => node) : [tree];
  const guarded = isLines && tree.kind === "list" && tree.items.some(isGuardedLine);
  if (!guarded && !inner.some(holdsAccess)) return;
  const remedy = "ingest it as a source of its own, a document a line";
  throw broken({ name, reason: `parts of it say who may read them: ${remedy}` });
}

const findLeaf = (members: readonly Member[], field: string): string | undefined => {
  const node = members.find(([key]) => key === field)?.[1];
  return node?.kind === "leaf" && node.text.trim() !== "" ? node.text.trim() : undefined;
};

/**
 * A member `title` or `name` at the top is the title; `plumbline:access` and `plumbline:deny`
 * there say who may read the document.
 */
export function parseJson({ bytes, name, limits }: FormatInput): ParsedDocument {
  const { text, warnings } = decodeText({ bytes, name });
  const { tree, isLines } = parseJsonTree({ text, name, maxDepth: limits.maxDepth });
  assertNoInnerAccess(tree, isLines, name);
  const members = tree.kind === "object" ? tree.members : [];
  const declared = members.map(([field, node]) => ({ field, value: toDeclared(node) }));
  const shown: RecordNode =
    tree.kind === "object"
      ? { kind: "object", members: members.filter((member) => !isAccess(member)) }
      : tree;
  const builder = createTextBuilder();
  writeRecords(builder, shown);
  const title = findLeaf(members, "title") ?? findLeaf(members, "name");
  return {
    ...(title === undefined ? {} : { title }),
    ...builder.build(),
    metadata: readDeclaredAccess(declared, name),
    warnings,
  };
}
