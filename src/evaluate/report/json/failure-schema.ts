/** @module Why a case failed, as JSON holds it. */
import { z } from "zod";
import { FAILURE_CLASSES } from "../../../domain/failure.ts";

const Rank = z.int().min(1).nullable();

const Unit = z
  .object({
    unit: z.string(),
    store: z.enum(["current", "absent", "text_lost", "superseded", "not_permitted"]),
    legs: z.object({ lexical: Rank, dense: Rank }).readonly(),
    withoutFilter: z.boolean(),
    fused: Rank,
    reranked: Rank,
    context: z.enum(["in", "token_limit", "duplicate", "truncated", "access"]).nullable(),
  })
  .readonly();

export const AttributionSchema = z
  .object({
    class: z.enum([...FAILURE_CLASSES, "ok", "run_error", "undetermined"]),
    cause: z.string().exactOptional(),
    blockingUnit: z.string().exactOptional(),
    reach: z.literal([0, 1, 2, 3, 4]).exactOptional(),
    flags: z.array(z.string()).readonly(),
  })
  .readonly();

export const FailureEvidenceSchema = z
  .object({
    sets: z.array(z.array(Unit).readonly()).readonly(),
    k: z.int().min(0),
    answerable: z.boolean(),
    outcome: z.enum(["answered", "abstained", "incomplete", "escalated", "error"]),
    abstainReason: z.string().nullable(),
    finishReason: z.string().nullable(),
    formatValid: z.boolean(),
    formatError: z.string().nullable().exactOptional(),
    correct: z.boolean().nullable(),
    unsupported: z.array(z.string()).readonly(),
  })
  .readonly();
