/** @module /v1/decisions: retrieval, tuning, prompts or both, from answers and what was measured. */
import { jsonBody } from "../json-body.ts";
import { defineRoute } from "../route.ts";
import { DecisionBody } from "../schemas/requests.ts";
import { DecisionReply } from "../schemas/replies.ts";

export const decideRoute = defineRoute({
  method: "POST",
  path: "/v1/decisions",
  operation: "decide",
  summary: "Decide between retrieval, tuning, prompts and both, with reasons and costs",
  scope: "read",
  work: "answer",
  body: jsonBody(DecisionBody),
  replies: {
    200: {
      description:
        "The whole decision. The owner's rests on what was measured here and is kept; others' follow from their answers alone.",
      schema: DecisionReply,
    },
  },
  async handle({ context, as, body }) {
    return { json: await context.app.decide(as, body) };
  },
});
