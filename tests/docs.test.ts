import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  existsSync,
  globSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, it } from "node:test";
import { makeTemporaryDirectory } from "../src/testing/temporary-directory.ts";

/*
 * A page is a story: its blocks run from top to bottom in a directory of their own.
 *
 *   ```markdown file=PATH   is written to PATH
 *   ```console run          `$ npx plumbline …` is run, the lines below it are what it prints;
 *                           `console run exit=4` says with which code each of them ends
 *   ```console serve        its one command runs on to the end of the page
 *
 * In what it prints, `…` stands for anything within a line, and alone on a line for any lines. In
 * a command, `ans_…`, `doc_…`, `rel_…` and `dec_…` are the last such ids that were printed. Folders
 * of the repository that commands name are there as in a checkout.
 */

const PAGES = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];
const ALL = [...PAGES, ...globSync("docs/*.md").map((path) => path.replaceAll("\\", "/"))];
const BIN = resolve("bin/plumbline.js");
const PROMPT = "$ npx plumbline ";
const FOLDERS = ["golden/meridian", "examples/vocabulary-gap"];

interface Block {
  readonly info: string;
  readonly body: string;
  readonly line: number;
}

interface Command {
  readonly typed: string;
  readonly expected: string;
}

function findBlocks(text: string): readonly Block[] {
  return [...text.matchAll(/^```([^\n]*)\n([^]*?)^```$/gm)].map(({ 1: info, 2: body, index }) => ({
    info: info ?? "",
    body: body ?? "",
    line: text.slice(0, index).split("\n").length,
  }));
}

const toFile = ({ info }: Block): string | undefined => /\bfile=(\S+)/.exec(info)?.[1];
const isRun = ({ info }: Block): boolean =>
  info === "console run" || isServe({ info }) || toExit({ info }) !== undefined;
const isServe = ({ info }: Pick<Block, "info">): boolean => info === "console serve";
const toExit = ({ info }: Pick<Block, "info">): number | undefined => {
  const code = /^console run exit=(\d+)$/.exec(info)?.[1];
  return code === undefined ? undefined : Number(code);
};

function toCommands({ body }: Block): readonly Command[] {
  return body
    .split(/^(?=\$ )/m)
    .filter((part) => part !== "")
    .map((part) => {
      const [first = "", ...rest] = part.split("\n");
      assert.ok(first.startsWith(PROMPT), `a story runs plumbline alone, not: ${first}`);
      return { typed: first.slice(PROMPT.length), expected: rest.join("\n") };
    });
}

/** Words as a shell parts them: blanks, but for those within quotes. */
const toWords = (typed: string): readonly string[] =>
  [...typed.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "");

const trimLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd();

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

function matches(printed: string, expected: string): boolean {
  const lines = expected
    .split("\n")
    .map((line) =>
      line === "…" ? "(?:[^\\n]*\\n)*?" : `${line.split("…").map(escape).join("[^\\n]*")}\\n`,
    );
  return new RegExp(`^${lines.join("")}$`).test(`${printed}\n`);
}

const toEnvironment = (): NodeJS.ProcessEnv => {
  const { PLUMBLINE_CONFIG: _c, PLUMBLINE_DATA_DIR: _d, ...env } = process.env;
  return { ...env, NO_COLOR: "1" };
};

/** Both streams in the order in which they are written, as a terminal shows them. */
async function run(
  cwd: string,
  words: readonly string[],
): Promise<{ code: unknown; text: string }> {
  const path = join(cwd, ".printed");
  const output = openSync(path, "w");
  const stdio = ["ignore", output, output] as const;
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd,
    env: toEnvironment(),
    stdio: [...stdio],
  });
  const [code] = await once(child, "close");
  closeSync(output);
  return { code, text: trimLines(readFileSync(path, "utf8")) };
}

