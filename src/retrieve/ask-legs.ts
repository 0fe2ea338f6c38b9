/** @module What a question asks of the store: which legs, with which weight, terms and vector. */
import type { Filter } from "../domain/metadata.ts";
import type { SearchRequest } from "../ports/store.ts";
import { toQuestionTerms } from "./question-terms.ts";
import type { RetrieveDependencies } from "./retrieve.ts";

export interface LegsQuestion {
  readonly question: string;
  readonly collections: readonly string[] | undefined;
  readonly filter: Filter;
  readonly legs: "lexical" | "dense" | "both";
}

export interface LegsAsked {
  /** Weight of the dense leg: 1 or 0 where one leg was asked for alone. */
  readonly alpha: number;
  readonly asked: SearchRequest["legs"];
  /** All of a search but how deep it goes and what it reads. */
  readonly request: Omit<SearchRequest, "depth" | "select">;
}

/** Embeds the question when the dense leg has any weight; a leg without weight is not asked. */
export async function askLegs(
  { question, collections, filter, legs }: LegsQuestion,
  { embedder, settings, signal }: Omit<RetrieveDependencies, "store">,
): Promise<LegsAsked> {
  const lexical = legs !== "dense";
  const alpha = !lexical ? 1 : legs === "lexical" ? 0 : settings.alpha;
  const asked = { lexical, dense: alpha > 0 };
  const [values] = asked.dense
    ? await embedder.embed({ texts: [question], role: "query", ...(signal && { signal }) })
    : [];
  return {
    alpha,
    asked,
    request: {
      collections,
      terms: (analyzerId) => toQuestionTerms(question, analyzerId),
      vector: values && { fingerprint: embedder.fingerprint, values },
      legs: asked,
      bm25: settings.bm25,
      filter,
    },
  };
}
