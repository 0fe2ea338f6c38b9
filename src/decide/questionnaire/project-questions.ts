/** @module Questions about the project: time, money, people, labels, what was tried. */
import { option, type Question } from "./question.ts";

export const PROJECT_QUESTIONS: readonly Question[] = [
  {
    id: "p.weeks",
    text: "When must it be live?",
    options: [
      option("below-4", "in less than 4 weeks"),
      option("4-to-12", "in 4 to 12 weeks"),
      option("later", "later"),
    ],
    articles: [0, 2, 3],
  },
  {
    id: "p.money",
    text: "What may the setup cost?",
    options: [
      option("below-30k", "less than $30,000"),
      option("30k-to-70k", "$30,000 to $70,000"),
      option("more", "more"),
    ],
    articles: [0, 3],
  },
  {
    id: "p.team",
    text: "Is there someone who has trained models before?",
    options: [
      option("none", "no"),
      option("some", "some experience"),
      option("dedicated", "a team for it"),
    ],
    articles: [0],
  },
  {
    id: "p.labels",
    text: "How many clean examples of the wanted output are there?",
    options: [
      option("below-50", "fewer than 50"),
      option("50-to-500", "50 to 500"),
      option("500-to-5000", "500 to 5,000"),
      option("more", "more, or the money to make them"),
    ],
    articles: [0, 3],
  },
  {
    id: "p.labelQuality",
    text: "Do two people agree on them?",
    options: [
      option("unknown", "nobody has looked"),
      option("below-0.6", "kappa below .6"),
      option("above-0.6", "kappa of .6 or more"),
    ],
    articles: [0],
  },
  {
    id: "p.months",
    text: "How many months of real traffic are on record?",
    options: [option("below-3", "fewer than 3"), option("3-or-more", "3 or more")],
    articles: [1],
  },
  {
    id: "p.pattern",
    text: "Is there a clear pattern of failures that prompts and retrieval cannot mend?",
    options: [option("no", "no"), option("yes", "yes")],
    articles: [1, 2],
  },
  {
    id: "p.prompts",
    text: "Were prompts and examples in the prompt tried and measured?",
    options: [option("no", "no"), option("yes", "yes")],
    articles: [1],
  },
  {
    id: "p.requirements",
    text: "Are the requirements stable?",
    options: [option("no", "no"), option("yes", "yes")],
    articles: [0, 1],
  },
  {
    id: "p.evaluation",
    text: "Is there a golden set of real, messy questions, unanswerable ones among them?",
    options: [
      option("none", "no"),
      option("below-50", "fewer than 50 questions"),
      option("50-to-200", "50 to 200"),
      option("more", "more than 200"),
    ],
    articles: [0, 4],
  },
  {
    id: "p.retrieval",
    text: "If there is retrieval: are chunks, both legs, filters and a reranker in place?",
    options: [
      option("no", "no, or not all"),
      option("yes", "yes"),
      option("not-built", "there is no retrieval"),
    ],
    articles: [0, 1, 4],
  },
  {
    id: "p.roi",
    text: "Is the use case proved, and is it known what a right answer is worth?",
    options: [option("no", "no"), option("yes", "yes")],
    articles: [2],
  },
  {
    id: "p.first",
    text: "Is this the first such system here?",
    options: [option("yes", "yes"), option("no", "no")],
    articles: [2],
  },
  {
    id: "p.upkeep",
    text: "Which upkeep can you bear?",
    options: [
      option("curate", "curating documents", 1),
      option("retrain", "training again now and then", 0, 1),
      option("neither", "neither"),
    ],
    articles: [0, 2, 4],
  },
  {
    id: "p.stakes",
    text: "Are the stakes high, as for a copilot of the whole company?",
    options: [option("yes", "yes"), option("no", "no")],
    articles: [0],
  },
];