/** Until it has printed what is expected, or has ended. */
async function serve(
  cwd: string,
  words: readonly string[],
  expected: string,
): Promise<{ child: ChildProcess; text: string }> {
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd,
    env: toEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  await new Promise<void>((end) => {
    const listen = (chunk: Buffer): void => {
      text += chunk.toString();
      if (matches(trimLines(text), expected)) end();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("close", () => end());
  });
  return { child, text: trimLines(text) };
}

function linkFolders(directory: string, blocks: readonly Block[]): void {
  for (const folder of FOLDERS) {
    if (!blocks.some((block) => isRun(block) && block.body.includes(folder))) continue;
    mkdirSync(dirname(join(directory, folder)), { recursive: true });
    symlinkSync(resolve(folder), join(directory, folder));
  }
}

async function tell(directory: string, page: string, blocks: readonly Block[]): Promise<void> {
  const ids = new Map<string, string>();
  const serving: ChildProcess[] = [];
  linkFolders(directory, blocks);
  try {
    for (const block of blocks) {
      const file = toFile(block);
      if (file !== undefined) {
        mkdirSync(dirname(join(directory, file)), { recursive: true });
        writeFileSync(join(directory, file), block.body);
      }
      if (isRun(block)) await tellBlock(directory, { page, block, ids, serving });
    }
  } finally {
    for (const child of serving)
      if (child.exitCode === null && child.kill()) await once(child, "close");
  }
}

interface Telling {
  readonly page: string;
  readonly block: Block;
  readonly ids: Map<string, string>;
  readonly serving: ChildProcess[];
}

async function tellBlock(directory: string, { page, block, ids, serving }: Telling): Promise<void> {
  for (const command of toCommands(block)) {
    const { typed } = command;
    const expected = trimLines(command.expected);
    const where = `${page}, block in line ${block.line}: plumbline ${typed}`;
    const words = toWords(typed).map((word) => ids.get(word) ?? word);
    if (isServe(block)) {
      const { child, text } = await serve(directory, words, expected);
      serving.push(child);
      if (!matches(text, expected)) assert.equal(text, expected, where);
      continue;
    }
    const { code, text } = await run(directory, words);
    for (const [id, prefix = ""] of text.matchAll(
      /\b(ans_|doc_|rel_|dec_)(?:[0-9a-f]{20}|[0-9a-f]{16})\b/g,
    ))
      ids.set(`${prefix}…`, id);
    if (!matches(text, expected)) assert.equal(text, expected, where);
    const exit = toExit(block);
    if (exit !== undefined) assert.equal(code, exit, where);
    else assert.equal(code === 0, !expected.includes("error["), `${where}: exit ${String(code)}`);
  }
}

describe("the pages", { concurrency: 2 }, () => {
  for (const page of ALL) {
    const blocks = findBlocks(readFileSync(page, "utf8"));
    if (!blocks.some(isRun)) continue;
    it(`${page} prints what it shows`, async () => {
      using directory = makeTemporaryDirectory();
      await tell(directory.path, page, blocks);
    });
  }

  it("hold at least three stories", () => {
    const stories = ALL.filter((page) => findBlocks(readFileSync(page, "utf8")).some(isRun));
    assert.ok(stories.length >= 3, stories.join(", "));
  });

  it("link to what is there", () => {
    const broken = ALL.flatMap((page) =>
      [...readFileSync(page, "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
        .map(([, target = ""]) => join(dirname(page), target))
        .filter((target) => !existsSync(target))
        .map((target) => `${page}: ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  it("name no option that no command has", () => {
    const reference = readFileSync("docs/reference/cli.md", "utf8");
    const known = new Set(reference.match(/--[a-z0-9][a-z0-9-]*/g));
    const unknown = ALL.flatMap((page) =>
      [...readFileSync(page, "utf8").matchAll(/(?:plumbline [^\n]*?|`)(--[a-z0-9][a-z0-9-]*)/g)]
        .map(([, option = ""]) => option)
        .filter((option) => !known.has(option))
        .map((option) => `${page}: ${option}`),
    );
    assert.deepEqual(unknown, []);
  });
});

describe("the reader of stories", () => {
  it("takes … for anything in a line, and for any lines where it stands alone", () => {
    assert.ok(matches("a 12 b\nc\nd\ne", "a … b\n…\ne"));
    assert.ok(matches("a\ne", "a\n…\ne"));
  });

  it("sees a changed word, a missing line and one too many", () => {
    assert.ok(!matches("a\nb", "a\nc"));
    assert.ok(!matches("a", "a\nb"));
    assert.ok(!matches("a\nb", "a"));
  });

  it("keeps quoted words together", () => {
    assert.deepEqual(toWords(`ask "two words" --filter 'a>=1' -k 3`), [
      "ask",
      "two words",
      "--filter",
      "a>=1",
      "-k",
      "3",
    ]);
  });
});
