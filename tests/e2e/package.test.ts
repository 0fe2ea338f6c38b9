import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { it } from "node:test";
import { promisify } from "node:util";
import { makeDocx, makePdf, wordParagraph } from "../../src/testing/sample-files.ts";
import { HANDBOOK, makeFolder } from "./command.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");
const run = promisify(execFile);
const TIMEOUT_MS = 300_000;

/** As in the shell of a user whose Node is new enough: it is the one that this test runs on. */
const env = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
};

const npm = (cwd: string, program: "npm" | "npx", ...args: readonly string[]) =>
  run(program, args, { cwd, env, timeout: TIMEOUT_MS, maxBuffer: 1 << 26 });

async function findSkipReason(): Promise<string | false> {
  try {
    await run("npm", ["ping", "--fetch-retries=0", "--fetch-timeout=10000"], { timeout: 30_000 });
    return false;
  } catch {
    return "the registry does not answer";
  }
}

const skip = await findSkipReason();

it(
  "is packed, installed into an empty folder, and answers there",
  { skip, timeout: TIMEOUT_MS },
  async () => {
    using folder = makeFolder(HANDBOOK);
    const { path } = folder;
    // The build goes into a copy: other tests may be reading the checkout.
    const copy = join(path, "copy");
    mkdirSync(copy);
    for (const name of readdirSync(ROOT))
      if (/^(?:bin|src|scripts|package.*\.json|tsconfig.*\.json|[A-Z]+(?:\.md)?)$/.test(name))
        cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    const packed = await npm(copy, "npm", "pack", "--pack-destination", path, "--json");
    const [{ filename, files }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf("[")));
    const paths: string[] = files.map((file: { path: string }) => file.path);
    assert.ok(paths.includes("dist/cli/index.js") && paths.includes("dist/testing/index.js"));
    assert.ok(!paths.some((name) => name.startsWith("src/") || name.includes(".test.")));

    const project = join(path, "project");
    mkdirSync(project);
    writeFileSync(
      join(project, "package.json"),
      '{"name":"project","private":true,"type":"module"}',
    );
    await npm(
      ...([project, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund"] as const),
      ...["--omit=dev", join(path, filename)],
    );
    assert.ok(existsSync(join(project, "node_modules", "plumbline-ai", "dist", "index.js")));

    cpSync(join(path, "docs"), join(project, "docs"), { recursive: true });
    // Each of these is parsed by a child process.
    const html =
      "<!doctype html><title>Bikes</title><h1>Bikes</h1><p>The stand holds forty bikes.</p>";
    writeFileSync(join(project, "docs", "bikes.html"), html);
    writeFileSync(
      join(project, "docs", "canteen.docx"),
      makeDocx(wordParagraph("The canteen opens at noon.")),
    );
    writeFileSync(
      join(project, "docs", "garden.pdf"),
      makePdf([[{ text: "The garden closes at dusk.", x: 72, y: 72 }]]),
    );
    const plumbline = (...args: readonly string[]) =>
      // The installed package needs the Node that this test runs on, as a user's shell has it.
      run(process.execPath, [join("node_modules", ".bin", "plumbline"), ...args], {
        cwd: project,
        timeout: TIMEOUT_MS,
      });
    const ingested = await plumbline(
      "ingest",
      "docs",
      "--collection",
      "hr",
      "--access",
      "public",
      "--json",
    );
    const { job, counts } = JSON.parse(ingested.stdout);
    assert.deepEqual([counts.added, job.rejected], [7, []]);
    const question = "How many bikes does the stand hold?";
    const { stdout } = await plumbline("ask", question, "--json");
    const answer = JSON.parse(stdout);
    assert.match(answer.text, /forty bikes/);
    assert.equal(answer.citations[0].key, "bikes.html");

    writeFileSync(
      join(project, "library.js"),
      'for (const name of ["plumbline-ai", "plumbline-ai/testing", "plumbline-ai/adapters"])\n' +
        "  if (Object.keys(await import(name)).length === 0) throw new Error(name);\n",
    );
    await run(process.execPath, ["library.js"], { cwd: project });
  },
);
