import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openSqliteStore } from "../../src/adapters/index.ts";
import { loadConfig, openApp, systemClock } from "../../src/app/index.ts";
import { spendOf } from "../../src/testing/record-fixtures.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";
import { makeProgram } from "./program.ts";

describe("plumbline monitor", () => {
  const temporary = makeTemporaryDirectory();
  const folder = temporary.path;
  const configure = (limit: number): void =>
    writeFileSync(join(folder, "plumbline.yaml"), `monitor: { costUsdPerDay: ${limit} }\n`);
  before(async () => {
    writeFileSync(join(folder, "leave.md"), "# Leave\n\nParents take twelve weeks.\n");
    configure(5);
    const loaded = await loadConfig({ workingDirectory: folder, environment: {} });
    const app = await openApp({ loaded, workingDirectory: folder });
    for await (const _ of app.ingest({ path: "leave.md", collection: "hr" }));
    await app[Symbol.asyncDispose]();
    await using store = openSqliteStore({
      directory: loaded.dataDirectory,
      mode: "read",
      clock: systemClock,
    });
    const day = systemClock.now().toISOString().slice(0, 10);
    await store.addSpend(spendOf({ day, subject: "operator", calls: 2, usd: 6 }));
  });
  after(() => temporary[Symbol.dispose]());

  const run = async (...words: readonly string[]) => {
    const made = await makeProgram(80, folder);
    await made.program.parseAsync(["monitor", ...words], { from: "user" });
    return { out: made.out.join("\n"), err: made.err.join("\n"), code: made.code() };
  };

  it("ends with 1 on an alert, in words and as JSON", async () => {
    const { out, err, code } = await run();
    assert.equal(code, 1);
    assert.match(out, /^alert\t0 questions since /);
    assert.match(out, /\nno data\tlatency: no data/);
    assert.match(out, /\nalert\tobjective: cost of a day \(USD\), dearest: \$6\.0000 on /);
    assert.match(err, /\nfalse alarms: of windows without any change one in 100 warns/);
    const json = await run("--json");
    assert.deepEqual([JSON.parse(json.out).state, json.code], ["alert", 1]);
  });

  it("ends with 0 where all that could be told is in order", async () => {
    configure(7);
    const { out, code } = await run();
    assert.deepEqual([out.split("\t")[0], code], ["ok", 0]);
  });
});
