/** @module Sections to ask about: every corner of the documents has its turn, long or short. */
import { posix } from "node:path";
import { createRandom } from "../../../foundation/random.ts";
import { toLine, type SourceSection } from "./sections.ts";

/** Fewer say too little to be asked for. */
const LEAST_WORDS = 30;

export interface SampledSection extends SourceSection {
  /** Stable for the same text in the same place. */
  readonly id: string;
  /** Who may read it, in a form that is equal for equal lists. */
  readonly access: string;
}

/**
 * All sections of some length in the order to ask them in: one of each stratum in turn, drawn by the
 * seed. A stratum is a collection, a language, an access list and a folder; length counts for nothing.
 */
export function orderSections(
  sections: readonly SampledSection[],
  seed: string,
): readonly SampledSection[] {
  const strata = Map.groupBy(
    sections.filter(({ words }) => words >= LEAST_WORDS),
    ({ document, access }) =>
      [document.collection, document.language, access, posix.dirname(document.key)].join("\n"),
  );
  const queues = [...strata]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, members]) => shuffle(members, `${seed}/sections/${name}`));
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    queues.flatMap((queue) => queue[turn] ?? []),
  ).flat();
}

function shuffle<T>(items: readonly T[], seed: string): readonly T[] {
  const random = createRandom(seed);
  return items
    .map((item) => ({ item, at: random.uniform() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** The text of a section as a model is shown it. */
export const toSectionText = ({ document, body }: SourceSection): string =>
  document.text.slice(body.start, body.end);

/** Headings above a section, its own included, with the title first. */
export const toHeadings = ({ document, path }: SourceSection): readonly string[] => [
  document.title,
  ...path.filter(
    (name) => name !== toLine(document.title, { start: 0, end: document.title.length }),
  ),
];
