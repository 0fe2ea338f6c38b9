/** @module A decision as Markdown. */
import { escapeMarkdown } from "../../foundation/pages/markdown.ts";
import type { Decision } from "../record/decision.ts";
import type { Block, Table } from "./blocks.ts";
import { toSections } from "./sections.ts";

/** Tables of GitHub's dialect; charts are in the tables beside them. Ends with a line break. */
export function renderMarkdown(decision: Decision): string {
  const blocks = toSections(decision).map(
    ({ title, blocks: inside }) =>
      `## ${title}\n\n${inside
        .map(toMarkdown)
        .filter((block) => block !== "")
        .join("\n\n")}`,
  );
  return `# Decision ${decision.id}\n\n${blocks.join("\n\n")}\n`;
}

function toMarkdown(block: Block): string {
  switch (block.kind) {
    case "text":
      return block.strong ? `**${escapeMarkdown(block.text)}**` : escapeMarkdown(block.text);
    case "list":
      return block.items.map((item) => `- ${escapeMarkdown(item)}`).join("\n");
    case "steps":
      return block.items
        .map(({ order, what, why, effort, command }) => {
          const run = command === undefined ? "" : `\n\n   \`${command}\``;
          return `${order}. ${escapeMarkdown(what)}: ${escapeMarkdown(why)} (${escapeMarkdown(effort)}).${run}`;
        })
        .join("\n");
    case "table":
      return toTable(block);
    default:
      return "";
  }
}

function toTable({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  const rule = columns.map((column) => (column.number ? "--:" : "---")).join(" | ");
  const head = line(columns.map(({ name }) => name));
  return [`${escapeMarkdown(caption)}:\n`, head, `| ${rule} |`, ...rows.map(line)].join("\n");
}
