/** @module The question as one analyzer reads it, its terms weighed by what the caller may read. */
import { getAnalyzer, toTermKey } from "../../analysis/index.ts";
import { computeIdf } from "../../lexical/index.ts";
import { prepareQuestion } from "../question.ts";
import type { AnalyzedQuestion } from "./features.ts";

export interface AskedQuestion {
  readonly question: string;
  /** Under one analyzer; a term of earlier turns weighs less than 1. */
  readonly terms: (
    analyzer: string,
  ) => readonly { readonly term: string; readonly weight: number }[];
  /** Of what the caller may read. */
  readonly statistics: {
    readonly chunks: number;
    readonly terms: readonly { readonly term: string; readonly documents: number }[];
  };
}

/** Straight and curly double quotes, guillemets, and the low quotes of German. */
const QUOTED = /["“„«]([^"“”„«»]{2,120})["”“»]/gu;

/** A term that the question repeats counts once. */
export function createQuestionAnalysis({
  question,
  terms,
  statistics,
}: AskedQuestion): (analyzer: string) => AnalyzedQuestion {
  const documents = new Map(statistics.terms.map(({ term, documents: n }) => [term, n]));
  return (analyzerId) => {
    const analyzer = getAnalyzer(analyzerId);
    const asked = terms(analyzerId).map(({ term, weight }) => ({
      term,
      idf: Math.min(1, weight) * computeIdf(statistics.chunks, documents.get(term) ?? 0),
    }));
    const tokens = analyzer.analyze(question);
    const quoted = [...question.matchAll(QUOTED)].flatMap(([, phrase = ""]) =>
      analyzer.analyze(phrase).map(({ term }) => term),
    );
    const literal = tokens.map(({ term }) => term).filter((term) => /^=|\p{N}/u.test(term));
    return {
      question: prepareQuestion(tokens, asked),
      exact: [...new Set([...literal, ...quoted])].map(toTermKey),
    };
  };
}
