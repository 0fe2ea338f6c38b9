/** @module Each rule of a style guide against one answer. */
import type { Score } from "../../../../domain/evaluation.ts";
import type { CaseMeasure } from "../measure.ts";
import { answerGiven } from "../reading.ts";
import { REASONS, unscored } from "../reasons.ts";
import { reasonWithoutAnswer } from "../grounding/citations.ts";
import { findAddress } from "./address.ts";
import type { StyleGuide } from "./style-guide.ts";

export interface StyleFinding {
  /** `banned: basically`, `length: at most 120 words`, … */
  readonly rule: string;
  readonly held: boolean;
  /** What broke it, for a person. */
  readonly found?: string;
}

export interface StyledText {
  readonly text: string;
  readonly question: string;
  readonly language: string;
  /** In order. */
  readonly sentences: readonly string[];
}

/**
 * One finding for each rule that applies to this answer, in the order of the guide. Rules about a
 * form of address apply in the languages whose words tell it; none for another language.
 */
export function checkStyle(guide: StyleGuide, styled: StyledText): readonly StyleFinding[] {
  const primary = styled.language.toLowerCase().split("-")[0] ?? "";
  if (guide.languages && !guide.languages.includes(primary)) return [];
  return [
    ...checkRequired(guide, styled),
    ...checkBanned(guide, styled),
    ...checkAddress(guide, styled),
    ...checkLength(guide, styled),
    ...checkDisclaimers(guide, styled),
    ...checkForm(guide, styled),
  ];
}

const LETTER = "[\\p{L}\\p{M}\\p{N}]";

/** Whole words, but where the phrase ends in a sign or the script parts no words. */
function findPhrase(text: string, phrase: string, flags = "iu"): string | undefined {
  const words = phrase
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  const isSpaced = !/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}]/u.test(phrase);
  const before = isSpaced && /^[\p{L}\p{N}]/u.test(phrase.trim()) ? `(?<!${LETTER})` : "";
  const after = isSpaced && /[\p{L}\p{M}\p{N}]$/u.test(phrase.trim()) ? `(?!${LETTER})` : "";
  return new RegExp(before + words.join("\\s+") + after, flags).exec(text)?.[0];
}

const saysOne = (text: string, phrases: readonly string[]): boolean =>
  phrases.some((phrase) => findPhrase(text, phrase) !== undefined);

const toFinding = (rule: string, found: string | undefined): StyleFinding =>
  found === undefined ? { rule, held: true } : { rule, held: false, found };

function checkRequired({ required }: StyleGuide, { text }: StyledText): readonly StyleFinding[] {
  return required
    .filter(({ when }) => when === "always" || /\p{N}/u.test(text))
    .map(({ name, say }) =>
      toFinding(
        `required: ${name ?? say.join(" | ")}`,
        saysOne(text, say) ? undefined : "it is not said",
      ),
    );
}

function checkBanned({ banned }: StyleGuide, { text }: StyledText): readonly StyleFinding[] {
  return banned.map(({ name, phrase, instead, matchCase }) => {
    const found = phrase
      .map((one) => findPhrase(text, one, matchCase ? "u" : "iu"))
      .find((one) => one !== undefined);
    const advice =
      found !== undefined && instead !== undefined ? `${found}: write ${instead}` : found;
    return toFinding(`banned: ${name ?? phrase.join(" | ")}`, advice);
  });
}

function checkAddress({ address }: StyleGuide, styled: StyledText): readonly StyleFinding[] {
  if (address === undefined) return [];
  const formal = findAddress(styled.text, styled.language, "formal");
  const informal = findAddress(styled.text, styled.language, "informal");
  if (!formal || !informal) return [];
  const wrong = {
    formal: informal,
    informal: formal,
    none: [...formal, ...informal],
  }[address];
  return [toFinding(`address: ${address}`, wrong[0])];
}

/** Words, or where the script parts none, half as many as characters. */
export function countWords(text: string): number {
  const unspaced = text.match(/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}]/gu)?.length ?? 0;
  const rest = text.replaceAll(/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}]/gu, " ");
  return Math.ceil(unspaced / 2) + (rest.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu)?.length ?? 0);
}

function checkLength(
  { length }: StyleGuide,
  { text, sentences }: StyledText,
): readonly StyleFinding[] {
  const words = countWords(text);
  const longest = Math.max(0, ...sentences.map(countWords));
  const limits = [
    { limit: length.maxWords, count: words, unit: "words", over: true },
    { limit: length.minWords, count: words, unit: "words", over: false },
    { limit: length.maxSentences, count: sentences.length, unit: "sentences", over: true },
    { limit: length.maxSentenceWords, count: longest, unit: "words a sentence", over: true },
  ];
  return limits.flatMap(({ limit, count, unit, over }) => {
    if (limit === undefined) return [];
    const isBroken = over ? count > limit : count < limit;
    const rule = `length: at ${over ? "most" : "least"} ${limit} ${unit}`;
    return [toFinding(rule, isBroken ? `${count} ${unit}` : undefined)];
  });
}

function checkDisclaimers(
  { disclaimers }: StyleGuide,
  { text, question }: StyledText,
): readonly StyleFinding[] {
  return disclaimers
    .filter(({ when }) => when === "always" || saysOne(`${question}\n${text}`, when.mentions))
    .map(({ name, text: wanted, at }) => {
      const tail = text.trimEnd().slice(-(wanted.length + 40));
      const found = findPhrase(at === "end" ? tail : text, wanted);
      const isThere = found !== undefined && (at !== "end" || tail.endsWith(found));
      const rule = `disclaimer: ${name ?? wanted}`;
      return toFinding(rule, isThere ? undefined : "it is missing");
    });
}

const FORMS = {
  headings: /^ {0,3}#{1,6}\s.*$/mu,
  lists: /^\s*(?:[-*•]|\d{1,3}[.)])\s+\S.*$/mu,
  exclamations: /[^\s]*[!！]/u,
} as const;

function checkForm({ form }: StyleGuide, { text }: StyledText): readonly StyleFinding[] {
  return (["headings", "lists", "exclamations"] as const)
    .filter((name) => form[name] === false)
    .map((name) => toFinding(`form: no ${name}`, FORMS[name].exec(text)?.[0].slice(0, 60)));
}

export const styleConformity: CaseMeasure = {
  kind: "case",
  name: "StyleConformity",
  direction: "higher",
  range: [0, 1],
  needs: ["style"],
  summary: "share of the style guide's rules that the answer keeps",
  applies: () => true,
  score({ golden, reply, tools, language, ...reading }): Score {
    const answer = answerGiven(reply);
    if (!answer || !tools.style)
      return unscored(reasonWithoutAnswer({ golden, reply, tools, language, ...reading }));
    const findings = checkStyle(tools.style, {
      text: answer.text,
      question: golden.text,
      language,
      sentences: answer.sentences.map(({ text }) => text),
    });
    if (findings.length === 0) return unscored(REASONS.noRuleApplies);
    return findings.filter(({ held }) => held).length / findings.length;
  },
};
