/** @module What a system replied to a case, as JSON. */
import { z } from "zod";
import type { SystemReply } from "../../../domain/evaluation.ts";

const Place = { start: z.int(), end: z.int() };
const OptionalPlace = { start: z.int().exactOptional(), end: z.int().exactOptional() };

const Ranking = z
  .object({
    documents: z.array(z.string()).readonly(),
    scores: z.array(z.number()).readonly().exactOptional(),
    passages: z
      .array(
        z
          .object({
            document: z.string(),
            ...Place,
            score: z.number().exactOptional(),
            tokens: z.number().exactOptional(),
          })
          .readonly(),
      )
      .readonly()
      .exactOptional(),
  })
  .readonly();

const Usage = z
  .object({
    model: z.string().exactOptional(),
    inputTokens: z.number().exactOptional(),
    outputTokens: z.number().exactOptional(),
    costUsd: z.number().exactOptional(),
  })
  .readonly();

export const AnswerReplySchema = z
  .object({
    outcome: z.enum(["answered", "abstained", "incomplete", "escalated", "error"]),
    outcomeDeclared: z.boolean().exactOptional(),
    text: z.string(),
    sentences: z
      .array(
        z
          .object({
            text: z.string(),
            factual: z.boolean(),
            citations: z.array(z.string()).readonly(),
          })
          .readonly(),
      )
      .readonly(),
    passages: z
      .array(
        z
          .object({ id: z.string(), document: z.string(), text: z.string(), ...OptionalPlace })
          .readonly(),
      )
      .readonly(),
    quotes: z
      .array(z.object({ document: z.string(), quote: z.string(), ...OptionalPlace }).readonly())
      .readonly(),
    reason: z.string().exactOptional(),
    confidence: z.number().min(0).max(1).exactOptional(),
    language: z.string().exactOptional(),
    answerId: z.string().exactOptional(),
    usage: Usage.exactOptional(),
  })
  .readonly();

export const ReplySchema = z
  .object({
    ranking: Ranking.exactOptional(),
    answer: AnswerReplySchema.exactOptional(),
    failure: z.object({ code: z.string(), message: z.string() }).readonly().exactOptional(),
    latencyMs: z.number().min(0),
  })
  .readonly() satisfies z.ZodType<SystemReply>;
