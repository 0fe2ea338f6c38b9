import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openHarness, readJson, type Harness } from "./harness.ts";
import { ReleasesReply } from "../../src/server/schemas/replies.ts";

const QUESTION = "Where are bicycles kept?";

describe("releases over HTTP", () => {
  let harness: Harness;
  let owner: string;
  let staff: string;
  let release: string;

  before(async () => {
    harness = await openHarness();
    owner = await harness.makeKey(undefined, "read", "write");
    staff = await harness.makeKey(["group:staff"], "read");
    const text = "Bicycles are kept in the garage.";
    const body = { collection: "hr", key: "garage.md", text, access: ["group:staff"] };
    await harness.send("/v1/documents", { key: owner, body });
    release = (await readJson(await harness.send("/v1/releases", { key: owner }))).serves;
  });
  after(() => harness[Symbol.asyncDispose]());

  it("are listed for the owner, and for nobody else", async () => {
    const listed = await readJson(await harness.send("/v1/releases", { key: owner }));
    ReleasesReply.parse(listed);
    assert.equal(listed.configured, release);
    const refused = await readJson(await harness.send("/v1/releases", { key: staff }), 403);
    assert.equal(refused.error.code, "app.owner-only");
  });

  it("are named by the owner alone, in searches and questions", async () => {
    for (const path of ["/v1/search", "/v1/answers"]) {
      const body = { question: QUESTION, release };
      const found = await readJson(await harness.send(path, { key: owner, body }));
      if (path === "/v1/answers") assert.equal(found.release, release);
      const refused = await readJson(await harness.send(path, { key: staff, body }), 403);
      assert.equal(refused.error.code, "app.owner-only");
      const unknown = { question: QUESTION, release: "rel_0000000000000000" };
      const missing = await harness.send(path, { key: owner, body: unknown });
      assert.equal((await readJson(missing, 404)).error.code, "registry.release-not-found");
      const wrong = await harness.send(path, { key: owner, body: { ...body, release: "v2" } });
      await readJson(wrong, 400);
    }
    const asked = await harness.send("/v1/answers", { key: staff, body: { question: QUESTION } });
    assert.equal((await readJson(asked)).release, release);
  });
});
