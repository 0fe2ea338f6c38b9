/** @module Whether an answer that must be JSON is, fits its schema, and holds the right fields. */
import type { Score } from "../../../../domain/evaluation.ts";
import type { CaseMeasure } from "../measure.ts";
import { answerGiven, type ReplyReading } from "../reading.ts";
import { REASONS, unscored } from "../reasons.ts";
import { reasonWithoutAnswer } from "../grounding/citations.ts";

export type ParsedJson = { readonly value: unknown } | { readonly mistake: string };

/** As a program reads it: nothing before or behind the value, no fence around it. */
export function parseReplyJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : String(error) };
  }
}

/** What is cut at a limit is incomplete, not invalid. */
function readJson(reading: ReplyReading): ParsedJson | { readonly reason: string } {
  const answer = answerGiven(reading.reply);
  if (!answer) return { reason: reasonWithoutAnswer(reading) };
  if (answer.outcome === "incomplete") return { reason: REASONS.incomplete };
  return parseReplyJson(answer.text);
}

/** `undefined` where the case asks for no form. */
export function listFormMistakes(
  text: string,
  { golden, tools }: Pick<ReplyReading, "golden" | "tools">,
): readonly string[] | undefined {
  const name = golden.checks.schema;
  if (name === undefined) return undefined;
  const parsed = parseReplyJson(text);
  if ("mistake" in parsed) return [parsed.mistake];
  return tools.schemas?.get(name)?.(parsed.value) ?? [];
}

/** Leaves of a value by path: `leave.weeks`, `names.0`. */
function* leavesOf(value: unknown, path = ""): Generator<readonly [string, unknown]> {
  if (typeof value !== "object" || value === null) yield [path, value];
  else
    for (const [key, member] of Object.entries(value))
      yield* leavesOf(member, path === "" ? key : `${path}.${key}`);
}

/** Share of the gold value's leaves that the reply has with the same value; 1 for none at all. */
export function computeFieldAccuracy(reply: unknown, gold: unknown): number {
  const given = new Map(leavesOf(reply));
  const wanted = [...leavesOf(gold)];
  if (wanted.length === 0) return 1;
  return wanted.filter(([path, value]) => given.get(path) === value).length / wanted.length;
}

const shared = {
  kind: "case",
  direction: "higher",
  range: [0, 1],
  needs: [],
  applies: ({ answerable, checks }) => answerable && checks.schema !== undefined,
} as const satisfies Partial<CaseMeasure>;

export const formatValidity: CaseMeasure = {
  ...shared,
  name: "FormatValidity",
  summary: "the answer parses as the JSON it should be",
  score(reading): Score {
    const json = readJson(reading);
    if ("reason" in json) return unscored(json.reason);
    return "value" in json ? 1 : 0;
  },
};

export const schemaValidity: CaseMeasure = {
  ...shared,
  needs: ["schemas"],
  name: "SchemaValidity",
  summary: "the answer fits its schema",
  score(reading): Score {
    const json = readJson(reading);
    if ("reason" in json) return unscored(json.reason);
    const check = reading.tools.schemas?.get(reading.golden.checks.schema ?? "");
    if (!check) return unscored(REASONS.noSchema);
    return "value" in json && check(json.value).length === 0 ? 1 : 0;
  },
};

export const fieldAccuracy: CaseMeasure = {
  ...shared,
  name: "FieldAccuracy",
  summary: "share of the right answer's fields that the answer has with the same value",
  applies: (golden) => shared.applies(golden) && "value" in parseReplyJson(golden.answers[0] ?? ""),
  score(reading): Score {
    const json = readJson(reading);
    if ("reason" in json) return unscored(json.reason);
    const gold = parseReplyJson(reading.golden.answers[0] ?? "");
    return "value" in json && "value" in gold ? computeFieldAccuracy(json.value, gold.value) : 0;
  },
};
