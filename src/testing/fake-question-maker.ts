/** @module A question maker for tests, which asks for what a section says first. */
import type { MakerUsage, QuestionMaker } from "../ports/question-maker.ts";

export interface FakeQuestionMakerOptions {
  /** What it says of a section instead. */
  readonly propose?: (
    section: string,
  ) => { question: string; answer: string; quote: string } | undefined;
  readonly answer?: (question: string, section: string | undefined) => string | undefined;
  readonly usage?: MakerUsage;
}

/** Deterministic: the quote is the section's first sentence, the answer its last three words. */
export function createFakeQuestionMaker(
  options: FakeQuestionMakerOptions = {},
): QuestionMaker & { readonly calls: () => number } {
  const { usage = { costUsd: 0.001 } } = options;
  let calls = 0;
  return {
    id: "fake-question-maker-1",
    calls: () => calls,
    async propose({ section, signal }) {
      signal?.throwIfAborted();
      calls += 1;
      if (options.propose) return { proposed: options.propose(section), usage };
      const [quote = ""] = /^[^.!?]+[.!?]?/.exec(section) ?? [];
      const answer = quote
        .replace(/[.!?]$/, "")
        .split(" ")
        .slice(-3)
        .join(" ");
      return { proposed: { question: "What does one get?", answer, quote }, usage };
    },
    async answer({ question, section, signal }) {
      signal?.throwIfAborted();
      calls += 1;
      const text = options.answer
        ? options.answer(question, section)
        : section
            ?.replace(/[.!?][^]*$/, "")
            .split(" ")
            .slice(-3)
            .join(" ");
      return { text: text === "" ? undefined : text, usage };
    },
  };
}
