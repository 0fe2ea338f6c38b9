/** @module The reference of the HTTP API, made from the routes and their schemas. */
import { z } from "zod";
import { readVersion } from "../app/index.ts";
import type { Described, Route } from "./route.ts";
import { OpenaiErrorReply } from "./schemas/openai.ts";
import { ErrorReply } from "./schemas/replies.ts";

/** The keywords that belong to a document of its own. */
function toSchema(schema: z.ZodType, io: "input" | "output"): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

const toPath = (path: string): string => path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, "{$1}");

function toParameters({ path, query }: Route): readonly unknown[] {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  const inPath = names.map((name) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  if (!query) return inPath;
  // An object schema: the query of every route is one.
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: "input" });
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
  return [...inPath, ...inQuery];
}

function toReply({ description, schema, contentType }: Described): unknown {
  if (!schema) return { description };
  const content = { "application/json": { schema: toSchema(schema, "output") } };
  if (contentType === undefined) return { description, content };
  return { description, content: { ...content, [contentType]: { schema: { type: "string" } } } };
}

function toOperation(route: Route): unknown {
  const { operation, summary, scope, body, replies, style } = route;
  const refused = {
    $ref: `#/components/responses/${style === "openai" ? "OpenaiError" : "Error"}`,
  };
  const content = Object.entries(body?.accepts ?? {}).map(
    ([type, { schema }]) => [type, { schema: toSchema(schema, "input") }] as const,
  );
  return {
    operationId: operation,
    summary,
    ...(scope === "open" ? { security: [] } : { description: `Needs a key with scope ${scope}.` }),
    parameters: toParameters(route),
    ...(body ? { requestBody: { required: true, content: Object.fromEntries(content) } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(replies).map(([status, reply]) => [status, toReply(reply)]),
      ),
      default: refused,
    },
  };
}

export interface Reference {
  readonly openapi: string;
  readonly info: Readonly<Record<string, string>>;
  readonly security: readonly unknown[];
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: unknown;
}

/** OpenAPI 3.1, whose schemas are JSON Schema as zod writes it. */
export function makeReference(routes: readonly Route[]): Reference {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes.filter(({ internal }) => !internal)) {
    const path = (paths[toPath(route.path)] ??= {});
    path[route.method.toLowerCase()] = toOperation(route);
  }
  const error = (description: string, schema: z.ZodType) => ({
    description,
    content: { "application/json": { schema: toSchema(schema, "output") } },
  });
  return {
    openapi: "3.1.0",
    info: {
      title: "Plumbline",
      version: readVersion(),
      description: "Answers from your own documents, cited and checked.",
    },
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
      responses: {
        Error: error("What is wrong, and what to do about it", ErrorReply),
        OpenaiError: error("The same, as OpenAI's clients read it", OpenaiErrorReply),
      },
    },
  };
}
