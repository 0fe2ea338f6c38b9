/** @module Questions that links ask: what a link to another document says. */
import { posix } from "node:path";
import type { TextTools } from "../text-tools.ts";
import type { MadeQuestion } from "./made-question.ts";
import type { SourceDocument } from "./sections.ts";

/** Of Markdown, whose text is its source; the target up to its fragment. */
const LINK = /(?<!!)\[([^\]\n]{3,200})\]\(\s*<?([^)\s>#?]+)[^)]*\)/g;
const LEAST_TERMS = 3;

/**
 * Texts of links that lead to one document of the collection, each once; the target is what should be
 * found. The link stays in its own document, and the target keeps its text.
 */
export function makeLinkQuestions(
  documents: readonly SourceDocument[],
  tools: Pick<TextTools, "listTerms">,
): readonly MadeQuestion[] {
  const byPlace = new Map(documents.map((each) => [toPlace(each.collection, each.key), each]));
  const targets = new Map<string, Set<SourceDocument>>();
  for (const { collection, key, text } of documents)
    for (const [, words = "", to = ""] of text.matchAll(LINK)) {
      if (/^[a-z]+:/i.test(to)) continue;
      const path = posix.normalize(posix.join(posix.dirname(key), decode(to)));
      const target = byPlace.get(toPlace(collection, path));
      if (!target || target.key === key) continue;
      const said = words.replaceAll(/[*_`]/g, "").trim();
      targets.set(said, (targets.get(said) ?? new Set()).add(target));
    }
  return [...targets].flatMap(([text, found]): MadeQuestion[] => {
    const [document] = found;
    if (!document || found.size > 1) return [];
    if (new Set(tools.listTerms(text, document.language)).size < LEAST_TERMS) return [];
    return [{ stratum: "link", text, document, evidence: undefined, answers: [], masks: [] }];
  });
}

const toPlace = (collection: string, key: string): string => `${collection}\n${key}`;

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
