/** @module A verifier for tests: whole words of the sentence, looked up in its sources. */
import type { Verifier } from "../ports/verifier.ts";

const toWords = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Capitalised words and figures must be in a source; support is the share of words that are. */
export function createFakeVerifier(): Verifier {
  return {
    id: "fake-1",
    async verify({ sentence, sources, question }) {
      if (sources.length === 0) return { failures: ["no source"], support: 0, evidence: [] };
      const source = sources.findIndex(({ text }) => sentence !== "" && text.includes(sentence));
      const start = sources[source]?.text.indexOf(sentence) ?? 0;
      if (source >= 0)
        return {
          failures: [],
          support: 1,
          evidence: [{ source, start, end: start + sentence.length }],
        };
      const held = new Set(toWords([...sources.map(({ text }) => text), question].join("\n")));
      const words = toWords(sentence);
      const missing = words.slice(1).filter((w) => /^[\p{Lu}\p{N}]/u.test(w) && !held.has(w));
      const found = words.filter((word) => held.has(word)).length;
      return {
        failures: missing.map((word) => `${word} is not in the source`),
        support: words.length === 0 ? undefined : found / words.length,
        evidence: [],
      };
    },
  };
}
