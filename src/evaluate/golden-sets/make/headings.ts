/** @module Questions that headings are, or stand for. */
import { listWords } from "../../../foundation/min-hash.ts";
import type { TextTools } from "../text-tools.ts";
import type { MadeQuestion } from "./made-question.ts";
import { toLine, type SourceSection } from "./sections.ts";

const ASKS = /[?？؟]$/;
/** A pair on two lines, or in two blocks: `Q: …`, `A: …`, in a few languages. */
const QUESTION_LABEL =
  /^(?:\*\*|__)?(?:Q|Question|Frage|F|Pregunta|P|Domanda|D|Vraag|V)\s*\d{0,3}\s*[:.)](?:\*\*|__)?\s*/iu;
const ANSWER_LABEL =
  /^(?:\*\*|__)?(?:A|Answer|Antwort|R|Réponse|Respuesta|Resposta|Risposta|Antwoord)\s*\d{0,3}\s*[:.)](?:\*\*|__)?\s*/iu;

/** Longer answers are sections, not what somebody would say. */
const LONGEST_ANSWER = 400;

/** Headings that ask, answered by the block beneath; and pairs of question and answer. */
export function makeFaqs(sections: readonly SourceSection[]): readonly MadeQuestion[] {
  return sections.flatMap((section) => [...fromHeading(section), ...fromPairs(section)]);
}

function fromHeading(section: SourceSection): readonly MadeQuestion[] {
  const { document, heading, name, blocks } = section;
  const [first] = blocks;
  if (!heading || !first || !ASKS.test(name) || listWords(name).length < 3) return [];
  const { start, end } = first;
  const answer = toLine(document.text, first);
  return [
    {
      stratum: "faq",
      text: name.replace(QUESTION_LABEL, ""),
      document,
      evidence: { start, end },
      answers: answer.length <= LONGEST_ANSWER ? [answer] : [],
      masks: [{ start: heading.start, end: heading.end }],
    },
  ];
}

function fromPairs({ document, blocks }: SourceSection): readonly MadeQuestion[] {
  return blocks.flatMap((block, index): MadeQuestion[] => {
    const next = blocks[index + 1];
    const asked = toLine(document.text, block);
    if (!next || !QUESTION_LABEL.test(asked) || !ASKS.test(asked)) return [];
    const [label = ""] = ANSWER_LABEL.exec(document.text.slice(next.start, next.end)) ?? [];
    if (label === "") return [];
    const evidence = { start: next.start + label.length, end: next.end };
    const answer = toLine(document.text, evidence);
    return [
      {
        stratum: "faq",
        text: asked.replace(QUESTION_LABEL, ""),
        document,
        evidence,
        answers: answer.length <= LONGEST_ANSWER ? [answer] : [],
        masks: [{ start: block.start, end: block.end }],
      },
    ];
  });
}

const LEAST_TERMS = 3;
const LEAST_WORDS = 30;

/** Headings that name one section of the collection alone, and say enough to be searched by. */
export function makeHeadingQuestions(
  sections: readonly SourceSection[],
  tools: Pick<TextTools, "listTerms">,
): readonly MadeQuestion[] {
  const toName = (name: string): string => listWords(name).join(" ");
  const uses = Map.groupBy(sections, ({ name }) => toName(name));
  return sections.flatMap(({ document, heading, name, body, words }): MadeQuestion[] => {
    if (!heading || ASKS.test(name) || words < LEAST_WORDS) return [];
    if ((uses.get(toName(name))?.length ?? 0) > 1) return [];
    // Numbers of sections are no words of a question.
    const text = name.replace(/^(?:§\s*)?(?:\d+[.)]?)+\s+/u, "");
    const terms = new Set(tools.listTerms(text, document.language));
    if ([...terms].filter((term) => /\p{L}/u.test(term)).length < LEAST_TERMS) return [];
    const masks = [{ start: heading.start, end: heading.end }];
    return [{ stratum: "heading", text, document, evidence: body, answers: [], masks }];
  });
}
