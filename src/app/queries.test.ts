import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makeTemporaryDirectory } from "../testing/temporary-directory.ts";
import { badQueries } from "./errors.ts";
import { readQueries } from "./queries.ts";

function read(text: string) {
  using directory = makeTemporaryDirectory();
  writeFileSync(join(directory.path, "queries.jsonl"), text);
  return readQueries(directory.path, "queries.jsonl");
}

describe("readQueries", () => {
  it("reads ids of both names and kinds, in the order of the file", () => {
    const text = '\ufeff{"id":"q 1","text":"Leave?","more":1}\r\n\n{"_id":2,"text":""}';
    assert.deepEqual(read(text), [
      { id: "q 1", text: "Leave?" },
      { id: "2", text: "" },
    ]);
  });

  it("is empty for an empty file", () => {
    assert.deepEqual(read(""), []);
  });

  it("names every line that is wrong", () => {
    const text =
      '{"id":"a","text":"x"}\n{"id":"b"}\nnot json\n{"text":"x"}\n{"id":"","text":"x"}\n[]';
    assert.throws(
      () => read(text),
      (error) => {
        assert.ok(badQueries.is(error));
        const lines = [...error.message.matchAll(/line (\d):/g)].map(([, line]) => line);
        return lines.join() === "2,3,4,5,6";
      },
    );
  });

  it("names a file that is not there", () => {
    assert.throws(
      () => readQueries("/nowhere", "queries.jsonl"),
      (error) => badQueries.is(error) && error.message.includes("/nowhere/queries.jsonl"),
    );
  });
});
