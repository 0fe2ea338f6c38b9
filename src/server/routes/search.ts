/** @module POST /v1/search */
import { jsonBody } from "../json-body.ts";
import { defineRoute } from "../route.ts";
import { SearchBody } from "../schemas/requests.ts";
import { SearchReply } from "../schemas/replies.ts";
import { assertOwner } from "./releases.ts";
import { toTraceInput } from "../trace-input.ts";

export const searchRoute = defineRoute({
  method: "POST",
  path: "/v1/search",
  operation: "search",
  summary: "Find passages, and say why they were found",
  scope: "read",
  work: "search",
  body: jsonBody(SearchBody),
  replies: { 200: { description: "Passages, best first", schema: SearchReply } },
  async handle({ context, as, body, signal, ...call }) {
    if (body.release !== undefined) assertOwner(as, "naming a release");
    const input = { ...body, ...toTraceInput(call), signal };
    return { json: await context.app.search(as, input) };
  },
});
