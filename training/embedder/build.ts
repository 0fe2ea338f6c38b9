/**
 * Trains a table from what the teacher wrote and writes its file:
 * `node training/embedder/build.ts --sets FOLDER --texts FILE.jsonl --teacher FOLDER --out FILE
 * [--without scifact,squad2] [--last project|weigh|distil|contrast]`.
 * The same inputs give the same bytes.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { findSets } from "../../bench/sets.ts";
import { encodeStaticTable } from "../../src/engine/static/index.ts";
import { sha256 } from "../../src/foundation/hash.ts";
import { listUnseen } from "./training-text.ts";
import { readInputs, STEPS, trainTable } from "./train-table.ts";

const NAME = "plumbline-en-1";

const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    texts: { type: "string" },
    teacher: { type: "string" },
    out: { type: "string" },
    without: { type: "string", default: "" },
    last: { type: "string", default: "contrast" },
  },
});

const report = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { texts, teacher, out } = values;
  const last = STEPS.find((step) => step === values.last);
  if (texts === undefined || teacher === undefined || out === undefined || last === undefined)
    throw new Error("give --texts FILE, --teacher FOLDER, --out FILE, and a known step as --last");
  const without = listUnseen(values.without.split(",").filter(Boolean));
  const inputs = readInputs({ sets: findSets(values.sets), texts, teacher }, without);
  report(`${inputs.lists.starts.length - 1} texts, ${inputs.pairs.length} pairs`);
  const name = without.length === 0 ? NAME : `${NAME}-without-${without.join("-")}`;
  for await (const { step, table } of trainTable(inputs, name, report)) {
    if (step !== last) continue;
    const bytes = encodeStaticTable(table);
    writeFileSync(out, bytes);
    report(`${out}: ${bytes.length} bytes, sha256 ${sha256(bytes)}`);
    return;
  }
}

await main();
