/** @module What stands in the brackets of a measure's name. */
import type { Gain } from "./ndcg.ts";

/** Names are ir-measures'; `tokens` is ours. */
export interface MeasureParameters {
  /** Documents of this grade and above are relevant. */
  readonly rel?: number;
  /** Unjudged and negative documents are removed from the ranking first. */
  readonly judged_only?: boolean;
  readonly dcg?: Gain;
  /** Persistence, in (0, 1). */
  readonly p?: number;
  readonly beta?: number;
  readonly tokens?: number;
}
export type ParameterName = keyof MeasureParameters;

interface ParameterForm {
  /** What the value must be, in words. */
  readonly wanted: string;
  /** Undefined where it is something else. */
  readonly parse: (text: string) => number | boolean | string | undefined;
}

const toNumber = (text: string, isRight: (value: number) => boolean): number | undefined =>
  /^\d+(?:\.\d+)?$|^\.\d+$/.test(text) && isRight(Number(text)) ? Number(text) : undefined;

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

const FORMS: Readonly<Record<ParameterName, ParameterForm>> = {
  rel: { wanted: "a whole number from 1", parse: (text) => toNumber(text, isWhole) },
  judged_only: {
    wanted: "True or False",
    parse: (text) => (/^(?:true|false)$/i.test(text) ? text.toLowerCase() === "true" : undefined),
  },
  dcg: {
    wanted: "'log2' or 'exp-log2'",
    parse: (text) => /^(['"]?)(log2|exp-log2)\1$/.exec(text)?.[2],
  },
  p: {
    wanted: "between 0 and 1",
    parse: (text) => toNumber(text, (value) => value > 0 && value < 1),
  },
  beta: { wanted: "above 0", parse: (text) => toNumber(text, (value) => value > 0) },
  tokens: { wanted: "a whole number from 1", parse: (text) => toNumber(text, isWhole) },
};

export type ReadParameters =
  | { readonly parameters: MeasureParameters }
  | { readonly mistake: string };

/** `rel=2, judged_only=True`: each of `known`, and once. */
export function readParameters(text: string, known: readonly ParameterName[]): ReadParameters {
  const read: Record<string, unknown> = {};
  for (const part of text.split(",").filter((item) => item.trim() !== "")) {
    const [, word = "", value = ""] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
    const name = known.find((one) => one === word);
    if (name === undefined)
      return { mistake: `it has no parameter ${word || part.trim()}${listKnown(known)}` };
    if (name in read) return { mistake: `${name} stands twice` };
    const parsed = FORMS[name].parse(value);
    if (parsed === undefined) return { mistake: `${name} is not ${FORMS[name].wanted}` };
    read[name] = parsed;
  }
  return { parameters: read };
}

const listKnown = (known: readonly ParameterName[]): string =>
  known.length === 0 ? "" : ` (it has ${known.join(", ")})`;

/** As ir-measures prints them: strings in single quotes, booleans with a capital. */
export function printParameter(value: number | boolean | string): string {
  if (typeof value === "string") return `'${value}'`;
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}
