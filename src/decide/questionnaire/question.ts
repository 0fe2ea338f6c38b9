/** @module What a question of the questionnaire is. */

/** The five articles that the questionnaire was drawn from; see `ARTICLES`. */
export type Article = 0 | 1 | 2 | 3 | 4;

export interface Option {
  readonly value: string;
  /** As it is offered in a list of choices. */
  readonly label: string;
  /** Points for knowledge at question time, and for behaviour that prompts cannot give. */
  readonly k: number;
  readonly b: number;
}

export interface Question {
  readonly id: string;
  readonly text: string;
  /** What helps to answer it: examples, or where to look. */
  readonly help?: string;
  readonly options: readonly Option[];
  readonly articles: readonly Article[];
}

/** `axis` points to knowledge, `b` to behaviour; both default to 0. */
export const option = (value: string, label: string, k = 0, b = 0): Option => ({
  value,
  label,
  k,
  b,
});

export interface ArticleReference {
  readonly number: Article;
  /** What it is about, in our words: the articles carry no stable address. */
  readonly about: string;
}

export const ARTICLES: readonly ArticleReference[] = [
  {
    number: 0,
    about:
      "An agency's guide to the decision that determines whether a project ships: use cases, frameworks, costs over 12 to 24 months",
  },
  {
    number: 1,
    about:
      "On the choice that breaks features in production: a default order, three months of traffic first",
  },
  {
    number: 2,
    about: "On choosing a strategy for a business: a matrix, three questions, frequent questions",
  },
  {
    number: 3,
    about:
      "An agency's view after healthcare, manufacturing and e-commerce projects: six questions, cost bands, two cases",
  },
  {
    number: 4,
    about: "On what works better in real products: twelve rows of comparison, scenarios",
  },
];
