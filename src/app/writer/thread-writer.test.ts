import assert from "node:assert/strict";
import { it } from "node:test";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { loadConfig } from "../../config/index.ts";
import { writerStopped } from "../errors.ts";
import { createThreadWriter } from "./thread-writer.ts";

it("tells each call when the thread dies, starts another one for the next, and closes", async () => {
  using directory = makeTemporaryDirectory();
  const loaded = await loadConfig({ workingDirectory: directory.path, environment: {} });
  // With an adapter that is not there the thread fails before it hears anything.
  const config = { ...loaded.config, verifier: { adapter: "none", options: {} } };
  const start = { loaded: { ...loaded, config }, workingDirectory: ".", logLevel: undefined };
  const writer = createThreadWriter(start, () => undefined);
  const calls = [writer.open(), writer.deleteDocument(undefined, "doc_0")];
  for (const call of calls) await assert.rejects(call, writerStopped.is);
  await assert.rejects(writer.open(), writerStopped.is);
  await assert.rejects(async () => {
    for await (const _ of writer.ingest({ path: "." })) continue;
  }, writerStopped.is);
  await writer[Symbol.asyncDispose]();
});

it("is closed at once when it was never used", async () => {
  using directory = makeTemporaryDirectory();
  const loaded = await loadConfig({ workingDirectory: directory.path, environment: {} });
  const start = { loaded, workingDirectory: directory.path, logLevel: undefined };
  await createThreadWriter(start, () => undefined)[Symbol.asyncDispose]();
});
