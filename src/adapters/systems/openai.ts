/** @module Systems that answer over OpenAI's chat completions: ours, others, whatever stands behind. */
import { z } from "zod";
import type { AnswerReply, ReplyPassage, ReplyQuote } from "../../domain/evaluation.ts";
import { hashJson } from "../../foundation/hash.ts";
import { citedSentences } from "../../foundation/cited-sentences.ts";
import type { AdapterContext } from "../../ports/adapter.ts";
import type { AskedCase, EvaluatedSystem } from "../../ports/evaluated-system.ts";
import { upstreamGarbled } from "../errors.ts";
import { postJson } from "../post-json.ts";
import { findListPrice } from "../prices.ts";
import { principalsRefused } from "./errors.ts";

export interface OpenAiSystemOptions {
  /** Below which `chat/completions` is, such as `http://localhost:8080/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string;
}

const Count = z.int().min(0);

/** Our own server's citations; of other servers' whatever has the same names. */
const Citation = z.object({
  number: z.int().optional(),
  key: z.string().optional(),
  quote: z.string().optional(),
  start: z.int().min(0).optional(),
  end: z.int().min(0).optional(),
});

const Reply = z.object({
  model: z.string().optional(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          citations: z.array(Citation).optional().catch(undefined),
          abstained: z.boolean().optional().catch(undefined),
          reason: z.string().optional().catch(undefined),
          confidence: z.number().min(0).max(1).optional().catch(undefined),
        }),
      }),
    )
    .min(1),
  usage: z
    .object({ prompt_tokens: Count, completion_tokens: Count })
    .partial()
    .nullish()
    .catch(undefined),
});

type Message = z.output<typeof Reply>["choices"][number]["message"];

/**
 * What became of a question is read from fields alone: `abstained` of our server's extension, a
 * refusal, an end at the length limit. Of a system that declares nothing abstention is not scored.
 */
export function createOpenAiSystem(
  { baseUrl, model, apiKey }: OpenAiSystemOptions,
  context: Pick<AdapterContext, "fetch" | "clock">,
): EvaluatedSystem {
  const { clock } = context;
  const url = new URL("chat/completions", baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
  return {
    metered: url.protocol === "https:",
    subject: {
      kind: "http",
      name: `${model} at ${url.host}`,
      fingerprint: hashJson({ protocol: "chat-completions", url: url.href, model }),
    },
    async answer({ text, history, principals, signal }: AskedCase) {
      if (principals.length > 0) throw principalsRefused({ principals });
      const messages = [
        ...history.map((turn) => ({ role: turn.role, content: turn.text })),
        { role: "user", content: text },
      ];
      const value = await postJson(context, {
        adapter: "openai-system",
        url,
        body: { model, messages, temperature: 0, stream: false },
        apiKey,
        signal,
      });
      const parsed = Reply.safeParse(value);
      const choice = parsed.data?.choices[0];
      if (!parsed.success || !choice)
        throw upstreamGarbled({ adapter: "openai-system", reason: "it is no chat completion" });
      const { usage, model: replied = model } = parsed.data;
      const { prompt_tokens: input, completion_tokens: output } = usage ?? {};
      const models = [replied, model];
      const costUsd =
        input && output
          ? await findListPrice({ providerApiUrl: baseUrl }, models, { input, output }, clock.now())
          : undefined;
      return toReply(choice.message, choice.finish_reason ?? undefined, {
        model: replied,
        ...(input === undefined ? {} : { inputTokens: input }),
        ...(output === undefined ? {} : { outputTokens: output }),
        ...(costUsd === undefined ? {} : { costUsd }),
      });
    },
  };
}

/** Ends that cut a reply short. */
const CUT = new Set(["length", "content_filter"]);

function toReply(
  message: Message,
  finish: string | undefined,
  usage: NonNullable<AnswerReply["usage"]>,
): AnswerReply {
  const { refusal, abstained, reason, confidence } = message;
  const text = message.content ?? "";
  const refused = typeof refusal === "string" && refusal !== "";
  const outcome =
    abstained || refused ? "abstained" : CUT.has(finish ?? "") ? "incomplete" : "answered";
  const citations = message.citations ?? [];
  return {
    outcome,
    ...(abstained === undefined && !refused && outcome === "answered"
      ? { outcomeDeclared: false }
      : {}),
    text: outcome === "abstained" ? "" : text,
    sentences: outcome === "abstained" ? [] : citedSentences(text),
    passages: citations.flatMap(toPassage),
    quotes: citations.flatMap(toQuote),
    ...(outcome === "incomplete" ? { reason: finish ?? "cut" } : reason ? { reason } : {}),
    ...(confidence === undefined ? {} : { confidence }),
    usage,
  };
}

/** Nobody tells what the writer was shown: what is quoted is all that is known of it. */
const toPassage = ({ number, key, quote }: z.output<typeof Citation>): readonly ReplyPassage[] =>
  number === undefined || key === undefined || quote === undefined
    ? []
    : [{ id: String(number), document: key, text: quote }];

const toQuote = ({ key, quote, start, end }: z.output<typeof Citation>): readonly ReplyQuote[] =>
  key === undefined || quote === undefined
    ? []
    : [
        {
          document: key,
          quote,
          ...(start === undefined ? {} : { start }),
          ...(end === undefined ? {} : { end }),
        },
      ];
