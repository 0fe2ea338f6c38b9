/** @module Every question, rule, figure and conflict that decisions rest on, with where it is from. */
import { ARTICLES, type Article, type ArticleReference } from "./questionnaire/question.ts";
import { QUESTIONS } from "./questionnaire/answers.ts";
import { ARTICLE_CONFLICTS } from "./rules/conflicts.ts";
import { FIGURES } from "./rules/figures.ts";
import { HARD_RULES } from "./rules/hard-rules.ts";

export interface ExplainedRow {
  readonly id: string;
  readonly kind: "question" | "rule" | "figure" | "conflict";
  readonly text: string;
  readonly articles: readonly Article[];
  /** Of a question: its values, with the points they give as knowledge/behaviour. */
  readonly values?: readonly {
    readonly value: string;
    readonly label: string;
    readonly points: string;
  }[];
  /** Of a figure: what is done with it. */
  readonly use?: string;
  /** Of a conflict: each reading, and the line taken. */
  readonly readings?: readonly { readonly says: string; readonly articles: readonly Article[] }[];
  readonly line?: string;
}

export interface Explanation {
  readonly articles: readonly ArticleReference[];
  readonly rows: readonly ExplainedRow[];
}

/** In the order of their numbers, questions first. */
export function explain(): Explanation {
  return {
    articles: ARTICLES,
    rows: [
      ...QUESTIONS.map(({ id, text, articles, options }) => ({
        id,
        kind: "question" as const,
        text,
        articles,
        values: options.map(({ value, label, k, b }) => ({ value, label, points: `${k}/${b}` })),
      })),
      ...HARD_RULES.map(({ id, text, articles }) => ({
        id,
        kind: "rule" as const,
        text,
        articles,
      })),
      ...FIGURES.map(({ id, text, articles, use }) => ({
        id,
        kind: "figure" as const,
        text,
        articles,
        use,
      })),
      ...ARTICLE_CONFLICTS.map(({ id, subject, readings, line }) => ({
        id,
        kind: "conflict" as const,
        text: subject,
        articles: [...new Set(readings.flatMap((reading) => reading.articles))].toSorted(
          (a, b) => a - b,
        ),
        readings,
        line,
      })),
    ],
  };
}
