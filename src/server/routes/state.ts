/** @module Whether the server is there, whether it can work, and what it offers. */
import { closing } from "../errors.ts";
import { defineRoute } from "../route.ts";
import { StateReply } from "../schemas/replies.ts";

export const healthRoute = defineRoute({
  method: "GET",
  path: "/healthz",
  operation: "getHealth",
  summary: "Whether the process answers",
  scope: "open",
  work: "light",
  replies: { 200: { description: "It does", schema: StateReply } },
  handle: async () => ({ json: { status: "ok" } }),
});

export const readyRoute = defineRoute({
  method: "GET",
  path: "/readyz",
  operation: "getReadiness",
  summary: "Whether requests are taken and the store can be read",
  scope: "open",
  work: "light",
  replies: { 200: { description: "They are", schema: StateReply } },
  async handle({ context }) {
    if (!context.isReady()) throw closing({});
    // The least that reads the store: whoever asks shows no key.
    await context.app.listKeys();
    return { json: { status: "ready" } };
  },
});

export const referenceRoute = defineRoute({
  method: "GET",
  path: "/openapi.json",
  operation: "getReference",
  summary: "This reference, as OpenAPI 3.1",
  scope: "open",
  work: "light",
  replies: { 200: { description: "The reference" } },
  handle: async ({ context }) => ({ json: context.reference }),
});
