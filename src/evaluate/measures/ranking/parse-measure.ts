/** @module Measures by name: `nDCG@10`, `P(rel=2)@5`, and the names of other tools. */
import { DEFINITIONS, type MeasureDefinition } from "./definitions.ts";
import { measureInvalid, unknownMeasure } from "./errors.ts";
import { findNearNames } from "./near-names.ts";
import { printParameter, readParameters, type MeasureParameters } from "./parameters.ts";
import type { RankingMeasure } from "./ranking-measure.ts";

/** What is measured when nothing is asked for. */
export const DEFAULT_RANKING_MEASURES = [
  "nDCG@10",
  "R@100",
  "RR@10",
  "Success@5",
  "Judged@10",
] as const;

/** Names of other tools, in lower case: names are told apart whatever their case. */
const ALIASES: Readonly<Record<string, string>> = {
  mrr: "RR",
  map: "AP",
  recall: "R",
  precision: "P",
};

/** trec_eval's names, with the ones that say more than a name. */
const TREC_NAMES: Readonly<Record<string, string>> = {
  recip_rank: "RR",
  set_p: "SetP",
  set_recall: "SetR",
  set_f: "SetF",
  num_q: "NumQ",
  num_ret: "NumRet",
  num_rel: "NumRel",
  num_rel_ret: "NumRet(rel=1)",
};
const TREC_CUTS: Readonly<Record<string, string>> = {
  ndcg_cut: "nDCG",
  map_cut: "AP",
  recall: "R",
  p: "P",
  success: "Success",
  unj: "Unjudged",
};

const BY_NAME: ReadonlyMap<string, MeasureDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.name.toLowerCase(), definition]),
);

const FORM = /^([A-Za-z_]+)(?:\((.*)\))?(?:@(\S+))?$/s;

/**
 * @returns undefined where no measure of rankings has this name, so that other registries may be
 *   asked.
 * @throws evaluate.measure-invalid where one has, and its parameters or its cut-off are wrong.
 */
export function findRankingMeasure(text: string): RankingMeasure | undefined {
  const name = fromTrecEval(text.trim());
  const [, word = "", brackets = "", cut] = FORM.exec(name.replaceAll(/\s/g, "")) ?? [];
  const lower = word.toLowerCase();
  const definition = BY_NAME.get((ALIASES[lower] ?? lower).toLowerCase());
  if (definition === undefined) return undefined;
  const refuse = (reason: string): Error =>
    measureInvalid({ name: text, reason, form: toForm(definition) });
  const read = readParameters(brackets, definition.parameters);
  if ("mistake" in read) throw refuse(read.mistake);
  if (cut !== undefined && definition.cutoff === "none") throw refuse("it has no cut-off");
  if (cut === undefined && definition.cutoff === "needed") throw refuse("its cut-off is missing");
  if (cut !== undefined && !/^[1-9]\d{0,8}$/.test(cut))
    throw refuse("its cut-off is not a whole number from 1");
  return createMeasure(definition, read.parameters, cut === undefined ? undefined : Number(cut));
}

/** @throws evaluate.unknown-measure naming near ones, evaluate.measure-invalid. */
export function parseRankingMeasure(text: string): RankingMeasure {
  const measure = findRankingMeasure(text);
  if (measure !== undefined) return measure;
  const names = listRankingMeasureNames();
  const near = findNearNames(/^\w*/.exec(text.trim())?.[0] ?? "", names);
  throw unknownMeasure({ name: text, near: near.length > 0 ? near : names });
}

/** Without parameters and cut-offs, in the order they are told. */
export const listRankingMeasureNames = (): readonly string[] => DEFINITIONS.map(({ name }) => name);

/** Names parted by commas or blanks, but for those inside brackets. */
export function splitMeasureNames(text: string): readonly string[] {
  return text.match(/(?:\([^)]*\)|[^\s,(])+/g) ?? [];
}

/** `ndcg_cut_10` and `ndcg_cut.10` are `nDCG@10`; any other name stays as it is. */
function fromTrecEval(name: string): string {
  const lower = name.toLowerCase();
  const [, base = "", cut] = /^([a-z_]+)[_.](\d+)$/.exec(lower) ?? [];
  const cutName = TREC_CUTS[base];
  if (cutName !== undefined) return `${cutName}@${cut}`;
  return TREC_NAMES[lower] ?? name;
}

function createMeasure(
  definition: MeasureDefinition,
  parameters: MeasureParameters,
  k: number | undefined,
): RankingMeasure {
  const { level, total } = definition;
  return {
    name: toName(definition, parameters, k),
    direction: definition.name === "Unjudged" ? "lower" : "higher",
    range: [0, total === "sum" ? Infinity : 1],
    total,
    ...(k === undefined ? {} : { cutoff: k }),
    level,
    score: definition.score(parameters, k),
  };
}

function toName(
  { name, parameters: known, defaults, printed = [] }: MeasureDefinition,
  given: MeasureParameters,
  k: number | undefined,
): string {
  const told = known.flatMap((parameter) => {
    const value = given[parameter] ?? defaults[parameter];
    const isTold = printed.includes(parameter) || value !== defaults[parameter];
    return isTold && value !== undefined ? [`${parameter}=${printParameter(value)}`] : [];
  });
  const brackets = told.length === 0 ? "" : `(${told.join(",")})`;
  return `${name}${brackets}${k === undefined ? "" : `@${k}`}`;
}

function toForm({ name, parameters, cutoff }: MeasureDefinition): string {
  const brackets = parameters.length === 0 ? "" : `[(${parameters.join("=…, ")}=…)]`;
  return `${name}${brackets}${cutoff === "none" ? "" : cutoff === "needed" ? "@k" : "[@k]"}`;
}
