/** @module Questions from documents, without a model: for smoke tests and training, never a gate. */
import { hashJson } from "../../../foundation/hash.ts";
import { createRandom } from "../../../foundation/random.ts";
import { createQuestionIndex } from "../alike/repeats.ts";
import type { UnassignedCase } from "../split/assign-parts.ts";
import type { TextTools } from "../text-tools.ts";
import { makeClozes } from "./cloze.ts";
import { makeDefinitions } from "./definitions.ts";
import { makeFaqs, makeHeadingQuestions } from "./headings.ts";
import { makeLinkQuestions } from "./links.ts";
import type { MadeQuestion, MadeStratum } from "./made-question.ts";
import { listSections, type SourceDocument } from "./sections.ts";

export interface MakeOptions {
  readonly strata: readonly MadeStratum[];
  /** Of each stratum, drawn by the seed where there are more. */
  readonly count: number;
  readonly seed: string;
  /** When they are made, ISO 8601. */
  readonly at: string;
  /** Documents that no question may come from: gold of a test part. */
  readonly spared: ReadonlySet<string>;
  readonly tools: TextTools;
}

export interface MadeCase {
  readonly golden: UnassignedCase;
  readonly made: MadeQuestion;
}

/** In the order of the strata, then of the documents; a question that repeats another is left out. */
export function makeQuestions(
  documents: readonly SourceDocument[],
  options: MakeOptions,
): readonly MadeCase[] {
  const { strata, count, seed, tools } = options;
  const allowed = documents.filter(({ key }) => !options.spared.has(key));
  const sections = allowed.flatMap(listSections);
  const makers: Readonly<Record<MadeStratum, () => readonly MadeQuestion[]>> = {
    faq: () => makeFaqs(sections),
    heading: () => makeHeadingQuestions(sections, tools),
    link: () => makeLinkQuestions(allowed, tools),
    definition: () => makeDefinitions(sections, tools),
    cloze: () => makeClozes(sections, seed, tools),
  };
  const known = createQuestionIndex<MadeQuestion>();
  return strata.flatMap((stratum) => {
    const distinct = makers[stratum]().filter((made) => {
      if (known.find(made.text).length > 0) return false;
      known.add(made, made.text);
      return true;
    });
    return draw(distinct, count, `${seed}/${stratum}`).map((made) => ({
      made,
      golden: toCase(made, options.at),
    }));
  });
}

/** As many as wanted, each as likely as any other, in their order. */
export function draw<T>(items: readonly T[], count: number, seed: string): readonly T[] {
  const random = createRandom(seed);
  const order = items.map((_, index) => index);
  for (let at = 0; at < Math.min(count, order.length); at++) {
    const other = at + random.below(order.length - at);
    [order[at], order[other]] = [order[other] ?? at, order[at] ?? other];
  }
  return order
    .slice(0, count)
    .toSorted((a, b) => a - b)
    .flatMap((index) => items[index] ?? []);
}

function toCase(
  { stratum, text, document, evidence, answers }: MadeQuestion,
  at: string,
): UnassignedCase {
  const { key, collection, language } = document;
  const place = evidence && {
    document: key,
    ...evidence,
    quote: document.text.slice(evidence.start, evidence.end),
  };
  return {
    id: `${stratum}-${hashJson({ text, collection, key }).slice(0, 10)}`,
    text,
    history: [],
    group: `document:${key}`,
    stratum,
    origin: "made",
    language,
    collection,
    createdAt: at,
    answerable: true,
    answers,
    evidence: place ? [[place]] : [],
    checks: {},
    principals: [],
    labels: [],
    grades: new Map([[key, 1]]),
  };
}
