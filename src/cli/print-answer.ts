/** @module An answer as a person reads it, with its sources beneath. */
import type { Answer, AnswerUsage, Citation } from "../domain/answer.ts";
import { paint, toPrintable, wrap, type Terminal } from "./terminal.ts";

export interface PrintOptions {
  /** Print the quoted lines below each source. */
  readonly quotes?: boolean;
  /** Its sentences are on the terminal already. */
  readonly told?: boolean;
  /** Why it is incomplete. */
  readonly reason?: string | undefined;
}

export function printAnswer(terminal: Terminal, answer: Answer, options: PrintOptions = {}): void {
  if (answer.abstained) {
    // Two languages in one reply read as a mistake; the message alone says it, too.
    if (answer.language === "en") terminal.out(paint(terminal, "yellow", "Not in the documents."));
    for (const line of wrap(answer.message ?? "", terminal.width)) terminal.out(line);
  } else printBody(terminal, answer, options);
  const recorded = answer.recorded ? "" : " (not recorded)";
  terminal.err(
    `${answer.id}${recorded} · confidence ${answer.confidence.toFixed(2)} · ${answer.release} · ${answer.latencyMs.toFixed(0)} ms`,
  );
  if (answer.usage) terminal.err(paint(terminal, "dim", toPrintable(describeUsage(answer.usage))));
}

function printBody(terminal: Terminal, answer: Answer, options: PrintOptions): void {
  const { sentences, citations, conflicts } = answer;
  if (!options.told)
    for (const { text, citations: numbers, verdict } of sentences)
      if (verdict === "passed")
        printSentence(
          terminal,
          text,
          numbers.map((number) => ({ number })),
        );
  const warn = (text: string): void => {
    for (const line of wrap(toPrintable(text), terminal.width))
      terminal.out(paint(terminal, "yellow", line));
  };
  if (answer.incomplete)
    warn(
      `incomplete (${options.reason ?? "cut"}): what is here is checked, and not the whole answer`,
    );
  for (const { kind, citations: numbers, values } of conflicts) {
    const [a, b] = numbers;
    warn(
      `conflict: the sources disagree on a ${kind}: ${values[0]} [${a}] against ${values[1]} [${b}]`,
    );
  }
  terminal.out("");
  for (const group of groupByPlace(citations)) {
    const [first] = group;
    if (first) printCitation(terminal, first, group);
    if (options.quotes) for (const { quote } of group) printQuote(terminal, quote);
  }
}

/** A sentence on lines of its own, the numbers of its citations behind it. */
export function printSentence(
  terminal: Terminal,
  text: string,
  citations: readonly Pick<Citation, "number">[],
): void {
  const marks = citations.map(({ number }) => `[${number}]`).join("");
  for (const line of wrap(`${toPrintable(text.trim())} ${marks}`, terminal.width))
    terminal.out(line);
}

function describeUsage({ model, inputTokens, outputTokens, costUsd }: AnswerUsage): string {
  const count = (tokens: number | "unknown"): string =>
    tokens === "unknown" ? tokens : tokens.toLocaleString("en-US");
  const cost = costUsd === "unknown" ? "cost unknown" : `$${costUsd.toPrecision(2)}`;
  return `${model} · ${count(inputTokens)} tokens in, ${count(outputTokens)} out · ${cost}`;
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
