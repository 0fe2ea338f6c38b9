/** @module A judge for tests: whole words of the references or passages, looked up in the answer. */
import type { Judge } from "../ports/judge.ts";

const CRITERIA = ["correct", "faithful", "complete", "style"];
const toWords = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * `yes` when the answer holds every word of one reference; for `faithful`, when the passages hold
 * every word of the answer. An empty answer cannot be told.
 *
 * @param script verdicts to give in turn instead, as a model that changes its mind would.
 */
export function createFakeJudge(script: readonly ("yes" | "no" | "cannot-tell")[] = []): Judge {
  let turn = 0;
  return {
    id: "fake-1",
    model: "fake-model-1",
    criteria: CRITERIA,
    async judge({ criterion, answer, references, passages, signal }) {
      signal?.throwIfAborted();
      if (!CRITERIA.includes(criterion)) throw new Error(`no criterion ${criterion}`);
      const scripted = script.length > 0 ? script[turn++ % script.length] : undefined;
      if (scripted === "cannot-tell" || answer === "")
        return { verdict: "cannot-tell", reason: "there is nothing to judge", evidence: [] };
      const words = new Set(toWords(answer));
      const held = new Set(passages.flatMap(toWords));
      const holds =
        criterion === "faithful"
          ? [...words].every((word) => held.has(word))
          : references.some((reference) => toWords(reference).every((word) => words.has(word)));
      return {
        verdict: scripted ?? (holds ? "yes" : "no"),
        evidence: [answer],
        usage: { costUsd: 0.001 },
      };
    },
    async compare({ first, second, signal }) {
      signal?.throwIfAborted();
      if (first.length === second.length) return { verdict: "tie" };
      return { verdict: first.length > second.length ? "first" : "second" };
    },
  };
}
