/** @module What clients may send: strict, so that a misspelt field is a mistake and not a surprise. */
import { z } from "zod";
import { ConditionSchema, MetadataValueSchema } from "../../domain/metadata.ts";
import { FeedbackValueSchema } from "../../domain/feedback.ts";
import { PrincipalSchema } from "../../domain/principal.ts";
import { TRACE_SOURCES } from "../../domain/trace.ts";

const MOST_CHARACTERS = 20_000;

const Question = z.string().min(1).max(MOST_CHARACTERS).describe("In words, as a person asks it.");
const History = z
  .array(z.strictObject({ role: z.enum(["user", "assistant"]), text: z.string() }))
  .max(100)
  .describe("What was said before, oldest first.");
const Collections = z
  .array(z.string().max(100))
  .min(1)
  .max(100)
  .describe("Names; without it every collection that may be read.");
const Filter = z
  .array(ConditionSchema)
  .max(50)
  .describe("Conditions on metadata; all must hold. What nothing satisfies finds nothing.");

const ReleaseId = z
  .string()
  .regex(/^rel_[0-9a-f]{16}$/, "must be the id of a release, such as rel_1f3a9c0b7d521f3a")
  .optional()
  .describe("Asks this one instead of what serves; for keys with the owner's rights alone.");

const Traced = {
  conversationId: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("The same for all questions of a conversation."),
  source: z
    .enum(TRACE_SOURCES)
    .optional()
    .describe("Whose traffic it is; only a user's counts in monitors. Default: user."),
};

export const SearchBody = z.strictObject({
  question: Question,
  history: History.optional(),
  collections: Collections.optional(),
  filter: Filter.optional(),
  topK: z.int().min(1).max(100).optional().describe("Passages; default: retrieve.topK."),
  legs: z.enum(["lexical", "dense", "both"]).optional().describe("Rank by one leg alone."),
  release: ReleaseId,
  ...Traced,
});

export const AnswerBody = z.strictObject({
  question: Question,
  history: History.optional(),
  collections: Collections.optional(),
  filter: Filter.optional(),
  stream: z.boolean().optional().describe("Reply with server-sent events."),
  release: ReleaseId,
  ...Traced,
});

export const FeedbackBody = z.strictObject({
  feedback: FeedbackValueSchema,
  text: z.string().max(20_000).optional().describe("In the person's own words."),
});

const Figure = z.union([
  z.number(),
  z.null(),
  z.strictObject({ low: z.number(), mode: z.number(), high: z.number() }),
]);

export const DecisionBody = z.strictObject({
  answers: z
    .record(z.string().max(40), z.union([z.string().max(100), z.boolean(), z.number()]))
    .describe("By question; `plumbline decide --explain` lists them with their values."),
  costs: z
    .record(z.string().max(60), Figure)
    .optional()
    .describe("Your own figures for the cost model; null is a price that is not known."),
  hosting: z.enum(["dedicated", "per-token"]).optional(),
  valueOfRightAnswerUsd: z.number().positive().optional(),
  latencyLimitMs: z.number().positive().optional(),
  target: z.number().min(0).max(1).optional().describe("Share of right answers that is wanted."),
  seed: z.string().max(100).optional(),
});

const Principals = z.array(PrincipalSchema).max(1000);

const Described = z.strictObject({
  collection: z.string().max(100),
  key: z.string().max(500).optional().describe("Names the document; default: the file name."),
  title: z.string().max(1000).optional(),
  metadata: z
    .record(z.string().max(100), MetadataValueSchema)
    .optional()
    .describe("Facts to filter by."),
  access: Principals.optional().describe("Who may read; default: the collection's list."),
  deny: Principals.optional().describe("Who may not, whatever else is said."),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/, "must be a language tag such as en")
    .optional(),
  modifiedAt: z.iso.datetime({ offset: true }).optional().describe("When the content is from."),
});

export const DocumentBody = Described.extend({
  text: z.string().optional().describe("The content, when it is text."),
  content: z.string().optional().describe("The content of a file, in base64."),
  filename: z.string().min(1).max(255).optional().describe("Says by its extension how it is read."),
  mediaType: z.string().max(200).optional().describe("Where there is no filename."),
}).refine(
  ({ text, content }) => (text === undefined) !== (content === undefined),
  "needs either text or content",
);

export type DocumentInput = Readonly<z.output<typeof DocumentBody>>;

/** The fields of a form beside its file. */
export const DocumentForm = Described;

export const FileForm = Described.extend({
  file: z.string().meta({ format: "binary" }).describe("The file."),
  metadata: z.string().optional().describe("JSON."),
  access: z.string().optional().describe("Principals, with commas."),
  deny: z.string().optional().describe("Principals, with commas."),
});

const Texts = z.union([z.string().transform((text) => [text]), z.array(z.string()).max(50)]);

export const DocumentsQuery = z.strictObject({
  collection: z.string().max(100).optional(),
  filter: Texts.optional().describe("year>=2025, type=policy, path^=hr/, owner?, !draft?"),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.string().max(100).optional().describe("The last id of the page before."),
});

export const DocumentQuery = z.strictObject({
  text: z
    .enum(["true", "false"])
    .optional()
    .describe("Whether to reply with the text of the current version."),
});
