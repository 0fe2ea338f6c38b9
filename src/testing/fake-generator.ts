/** @module A generator for tests: drafts what it is told to, or each passage's first line. */
import type { DraftCitation, Generator, GeneratorEvent } from "../ports/generator.ts";

interface FakeDraft {
  readonly text: string;
  readonly citations: readonly DraftCitation[];
}

interface FakeGeneratorOptions {
  /** Without it the first line of each passage, cited. */
  readonly drafts?: readonly FakeDraft[];
  /** `cut` ends without a last word, as a broken connection does; an error is thrown. */
  readonly finish?: "stop" | "unanswered" | "incomplete" | "cut" | Error;
}

export function createFakeGenerator(options: FakeGeneratorOptions = {}): Generator {
  const { drafts, finish = "stop" } = options;
  return {
    id: "fake-1",
    defaultMaxSentences: 3,
    async *generate({ passages, maxSentences }): AsyncGenerator<GeneratorEvent> {
      const lines = passages.slice(0, maxSentences).map(({ text }, passage): FakeDraft => {
        const [line = ""] = text.split("\n");
        return { text: line, citations: [{ passage, span: { start: 0, end: line.length } }] };
      });
      for (const draft of drafts ?? lines) yield { type: "sentence-drafted", ...draft };
      if (finish instanceof Error) throw finish;
      if (finish !== "cut") yield { type: "draft-finished", finish };
    },
  };
}
