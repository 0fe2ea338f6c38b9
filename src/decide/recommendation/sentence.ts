/** @module The recommendation in one sentence, and what would make one decide again. */
import type { Recommendation } from "./recommend.ts";

const APPROACHES: Readonly<Record<Recommendation["approach"], string>> = {
  prompt: "Use a good prompt with a few examples; neither retrieval nor tuning is called for",
  retrieval: "Build retrieval, and tune no model",
  tuned: "Tune a model, and build no retrieval",
  both: "Build retrieval, and tune a model for the behaviour",
  none: "No way of building it passes all the rules",
};

const MODIFIERS: Readonly<Record<string, string>> = {
  tools: "read live records through tools",
  "query-tool": "answer questions about tables with a query tool",
  constrain: "constrain the output to its form",
  cache: "keep the knowledge in a cached prompt",
  router: "route each question to its own collection",
  "search-tuning": "tune the search on your own judgments",
  "self-hosted-only": "train and serve inside only",
};

/** Ends with a full stop. */
export function describeRecommendation(recommendation: Recommendation): string {
  const { approach, when, lane, modifiers, gate, rules } = recommendation;
  const parts = [APPROACHES[approach]];
  if (when === "later") {
    const missing = gate?.criteria.filter(({ state }) => state === "missing") ?? [];
    const postponed = rules.find(({ id }) => id === "H10")?.reason;
    const wait =
      missing.length > 0 ? `once ${missing.map(({ text }) => text).join(", ")}` : postponed;
    parts.push(
      `tune later${wait === undefined ? "" : missing.length > 0 ? `, ${wait}` : `: ${wait}`}`,
    );
  } else if (when === "now") parts.push(lane === "classifier" ? "a local classifier, now" : "now");
  const extras = modifiers.flatMap((modifier) => MODIFIERS[modifier] ?? []);
  const told = extras.length > 0 ? `; ${extras.join(", ")}` : "";
  return `${parts.join("; ")}${told}.`;
}
