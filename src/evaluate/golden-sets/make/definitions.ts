/** @module Questions that definitions answer: what something is, or means. */
import type { TextTools } from "../text-tools.ts";
import type { MadeQuestion } from "./made-question.ts";
import { toLine, type SourceSection } from "./sections.ts";

interface DefinitionForm {
  /** What is defined is its first group. */
  readonly sentence: RegExp;
  ask(term: string): string;
}

/** A name of up to six words in front of a verb that defines. */
const NAME =
  "((?:[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}’'/-]*)(?: [\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}’'/-]*){0,5})";

const form = (article: string, verb: string, ask: (term: string) => string): DefinitionForm => ({
  sentence: new RegExp(`^(?:${article}\\s)?["“„«]?${NAME}["”“»]?\\s+(?:${verb})\\s`, "u"),
  ask,
});

const FORMS: Readonly<Record<string, DefinitionForm>> = {
  en: form(
    "(?:An?|The|Any)",
    "means|refers to|is defined as|is an?|is the (?:process|practice|act|term|sum|amount|period)",
    (term) => `What is ${term}?`,
  ),
  de: form(
    "(?:Ein|Eine|Der|Die|Das)",
    "bedeutet|bezeichnet|ist ein|ist eine",
    (t) => `Was ist ${t}?`,
  ),
  fr: form(
    "(?:Un|Une|Le|La|Les)",
    "désigne|signifie|est un|est une",
    (t) => `Qu’est-ce que ${t} ?`,
  ),
  es: form(
    "(?:Un|Una|El|La|Los|Las)",
    "significa|es un|es una|se define como",
    (t) => `¿Qué es ${t}?`,
  ),
  it: form("(?:Un|Una|Il|La|Lo)", "significa|indica|è un|è una", (t) => `Che cos’è ${t}?`),
  nl: form("(?:Een|De|Het)", "betekent|is een", (t) => `Wat is ${t}?`),
  pt: form("(?:Um|Uma|O|A)", "significa|é um|é uma", (t) => `O que é ${t}?`),
};

/** Words that point at something said before define nothing. */
const POINTS =
  /^(?:this|that|these|it|there|he|she|they|which|here|dies|dieser|diese|es|das|ce|cette|c|esto|este|esta|questo|questa|dit|deze|isto|isso|what|one|each|all|both)\b/iu;

/** Sentences that define, and rows of glossaries. */
export function makeDefinitions(
  sections: readonly SourceSection[],
  tools: Pick<TextTools, "splitSentences">,
): readonly MadeQuestion[] {
  return sections.flatMap((section) => [
    ...fromSentences(section, tools),
    ...fromGlossary(section),
  ]);
}

const toForm = (language: string): DefinitionForm | undefined =>
  FORMS[language.toLowerCase().split("-")[0] ?? ""];

function fromSentences(
  { document, blocks }: SourceSection,
  tools: Pick<TextTools, "splitSentences">,
): readonly MadeQuestion[] {
  const defining = toForm(document.language);
  if (!defining) return [];
  return blocks
    .filter(({ kind }) => kind === "paragraph" || kind === "list-item")
    .flatMap((block): MadeQuestion[] => {
      // Only the first sentence of a block stands without what was said before it.
      const text = document.text.slice(block.start, block.end);
      const [first] = tools.splitSentences(text, document.language);
      if (!first) return [];
      const said = text.slice(first.start, first.end);
      const term = defining.sentence.exec(said)?.[1];
      if (term === undefined || POINTS.test(said)) return [];
      const evidence = { start: block.start + first.start, end: block.start + first.end };
      return [
        {
          stratum: "definition",
          text: defining.ask(term),
          document,
          evidence,
          answers: [toLine(document.text, evidence)],
          masks: [],
        },
      ];
    });
}

const TERM_COLUMN =
  /^\|?\s*(?:term|abbreviation|acronym|begriff|abkürzung|terme|término|termine|sigle)\b/iu;

/** Rows of a table whose first column is headed as terms. */
function fromGlossary({ document, blocks }: SourceSection): readonly MadeQuestion[] {
  const defining = toForm(document.language);
  return blocks.flatMap(({ kind, rows = [], headerRows = 0 }): MadeQuestion[] => {
    const [header] = rows;
    if (!defining || kind !== "table" || headerRows === 0 || !header) return [];
    if (!TERM_COLUMN.test(document.text.slice(header.start, header.end))) return [];
    return rows.slice(headerRows).flatMap((row): MadeQuestion[] => {
      const cells = toLine(document.text, row)
        .split("|")
        .map((cell) => cell.trim())
        .filter(Boolean);
      const [term, meaning] = cells;
      if (term === undefined || meaning === undefined) return [];
      const text = defining.ask(term);
      const evidence = { start: row.start, end: row.end };
      return [{ stratum: "definition", text, document, evidence, answers: [meaning], masks: [] }];
    });
  });
}
