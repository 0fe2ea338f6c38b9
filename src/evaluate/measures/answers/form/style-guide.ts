/** @module A style guide as an artifact: what every answer of a team must and must not sound like. */
import { parse } from "yaml";
import { z } from "zod";
import { hashJson } from "../../../../foundation/hash.ts";
import { styleGuideInvalid } from "../errors.ts";

const Phrases = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((given) => (typeof given === "string" ? [given] : given));
const RuleName = z.string().min(1).optional();
const Limit = z.int().min(1);

/** Whole words, in any case; white space of any kind between them. */
const Required = z.strictObject({
  name: RuleName,
  say: Phrases.describe("One of these must be said."),
  when: z.enum(["always", "numbers"]).default("always"),
});
const Banned = z.strictObject({
  name: RuleName,
  phrase: Phrases.describe("None of these may be said."),
  instead: z.string().optional().describe("What to write; for the report."),
  matchCase: z.boolean().default(false),
});
const Disclaimer = z.strictObject({
  name: RuleName,
  text: z.string().min(1),
  when: z
    .union([z.literal("always"), z.strictObject({ mentions: Phrases })])
    .default("always")
    .describe("`mentions`: when the question or the answer says one of these."),
  at: z.enum(["anywhere", "end"]).default("anywhere"),
});

export const StyleGuideSchema = z.strictObject({
  schema: z.literal("plumbline.style/1"),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "must be lower-case letters, digits and -"),
  languages: z
    .array(z.string().min(2))
    .optional()
    .describe("Primary codes it is for; default: every language."),
  address: z
    .enum(["formal", "informal", "none"])
    .optional()
    .describe("How the reader is addressed: Sie or du, vous or tu."),
  required: z.array(Required).default([]),
  banned: z.array(Banned).default([]),
  disclaimers: z.array(Disclaimer).default([]),
  length: z
    .strictObject({
      maxWords: Limit,
      minWords: Limit,
      maxSentences: Limit,
      maxSentenceWords: Limit,
    })
    .partial()
    .default({}),
  form: z
    .strictObject({ headings: z.boolean(), lists: z.boolean(), exclamations: z.boolean() })
    .partial()
    .default({})
    .describe("`false` forbids."),
});

/** Its hash stands beside every figure it gives. */
export type StyleGuide = z.output<typeof StyleGuideSchema> & { readonly hash: string };

/**
 * @param text YAML, of which JSON is a part.
 * @throws evaluate.style-guide-invalid naming each mistake.
 */
export function parseStyleGuide(path: string, text: string): StyleGuide {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw styleGuideInvalid({ path, mistakes: [reason] }, error);
  }
  const parsed = StyleGuideSchema.safeParse(value);
  if (parsed.success) return { ...parsed.data, hash: hashJson(parsed.data) };
  const mistakes = parsed.error.issues.map(
    ({ path: at, message }) => `${at.join(".") || "the guide"}: ${message}`,
  );
  throw styleGuideInvalid({ path, mistakes });
}
