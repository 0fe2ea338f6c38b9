/** @module The language that somebody who asks is answered in. */
import { detectLanguage } from "../engine/analysis/index.ts";
import type { Turn } from "../domain/conversation.ts";

const FALLBACK = "en";

/**
 * What the question is in; where it is too short to tell, what was asked before it; else what the
 * best passage is in.
 */
export function chooseAnswerLanguage(
  question: string,
  history: readonly Turn[],
  passages: readonly { readonly language: string }[],
): string {
  const earlier = history.filter(({ role }) => role === "user").map(({ text }) => text);
  return (
    detectLanguage(question) ??
    detectLanguage(earlier.join("\n")) ??
    passages[0]?.language ??
    FALLBACK
  );
}
