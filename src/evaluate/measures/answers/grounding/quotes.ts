/** @module Whether what an answer shows as a quote stands in the document, character by character. */
import type { ReplyQuote, Score } from "../../../../domain/evaluation.ts";
import { simplifyTypography } from "../../../../foundation/comparable-text.ts";
import type { CaseMeasure } from "../measure.ts";
import { answerGiven, type ReplyReading } from "../reading.ts";
import { REASONS, unscored } from "../reasons.ts";
import { reasonWithoutAnswer } from "./citations.ts";

/**
 * `exact` at its place, `moved` elsewhere, `normalized` once typography and white space are made
 * equal, with case kept; else `absent`, as is an empty quote.
 */
export type QuoteFound = "exact" | "moved" | "normalized" | "absent";

export function findQuote(
  text: string,
  { quote, start, end }: Pick<ReplyQuote, "quote" | "start" | "end">,
): QuoteFound {
  if (quote.trim() === "") return "absent";
  if (start !== undefined && end !== undefined && text.slice(start, end) === quote) return "exact";
  // Without a place any place is the right one.
  if (text.includes(quote)) return start === undefined ? "exact" : "moved";
  const [whole, part] = [text, quote].map((each) => simplifyTypography(each).trim());
  return whole?.includes(part ?? "") ? "normalized" : "absent";
}

async function scoreQuotes(
  reading: ReplyReading,
  isGood: (found: QuoteFound) => boolean,
): Promise<Score> {
  const { golden, reply, tools } = reading;
  const answer = answerGiven(reply);
  if (!answer) return unscored(reasonWithoutAnswer(reading));
  if (answer.quotes.length === 0) return unscored(REASONS.noQuote);
  let good = 0;
  for (const quote of answer.quotes) {
    const text = await tools.readText?.(quote.document, golden);
    if (text === undefined) return unscored(REASONS.noText);
    if (isGood(findQuote(text, quote))) good += 1;
  }
  return good / answer.quotes.length;
}

const shared = {
  kind: "case",
  direction: "higher",
  range: [0, 1],
  needs: ["texts"],
  applies: () => true,
} as const;

export const quoteExactness: CaseMeasure = {
  ...shared,
  name: "QuoteExactness",
  summary: "share of quotes that stand verbatim in the document",
  score: (reading) => scoreQuotes(reading, (found) => found === "exact" || found === "moved"),
};

/** Beside `QuoteExactness`: the distance between both is typography. */
export const quoteRecognizability: CaseMeasure = {
  ...shared,
  name: "QuoteRecognizability",
  summary: "share of quotes that stand in the document, typography and white space aside",
  score: (reading) => scoreQuotes(reading, (found) => found !== "absent"),
};
