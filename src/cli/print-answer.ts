/** @module An answer as a person reads it, with its sources beneath. */
import type { Answer, Citation } from "../domain/answer.ts";
import { paint, toPrintable, wrap, type Terminal } from "./terminal.ts";

export interface PrintOptions {
  /** Print the quoted lines below each source. */
  readonly quotes?: boolean;
}

export function printAnswer(terminal: Terminal, answer: Answer, options: PrintOptions = {}): void {
  if (answer.abstained) {
    terminal.out(paint(terminal, "yellow", "Not in the documents."));
    for (const line of wrap(answer.message ?? "", terminal.width)) terminal.out(line);
  } else {
    for (const { text, citations, verdict } of answer.sentences) {
      if (verdict === "cut") continue;
      const marks = citations.map((number) => `[${number}]`).join("");
      for (const line of wrap(`${toPrintable(text)} ${marks}`, terminal.width)) terminal.out(line);
    }
    if (answer.incomplete)
      terminal.out(paint(terminal, "yellow", "incomplete: the writer stopped before the end"));
    for (const { kind, citations, values } of answer.conflicts) {
      const [a, b] = citations;
      const told = `conflict: the sources disagree on a ${kind}: ${values[0]} [${a}] against ${values[1]} [${b}]`;
      for (const line of wrap(toPrintable(told), terminal.width))
        terminal.out(paint(terminal, "yellow", line));
    }
    terminal.out("");
    for (const group of groupByPlace(answer.citations)) {
      const [first] = group;
      if (first) printCitation(terminal, first, group);
      if (options.quotes) for (const { quote } of group) printQuote(terminal, quote);
    }
  }
  const recorded = answer.recorded ? "" : " (not recorded)";
  terminal.err(
    `${answer.id}${recorded} · confidence ${answer.confidence.toFixed(2)} · ${answer.release} · ${answer.latencyMs.toFixed(0)} ms`,
  );
}

/** Quotes of one section share its line. */
function groupByPlace(citations: readonly Citation[]): readonly (readonly Citation[])[] {
  const groups = new Map<string, Citation[]>();
  for (const citation of citations) {
    const { documentId, versionHash, headings, page } = citation;
    const place = JSON.stringify([documentId, versionHash, headings, page]);
    groups.set(place, [...(groups.get(place) ?? []), citation]);
  }
  return [...groups.values()];
}

function printQuote(terminal: Terminal, quote: string): void {
  for (const line of wrap(`“${toPrintable(quote)}”`, terminal.width, "    "))
    terminal.out(paint(terminal, "green", line));
}

export function printCitation(
  terminal: Terminal,
  citation: Citation,
  group: readonly Citation[] = [citation],
): void {
  const marks = group.map(({ number }) => `[${number}]`).join("");
  const page = citation.page === undefined ? "" : `, page ${citation.page}`;
  const place = citation.headings.join(" > ") || citation.title;
  const where = `${citation.collection}: ${citation.key}${page}, ${citation.modifiedAt.slice(0, 10)}`;
  for (const line of wrap(toPrintable(`${marks} ${place}`), terminal.width))
    terminal.out(paint(terminal, "bold", line));
  terminal.out(paint(terminal, "dim", toPrintable(`    ${where}`)));
}
