import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makeTemporaryDirectory } from "../testing/temporary-directory.ts";
import { badHistory } from "./errors.ts";
import { readHistory } from "./history.ts";

function read(text: string) {
  using directory = makeTemporaryDirectory();
  writeFileSync(join(directory.path, "history.jsonl"), text);
  return readHistory(directory.path, "history.jsonl");
}

describe("readHistory", () => {
  it("gives the turns in the order of their lines", () => {
    const turns = [
      { role: "user", text: "How long is the leave?" },
      { role: "assistant", text: "Twelve weeks." },
    ];
    const lines = turns.map((turn) => JSON.stringify({ ...turn, at: "now" }));
    assert.deepEqual(read(`${lines.join("\n\n")}\n`), turns);
    assert.deepEqual(read(""), []);
  });

  it("names every line that is no turn", () => {
    assert.throws(
      () => read('{"role":"system","text":"x"}\n{"role":"user","text":"x"}\nnothing'),
      (error) => badHistory.is(error) && /line 1: role[^]*line 3: /.test(error.message),
    );
  });

  it("says that a file is not there", () => {
    assert.throws(() => readHistory("/", "nowhere.jsonl"), badHistory.is);
  });
});
