import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { HANDBOOK, makeFolder, plumbline } from "./command.ts";

const CONFIG = `
retreive: { topK: 8 }
retrieve: { topK: 0 }
collections: { hr: { acess: [public] } }
`;

describe("a mistake on the command line", () => {
  const folder = makeFolder({
    ...HANDBOOK,
    "bad.yaml": CONFIG,
    "queries.jsonl": '{"id":"q1"}\nnot json\n',
    "broken/a.md": "",
  });
  after(() => folder[Symbol.dispose]());

  /** What was typed, how it ends, and what the first line says. */
  const MISTAKES: Readonly<Record<string, readonly [readonly string[], number, RegExp]>> = {
    "no data directory yet": [["ask", "leave"], 2, /^error\[stores?\.[a-z-]+\]: .*\.plumbline/],
    "a folder that is not there": [
      ["ingest", "nowhere", "--collection", "hr"],
      2,
      /\[sources\.not-found\]/,
    ],
    "no collection": [["ingest", "docs"], 2, /\[app\.collection-needed\]/],
    "a collection that cannot be named so": [
      ["ingest", "docs", "--collection", "HR!"],
      2,
      /\[app\.bad-collection-name\]/,
    ],
    "every document refused": [
      ["ingest", "broken", "--collection", "x", "--data", "other"],
      3,
      /./,
    ],
    "an unknown command": [["frobnicate"], 2, /\[cli\.usage\]: unknown command/],
    "an unknown option": [["ask", "leave", "--frob"], 2, /\[cli\.usage\]: unknown option '--frob'/],
    "a count that is none": [["search", "x", "-k", "many"], 2, /\[cli\.usage\].*whole number/],
    "a leg that is none": [["search", "x", "--legs", "left"], 2, /\[cli\.usage\].*--legs/],
    "BM25 that is none": [["search", "x", "--bm25", "a,b"], 2, /\[cli\.usage\]: --bm25/],
    "no question": [["ask"], 2, /\[cli\.need-question\]/],
    "somebody who is no principal": [
      ["ask", "leave", "--as", "maria"],
      2,
      /\[app\.bad-principal\]/,
    ],
    "a filter that is none": [["search", "leave", "--filter", "a>5"], 2, /\[app\.bad-filter\]/],
    "queries that are none": [["ask", "--queries", "queries.jsonl"], 2, /\[app\.bad-queries\]/],
    "an unknown collection": [
      ["ask", "leave", "--collection", "legal"],
      2,
      /\[app\.unknown-collection\]: .*legal/,
    ],
    "an unknown answer": [["show", "ans_0"], 2, /\[app\.not-found\]/],
  };

  it("ends with its code, what is wrong in the first line and what to do in the second", async () => {
    for (const [name, [args, code, line]] of Object.entries(MISTAKES)) {
      if (name === "an unknown command") {
        const made = await plumbline(folder.path, ["ingest", "docs", "--collection", "hr"]);
        assert.equal(made.code, 0, made.stderr);
      }
      const ended = await plumbline(folder.path, args);
      assert.equal(ended.code, code, `${name}: ${ended.stderr}`);
      assert.match(ended.stderr, line, name);
      if (code === 3) continue;
      const lines = ended.stderr.split("\n");
      assert.match(lines[0] ?? "", /^error\[[a-z-]+\.[a-z-]+\]: \S/, name);
      assert.match(lines[1] ?? "", /^hint: \S/, name);
      assert.ok(
        lines.slice(2, -1).every((text) => text.startsWith("  ")),
        name,
      );
      assert.equal(ended.stdout, "", name);
    }
  });

  it("in the configuration is named by its path, with all the others", async () => {
    const { code, stderr } = await plumbline(folder.path, [
      "config",
      "check",
      "--config",
      "bad.yaml",
    ]);
    assert.equal(code, 2);
    assert.match(stderr, /^error\[config\.invalid\]: .*bad\.yaml has 3 mistakes:\nhint: \S/);
    for (const path of ["retreive", "retrieve.topK", "collections.hr.acess"])
      assert.ok(stderr.includes(`  ${path}: `), path);
  });
});
