/** @module promptfoo's tests: variables and assertions, in YAML or CSV. */
import { parse } from "yaml";
import { z } from "zod";
import type { CaseChecks } from "../../../domain/golden-set.ts";
import { importFailed } from "../../errors.ts";
import type { ImportedCase, ImportedFile } from "./imported-case.ts";
import { parseTable, pick, type TableRow } from "./tables.ts";

/** Names that people give to the variable that is asked. */
const ASKED = ["question", "query", "user_input", "input", "prompt", "message", "text"];

const Assertion = z.looseObject({ type: z.string(), value: z.unknown().optional() });
const Test = z.looseObject({
  description: z.string().optional(),
  vars: z.record(z.string(), z.unknown()).default({}),
  assert: z.array(Assertion).default([]),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
const Config = z.union([
  z.looseObject({ tests: z.array(z.unknown()) }).transform(({ tests }) => tests),
  z.array(z.unknown()),
]);

type Asserted = Pick<ImportedCase, "answers" | "checks">;

/** @throws evaluate.import-failed */
export function importPromptfooYaml(path: string, text: string): ImportedFile {
  const fail = (mistake: string, cause?: unknown): Error =>
    importFailed({ path, format: "promptfoo", mistakes: [mistake] }, cause);
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw fail(error instanceof Error ? error.message : "no YAML", error);
  }
  const config = Config.safeParse(document);
  if (!config.success) throw fail("it has no list of tests");
  const skipped: string[] = [];
  const cases = config.data.flatMap((given, index): ImportedCase[] => {
    const test = Test.safeParse(given);
    const asked = test.success ? toAsked(test.data.vars) : "";
    if (!test.success || asked === "") {
      skipped.push(`test ${index + 1} asks nothing`);
      return [];
    }
    const { answers, checks } = readAssertions(test.data.assert, (type) =>
      skipped.push(`test ${index + 1}: assertion ${type} has no counterpart`),
    );
    const { description } = test.data;
    return [{ text: asked, answers, ...(checks ? { checks } : {}), ...toStratum(description) }];
  });
  return { cases, notes: skipped };
}

const toStratum = (description: string | undefined): Pick<ImportedCase, "stratum"> =>
  description === undefined ? {} : { stratum: description.slice(0, 60) };

/** The variable with a usual name, else the only text among them. */
function toAsked(vars: Readonly<Record<string, unknown>>): string {
  const named = pick(vars, ...ASKED);
  if (named !== "") return named;
  const texts = Object.values(vars).filter((value) => typeof value === "string");
  return texts.length === 1 ? (texts[0]?.trim() ?? "") : "";
}

const toTexts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string");

/** Assertions that name a text become answers and checks; the others are told. */
function readAssertions(
  assertions: readonly z.output<typeof Assertion>[],
  skip: (type: string) => void,
): Asserted {
  const answers: string[] = [];
  const mustSay: string[] = [];
  const mustNotSay: string[] = [];
  for (const { type, value } of assertions) {
    const texts = toTexts(value);
    if (texts.length === 0) skip(type);
    else if (["equals", "similar", "factuality", "contains-any", "icontains-any"].includes(type))
      answers.push(...texts);
    else if (["contains", "icontains", "contains-all", "icontains-all"].includes(type))
      mustSay.push(...texts);
    else if (["not-contains", "not-icontains"].includes(type)) mustNotSay.push(...texts);
    else skip(type);
  }
  const checks: CaseChecks = {
    ...(mustSay.length > 0 ? { mustSay } : {}),
    ...(mustNotSay.length > 0 ? { mustNotSay } : {}),
  };
  return Object.keys(checks).length > 0 ? { answers, checks } : { answers };
}

/** `contains: 16 weeks`, `similar(0.8): …`; a text without a type must be equal. */
const EXPECTED = /^([a-z-]+)(?:\([^)]*\))?:\s*([^]*)$/;

/** Columns are variables; `__expected`, `__expected1`, … are assertions. */
export function importPromptfooCsv(path: string, text: string): ImportedFile {
  const skipped: string[] = [];
  const cases = parseTable(path, "promptfoo", text).flatMap((row, index): ImportedCase[] => {
    const vars = Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith("__")));
    const asked = toAsked(vars);
    if (asked === "") {
      skipped.push(`row ${index + 1} asks nothing`);
      return [];
    }
    const { answers, checks } = readAssertions(toAssertions(row), (type) =>
      skipped.push(`row ${index + 1}: assertion ${type} has no counterpart`),
    );
    return [{ text: asked, answers, ...(checks ? { checks } : {}) }];
  });
  return { cases, notes: skipped };
}

function toAssertions(row: TableRow): readonly { type: string; value: unknown }[] {
  return Object.entries(row)
    .filter(([name, value]) => /^__expected\d*$/.test(name) && value.trim() !== "")
    .map(([, value]) => {
      const [, type, rest = ""] = EXPECTED.exec(value.trim()) ?? [];
      if (type === undefined) return { type: "equals", value: value.trim() };
      const many = type.endsWith("-any") || type.endsWith("-all");
      return { type, value: many ? rest.split(",").map((part) => part.trim()) : rest };
    });
}
