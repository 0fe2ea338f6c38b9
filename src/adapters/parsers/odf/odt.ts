/** @module ODT to text: the body with its notes behind it, page heads and feet beside it. */
import type { ParsedDocument } from "../../../domain/document.ts";
import { childOf, textOf, toOneLine } from "../archive/xml.ts";
import { misnamed } from "../errors.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder } from "../text-builder.ts";
import { readOpenDocumentFacts } from "./facts.ts";
import { createFlowWriter, writeFlow } from "./flow.ts";
import { openOpenDocument } from "./package.ts";
import { listPageLines, readStyles } from "./styles.ts";

/** Page heads come first and feet last, as boilerplate; footnotes and endnotes follow the body. */
export function parseOdt(input: FormatInput): ParsedDocument {
  const { parts } = openOpenDocument(input);
  const body = childOf(parts.root("content.xml"), "body", "text");
  if (!body)
    throw misnamed({ name: input.name, reason: "it is an OpenDocument file of another kind" });
  const builder = createTextBuilder();
  const writer = createFlowWriter(builder, parts, readStyles(parts));
  const writePageLines = (kind: "header" | "footer"): void => {
    for (const line of listPageLines(parts, kind, (paragraph) => toOneLine(textOf(paragraph))))
      builder.add("paragraph", line, { boilerplate: true });
  };
  writePageLines("header");
  writeFlow(writer, body);
  for (const note of writer.notes) builder.add("list-item", note);
  writePageLines("footer");
  const { text, blocks } = builder.build();
  const top = blocks.find(({ kind, level }) => kind === "heading" && level === 1);
  return {
    ...(top ? { title: text.slice(top.start, top.end) } : {}),
    ...readOpenDocumentFacts(parts),
    text,
    blocks,
    warnings: [],
  };
}
