/** @module Questions about what the answers need to know, and what may be done with it. */
import { option, type Question } from "./question.ts";

export const KNOWLEDGE_QUESTIONS: readonly Question[] = [
  {
    id: "k.change",
    text: "How often does what the answers depend on change?",
    help: "Catalogues, policies and market data change often; notation and clinical grading rarely.",
    options: [
      option("live", "all the time: records that are read as they stand", 4),
      option("weekly", "more than once a month", 4),
      option("monthly", "about once a month", 2),
      option("quarterly", "every few months", 1),
      option("yearly", "once a year or never", 0, 1),
    ],
    articles: [0, 1, 2, 3, 4],
  },
  {
    id: "k.gap",
    text: "What goes wrong today: does it lack your facts, or does it behave wrongly?",
    help: "Lacking facts: invented or outdated content. Behaving wrongly: form, tone, labels, reasoning.",
    options: [
      option("knowledge", "it lacks our facts", 3),
      option("behaviour", "it behaves wrongly", 0, 3),
      option("both", "both", 2, 2),
      option("nothing", "nothing in particular"),
    ],
    articles: [0, 2, 4],
  },
  {
    id: "k.citations",
    text: "Must people see where an answer came from?",
    options: [
      option("required", "yes, always", 4),
      option("helpful", "it helps", 1),
      option("no", "no"),
    ],
    articles: [0, 1, 2, 3, 4],
  },
  {
    id: "k.audit",
    text: "Must each answer be traceable for a regulator or your lawyers?",
    options: [option("yes", "yes", 2), option("no", "no")],
    articles: [0, 2, 3, 4],
  },
  {
    id: "k.factual",
    text: "Are the questions factual, so that a document can settle them?",
    options: [option("mostly", "mostly", 2), option("some", "some of them", 1), option("no", "no")],
    articles: [1, 2, 4],
  },
  {
    id: "k.size",
    text: "How much knowledge is there?",
    help: "About 200,000 tokens, some 500 pages, fit in one prompt.",
    options: [
      option("none", "none that is written down", -2),
      option("fits-prompt", "it fits in one prompt", -2),
      option("hundreds", "hundreds of documents", 1),
      option("thousands", "thousands: manuals, procedures", 2),
      option("beyond", "far more, or growing fast", 3),
    ],
    articles: [0, 1, 3, 4],
  },
  {
    id: "k.domains",
    text: "One subject in depth, or several departments or clients from one system?",
    options: [
      option("several", "several departments or clients", 2),
      option("one", "one subject in depth", 0, 1),
    ],
    articles: [2],
  },
  {
    id: "k.live",
    text: "Do answers need live records, such as orders, stock or a patient's history?",
    options: [option("yes", "yes", 3), option("no", "no")],
    articles: [0, 2],
  },
  {
    id: "k.relational",
    text: "Is the knowledge tables to be joined and summed rather than text?",
    options: [option("yes", "yes, tables"), option("no", "no, text")],
    articles: [0],
  },
  {
    id: "r.train",
    text: "May the data be used for training?",
    options: [
      option("anywhere", "yes, anywhere"),
      option("inside", "only inside our own environment", 1),
      option("no", "no", 2, -2),
    ],
    articles: [1, 2],
  },
  {
    id: "r.access",
    text: "Do people see different documents, or must content be erasable on demand?",
    help: "Confidential files, privacy law, health records.",
    options: [option("yes", "yes", 2), option("no", "no")],
    articles: [2, 4],
  },
  {
    id: "r.consistency",
    text: "Does a rule demand the same output for the same input?",
    help: "Clinical decision support, contract analysis, financial compliance.",
    options: [option("yes", "yes", 0, 2), option("no", "no")],
    articles: [2],
  },
];
