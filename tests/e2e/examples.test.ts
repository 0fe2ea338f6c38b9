import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";
import { HANDBOOK, makeFolder, plumbline, type Folder } from "./command.ts";
import { makeKey, serve } from "./served.ts";

const EXAMPLES = resolve(import.meta.dirname, "..", "..", "examples");
const QUESTION = "How many weeks of paid parental leave may parents take?";

async function run(
  folder: Folder,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(program, args, { cwd: folder.path, env: { ...process.env, ...env } });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** The environment that OpenAI's clients read. */
async function withServer(
  folder: Folder,
  use: (env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const ingest = ["ingest", "docs", "--collection", "hr", "--access", "public"];
  assert.equal((await plumbline(folder.path, ingest)).code, 0);
  await using served = await serve(folder);
  const OPENAI_API_KEY = await makeKey(folder, "--as", "user:maria");
  await use({ OPENAI_API_KEY, OPENAI_BASE_URL: new URL("v1", served.address).href });
}

const hasPython = spawnSync("python3", ["-c", "import openai"]).status === 0;
const withoutPython = hasPython
  ? {}
  : { skip: "python3 has no package openai: pip install openai" };

describe("the examples", () => {
  it("library.ts takes a folder in and gives a cited answer", async () => {
    using folder = makeFolder(HANDBOOK);
    const library = join(EXAMPLES, "library.ts");
    const said = await run(folder, process.execPath, [library, "docs", QUESTION]);
    assert.match(said, /^searchable: 4\n/);
    assert.match(said, /sixteen weeks of paid parental leave/);
    const [, start, end] =
      /^\[1\] parental-leave\.md, characters (\d+) to (\d+)$/m.exec(said) ?? [];
    const quote = HANDBOOK["docs/parental-leave.md"]?.slice(Number(start), Number(end)) ?? "";
    assert.match(quote, /sixteen weeks/);
  });

  it("watch.ts tells which answers a change has changed", async () => {
    using folder = makeFolder(HANDBOOK);
    const line = JSON.stringify({ id: "leave", text: QUESTION });
    writeFileSync(join(folder.path, "questions.jsonl"), `${line}\n`);
    const args = [join(EXAMPLES, "watch.ts"), "docs", "questions.jsonl"];
    const child = spawn(process.execPath, args, { cwd: folder.path });
    const document = join(folder.path, "docs/parental-leave.md");
    const changed = readFileSync(document, "utf8").replaceAll("sixteen", "eighteen");
    let said = "";
    let saves = 0;
    let saving: NodeJS.Timeout | undefined;
    child.stdout.setEncoding("utf8");
    try {
      for await (const part of child.stdout) {
        said += part;
        // The watch begins some time behind the first answers, so the change is saved until it is seen.
        if (said.includes("watching\n"))
          saving ??= setInterval(() => {
            writeFileSync(document, `${changed}${"\n".repeat(saves++)}`);
          }, 1000);
        if (said.includes("eighteen")) break;
      }
    } finally {
      clearInterval(saving);
      child.kill("SIGINT");
      await once(child, "close");
    }
    assert.match(said, /^leave: [^\n]*sixteen weeks[^]*watching\n[^]*leave: [^\n]*eighteen/);
  });

  it("openai-client.ts holds a streamed conversation", async () => {
    using folder = makeFolder(HANDBOOK);
    const client = join(EXAMPLES, "openai-client.ts");
    await withServer(folder, async (env) => {
      const args = [client, QUESTION, "Who approves parental leave?"];
      const said = await run(folder, process.execPath, args, env);
      assert.match(said, /sixteen weeks[^]*\[1\] parental-leave\.md: .*sixteen weeks/);
    });
  });

  it("openai_client.py does the same in Python", withoutPython, async () => {
    using folder = makeFolder(HANDBOOK);
    await withServer(folder, async (env) => {
      const said = await run(
        folder,
        "python3",
        [join(EXAMPLES, "openai_client.py"), QUESTION],
        env,
      );
      assert.match(said, /sixteen weeks[^]*\[1\] parental-leave\.md: .*sixteen weeks/);
    });
  });
});
