/** @module What decisions rest on, for a terminal or a program. */
import { explain, INPUTS } from "../../app/decide/index.ts";
import { wrap, type Terminal } from "../terminal.ts";

const HEADS = {
  question: "Questions: points for knowledge at question time / behaviour",
  rule: "Hard rules",
  figure: "Figures of the articles, and what is done with them",
  conflict: "Where the articles disagree, and our line",
} as const;

export function printExplanation(terminal: Terminal, json: boolean): void {
  const { articles, rows } = explain();
  if (json) return terminal.out(JSON.stringify({ articles, rows, costs: INPUTS }));
  const say = (text: string, indent = ""): void => {
    for (const line of wrap(text, terminal.width, indent)) terminal.out(line);
  };
  terminal.out("The articles");
  for (const { number, about } of articles) say(`${number}  ${about}`, "  ");
  for (const kind of ["question", "rule", "figure", "conflict"] as const) {
    terminal.out("");
    terminal.out(HEADS[kind]);
    for (const row of rows.filter((each) => each.kind === kind)) {
      const from = row.articles.length > 0 ? ` (article ${row.articles.join(", ")})` : " (ours)";
      say(`${row.id}  ${row.text}${from}`, "  ");
      for (const { value, label, points } of row.values ?? [])
        say(`${value}  ${label}  ${points}`, "      ");
      for (const { says, articles: by } of row.readings ?? [])
        say(`- ${says}${by.length > 0 ? ` (article ${by.join(", ")})` : ""}`, "      ");
      if (row.use !== undefined) say(`used as: ${row.use}`, "      ");
      if (row.line !== undefined) say(`our line: ${row.line}`, "      ");
    }
  }
  terminal.out("");
  terminal.out("Inputs of the cost model: low, middle, high");
  for (const { name, text, unit, low, mode, high } of INPUTS)
    say(`${name}  ${text}, ${unit}: ${[...new Set([low, mode, high])].join(", ")}`, "  ");
}
