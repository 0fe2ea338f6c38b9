import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { ROUTES } from "../../src/server/index.ts";
import { openHarness, readJson } from "./harness.ts";

const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      in: z.enum(["path", "query"]),
      required: z.boolean(),
      schema: z.looseObject({}),
    }),
  ),
  responses: z.record(z.string().regex(/^(?:\d{3}|default)$/), z.looseObject({})),
});

const Reference = z.strictObject({
  openapi: z.literal("3.1.0"),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(
    z.string().startsWith("/"),
    z.partialRecord(z.enum(["get", "post", "delete"]), Operation),
  ),
  components: z.looseObject({ responses: z.record(z.string(), z.looseObject({})) }),
});

/** Every value that stands under a name, however deep. */
function findAll(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(key === name ? [member] : []),
    ...findAll(member, name),
  ]);
}

describe("the reference of the HTTP API", () => {
  it("describes every public route once, and nothing else", async () => {
    await using harness = await openHarness();
    const reference = Reference.parse(await readJson(await harness.send("/openapi.json")));
    const described = Object.entries(reference.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const there = ROUTES.filter(({ internal }) => !internal).map(
      ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(?:\{.*?\})?/g, "{$1}")}`,
    );
    assert.deepEqual(described.toSorted(), there.toSorted());
    const operations = Object.values(reference.paths).flatMap((methods) => Object.values(methods));
    const ids = operations.map((operation) => operation?.operationId);
    assert.equal(new Set(ids).size, ids.length);
  });

  it("names each parameter of a path, and only references that are there", async () => {
    await using harness = await openHarness();
    const raw = await readJson(await harness.send("/openapi.json"));
    const { paths, components } = Reference.parse(raw);
    for (const [path, methods] of Object.entries(paths))
      for (const operation of Object.values(methods)) {
        const named = operation?.parameters.filter((each) => each.in === "path") ?? [];
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        assert.deepEqual(
          named.map(({ name }) => name),
          inPath,
        );
        assert.ok(named.every(({ required }) => required));
      }
    for (const reference of findAll(raw, "$ref")) {
      const [, name = ""] = /^#\/components\/responses\/(\w+)$/.exec(String(reference)) ?? [];
      assert.ok(name in components.responses, String(reference));
    }
    assert.deepEqual(findAll(raw, "$schema"), []);
  });

  it("tells the truth about replies: real ones fit its schemas", async () => {
    await using harness = await openHarness();
    const key = await harness.makeKey(undefined, "read", "write");
    const text = "Employees get 18 weeks of paid parental leave.";
    const put = { collection: "hr", key: "a.md", text, metadata: { year: 2026 } };
    const fits = async (operation: string, reply: Response): Promise<unknown> => {
      const route = ROUTES.find((each) => each.operation === operation);
      const schema = route?.replies[reply.status]?.schema;
      assert.ok(schema, `${operation} ${reply.status}: ${await reply.clone().text()}`);
      const value: unknown = await reply.json();
      const checked = schema.safeParse(value);
      assert.ok(checked.success, `${operation}: ${checked.error?.message}`);
      return value;
    };
    const Put = z.object({ document: z.object({ id: z.string() }) });
    const send = (path: string, body?: unknown) => harness.send(path, { key, body });
    const { document } = Put.parse(await fits("putDocument", await send("/v1/documents", put)));
    await fits("putDocument", await send("/v1/documents", put));
    await fits("search", await send("/v1/search", { question: "parental leave" }));
    const question = { question: "How many weeks of parental leave do employees get?" };
    const answer = z
      .object({ id: z.string() })
      .parse(await fits("ask", await send("/v1/answers", question)));
    await fits("ask", await send("/v1/answers", { question: "Who painted the Sistine Chapel?" }));
    await fits("getAnswer", await send(`/v1/answers/${answer.id}`));
    await fits("listDocuments", await send("/v1/documents?limit=1"));
    await fits("getDocument", await send(`/v1/documents/${document.id}?text=true`));
    await fits("listCollections", await send("/v1/collections"));
    await fits("listModels", await send("/v1/models"));
    await fits("getModel", await send("/v1/models/plumbline/hr"));
    const messages = [{ role: "user", content: question.question }];
    await fits(
      "createChatCompletion",
      await send("/v1/chat/completions", { model: "plumbline", messages }),
    );
    await fits("getHealth", await send("/healthz"));
    await fits("getReadiness", await send("/readyz"));
    const gone = await harness.send(`/v1/documents/${document.id}`, { method: "DELETE", key });
    await fits("deleteDocument", gone);
    const { error } = await readJson(await send("/v1/documents/doc_0"), 404);
    assert.deepEqual(Object.keys(error).toSorted(), ["code", "hint", "message", "requestId"]);
  });
});
