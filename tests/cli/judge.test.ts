import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";
import { makeProgram } from "./program.ts";

const CONFIG = `evaluate:
  judge:
    adapter: openai-compatible
    options: { model: small, baseUrl: "http://127.0.0.1:9/v1" }
`;
const LABELS = [
  { id: "a1", question: "How long?", answer: "Twelve weeks.", labels: { correct: [true] } },
  { id: "a2", question: "How long?", answer: "Ten weeks.", labels: { correct: [false] } },
  {
    id: "a3",
    question: "Wie lange?",
    answer: "Zehn.",
    language: "de",
    labels: { correct: [true] },
  },
];

async function calibrate(config: string, labels: string, ...options: readonly string[]) {
  using folder = makeTemporaryDirectory();
  writeFileSync(join(folder.path, "plumbline.yaml"), config);
  writeFileSync(join(folder.path, "labels.jsonl"), labels);
  const { program, out } = await makeProgram(80, folder.path);
  const words = ["judge", "calibrate", "labels.jsonl", "--criterion", "correct", ...options];
  await program.parseAsync(words, { from: "user" });
  return out;
}

const refusal = (code: string) => (error: unknown) =>
  error instanceof PlumblineError && error.code === code;
const lines = LABELS.map((label) => JSON.stringify(label)).join("\n");

describe("judge calibrate", () => {
  it("counts what it would ask, and asks nobody, when it runs dry", async () => {
    const out = await calibrate(CONFIG, lines, "--dry-run", "--repeats", "3");
    assert.match(out[0] ?? "", /^judge {9}openai-compatible@127\.0\.0\.1:9\/small/);
    assert.equal(out[1], "labels        2 answers, 6 calls");
    assert.equal(out.length, 2);
    const [json = ""] = await calibrate(CONFIG, lines, "--dry-run", "--language", "de", "--json");
    assert.deepEqual([JSON.parse(json).answers, JSON.parse(json).calls], [1, 2]);
  });

  it("refuses without a judge, and labels that are none", async () => {
    await assert.rejects(calibrate("{}", lines), refusal("app.judge-missing"));
    await assert.rejects(calibrate(CONFIG, "{}"), refusal("evaluate.labels-invalid"));
  });
});
