/** @module Chat completions as OpenAI's clients send them: lenient about what changes nothing here. */
import { z } from "zod";

const TextPart = z.object({ type: z.literal("text"), text: z.string() });
/** Images, sound, files: read as parts so that the mistake can be named by its place. */
const OtherPart = z.object({ type: z.string() });

const Message = z.object({
  role: z.string(),
  content: z.union([z.string(), z.array(z.union([TextPart, OtherPart]))]).nullish(),
});

export type ChatMessage = z.infer<typeof Message>;

/** Of all else that a client may send nothing is read; see `refuseUnsupported`. */
export const ChatBody = z.looseObject({
  model: z.string().describe("plumbline, or plumbline/COLLECTION."),
  messages: z
    .array(Message)
    .min(1)
    .max(1000)
    .describe("The last one is the question, what came before is the history."),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.number().nullish(),
});

export type ChatRequest = z.infer<typeof ChatBody>;

const Usage = z.looseObject({
  prompt_tokens: z.int().nonnegative(),
  completion_tokens: z.int().nonnegative(),
  total_tokens: z.int().nonnegative(),
});

export const ChatReply = z.looseObject({
  id: z.string().describe("The id of the answer's record."),
  object: z.literal("chat.completion"),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.looseObject({
      index: z.int(),
      finish_reason: z.enum(["stop", "length", "content_filter"]),
      message: z.looseObject({
        role: z.literal("assistant"),
        content: z.string().describe("The answer with [1] behind what a citation supports."),
        refusal: z.null(),
        citations: z.array(z.looseObject({ number: z.int(), documentId: z.string() })),
        abstained: z.boolean(),
        reason: z.string().optional(),
      }),
    }),
  ),
  usage: Usage.optional(),
});

export const ModelReply = z.looseObject({
  id: z.string(),
  object: z.literal("model"),
  created: z.int(),
  owned_by: z.string(),
});

export const ModelsReply = z.looseObject({
  object: z.literal("list"),
  data: z.array(ModelReply),
});

export const OpenaiErrorReply = z.looseObject({
  error: z.looseObject({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});
