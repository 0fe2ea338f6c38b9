/** @module What a question asks of the store: which legs, with which weight, terms and vector. */
import type { Access } from "../domain/access.ts";
import type { Filter } from "../domain/metadata.ts";
import type { SearchRequest } from "../ports/store.ts";
import type { RetrieveDependencies } from "./retrieve.ts";
import { toConversationTerms, type AskedQuestion } from "./rewrite/conversation-terms.ts";
import { toConversationVector } from "./rewrite/conversation-vector.ts";

export interface LegsQuestion extends AskedQuestion {
  readonly collections: readonly string[] | undefined;
  readonly filter: Filter;
  /** Ids of documents that are not looked for. */
  readonly without?: readonly string[] | undefined;
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
  access: Access,
  question: LegsQuestion,
  { store, embedder, settings, signal }: RetrieveDependencies,
): Promise<LegsAsked> {
  const { collections, filter, without = [], legs } = question;
  const { bm25, variant } = settings;
  const lexical = legs !== "dense";
  const alpha = !lexical ? 1 : legs === "lexical" ? 0 : settings.alpha;
  const asked = { lexical, dense: alpha > 0 };
  const values = asked.dense ? await toConversationVector(question, embedder, signal) : undefined;
  return {
    alpha,
    asked,
    request: {
      collections,
      variant,
      terms: await toConversationTerms(access, question, { collections, variant, bm25 }, store),
      vector: values && { fingerprint: embedder.fingerprint, values },
      legs: asked,
      bm25,
      filter,
      ...(without.length > 0 ? { without } : {}),
    },
  };
}
