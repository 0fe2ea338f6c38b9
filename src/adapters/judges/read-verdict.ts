/** @module A judge's reply read strictly: what is no verdict, or rests on no quote, tells nothing. */
import { z } from "zod";

const Verdict = z.object({
  verdict: z.enum(["yes", "no", "cannot-tell"]),
  evidence: z.array(z.string()).default([]),
});
const PairVerdict = z.object({ verdict: z.enum(["first", "second", "tie", "cannot-tell"]) });

export interface ReadVerdict {
  readonly verdict: "yes" | "no" | "cannot-tell";
  readonly evidence: readonly string[];
  readonly reason?: string;
}

export interface ReadPreference {
  readonly verdict: "first" | "second" | "tie" | "cannot-tell";
  readonly reason?: string;
}

const NO_VERDICT = { verdict: "cannot-tell", reason: "the reply is no verdict" } as const;

/** The one JSON object of a reply; models put fences and words around it. Two objects are none. */
function parseObject(reply: string): unknown {
  const start = reply.indexOf("{");
  const end = reply.lastIndexOf("}");
  if (start < 0 || end < start) return undefined;
  try {
    return JSON.parse(reply.slice(start, end + 1));
  } catch {
    return undefined;
  }
}

const squeeze = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** @param shown every text that a quote may be from. */
export function readVerdict(reply: string, shown: readonly string[]): ReadVerdict {
  const parsed = Verdict.safeParse(parseObject(reply));
  if (!parsed.success) return { ...NO_VERDICT, evidence: [] };
  const { verdict } = parsed.data;
  if (verdict === "cannot-tell") return { verdict, evidence: [] };
  const evidence = parsed.data.evidence.map(squeeze).filter((quote) => quote !== "");
  const texts = shown.map(squeeze);
  const isThere = (quote: string): boolean => texts.some((text) => text.includes(quote));
  const reason =
    evidence.length === 0
      ? "the verdict rests on no quote"
      : evidence.every(isThere)
        ? undefined
        : "a quote of the verdict stands nowhere";
  return reason === undefined
    ? { verdict, evidence }
    : { verdict: "cannot-tell", reason, evidence: evidence.filter(isThere) };
}

export function readPreference(reply: string): ReadPreference {
  const parsed = PairVerdict.safeParse(parseObject(reply));
  return parsed.success ? parsed.data : NO_VERDICT;
}
