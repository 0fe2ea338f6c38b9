/** @module Questions about how the answers must look and sound, and what will write them. */
import { option, type Question } from "./question.ts";

export const BEHAVIOUR_QUESTIONS: readonly Question[] = [
  {
    id: "b.format",
    text: "How exact is the form of the output?",
    options: [
      option("exact", "an exact schema or layout", 0, 2),
      option("light", "some structure", 0, 1),
      option("free", "free text"),
    ],
    articles: [0, 1, 2, 3, 4],
  },
  {
    id: "b.validity",
    text: "With your best prompt and constrained output, what share has the right form?",
    options: [
      option("below-95", "less than 95 %", 0, 2),
      option("95-to-99", "95 to 99 %", 0, 1),
      option("above-99", "99 % or more", 0, -2),
    ],
    articles: [0, 1, 3],
  },
  {
    id: "b.style",
    text: "Must the wording follow a brand voice, a tone, or compliance rules?",
    options: [
      option("drifting", "strictly, and prompts keep drifting from it", 0, 4),
      option("strict", "strictly", 0, 1),
      option("soft", "loosely or not at all"),
    ],
    articles: [0, 1, 2, 3, 4],
  },
  {
    id: "b.language",
    text: "Are there terms or notation that general models handle badly?",
    help: "Legal, medical or manufacturing language, an in-house programming language.",
    options: [option("heavy", "many", 0, 2), option("some", "some", 0, 1), option("no", "no")],
    articles: [0, 2, 3],
  },
  {
    id: "b.reasoning",
    text: "Is there a pattern of several steps that prompts do not produce reliably?",
    options: [option("yes", "yes", 0, 2), option("no", "no")],
    articles: [0, 1, 2],
  },
  {
    id: "b.task",
    text: "What is the main task?",
    help: "Retrieval suits support articles and internal search; tuning suits labels and set forms.",
    options: [
      option("qa", "answering questions", 2),
      option("support", "conversation or support", 1),
      option("search", "search or recommendation", 4),
      option("classify", "classify, route or grade", 0, 4),
      option("extract", "extract fields, a step of a workflow", 0, 1),
      option("report", "reports in a set form", 0, 2),
      option("code", "code", 1, 1),
    ],
    articles: [0, 3, 4],
  },
  {
    id: "b.promptTokens",
    text: "How many tokens of instructions does each call carry that a tuned model would not need?",
    options: [option("above-1500", "more than 1,500", 0, 1), option("fewer", "fewer")],
    articles: [1],
  },
  {
    id: "b.general",
    text: "Must the model keep broad skills beside this task?",
    options: [option("yes", "yes", 1), option("no", "no")],
    articles: [0, 2],
  },
  {
    id: "s.traffic",
    text: "How many questions a month?",
    options: [
      option("below-100k", "fewer than 100,000"),
      option("100k-to-1m", "100,000 to a million"),
      // Counts only while the knowledge is stable: see `scoreAnswers`.
      option("above-1m", "more than a million", 0, 2),
    ],
    articles: [0, 2],
  },
  {
    id: "s.latency",
    text: "Does the time limit leave room for a retrieval step and a longer prompt?",
    options: [option("no-room", "no, as measured", 0, 2), option("room", "yes")],
    articles: [0, 1, 2, 4],
  },
  {
    id: "s.model",
    text: "What will serve?",
    options: [
      option("large", "a large general model", 1),
      option("small", "a small model of our own, with little prior knowledge", 0, 1),
    ],
    articles: [0, 2, 3],
  },
];
