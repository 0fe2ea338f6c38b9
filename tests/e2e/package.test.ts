import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { it } from "node:test";
import { promisify } from "node:util";
import { makeDocx, makePdf, wordParagraph } from "../../src/testing/sample-files.ts";
import { HANDBOOK, makeFolder } from "./command.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");
const PACKED = /^(?:assets|bin|src|scripts|package.*\.json|tsconfig.*\.json|[A-Z]+(?:\.md)?)$/;
const timeout = 300_000;

/** As in the shell of a user whose Node is new enough: it is the one that this test runs on. */
const env = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
};

async function run(cwd: string, program: string, ...args: readonly string[]): Promise<string> {
  const options = { cwd, env, timeout, maxBuffer: 1 << 26 };
  const { stdout } = await promisify(execFile)(program, args, options);
  return stdout;
}

async function findSkipReason(): Promise<string | false> {
  try {
    await run(ROOT, "npm", "ping", "--fetch-retries=0", "--fetch-timeout=10000");
    return false;
  } catch {
    return "the registry does not answer";
  }
}

/** Packs a copy of the checkout, which other tests may be reading; @returns the tarball's path. */
async function pack(path: string): Promise<string> {
  const copy = join(path, "copy");
  mkdirSync(copy);
  for (const name of readdirSync(ROOT))
    if (PACKED.test(name)) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const stdout = await run(copy, "npm", "pack", "--pack-destination", path, "--json");
  // What the build says comes first.
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.search(/^\[/m)));
  const names: readonly string[] = files.map((file: { path: string }) => file.path);
  for (const name of [
    "assets/embedder-en-1.table",
    "bin/plumbline.js",
    "dist/cli/index.js",
    "dist/testing/index.js",
  ])
    assert.ok(names.includes(name), `${name} is not in the package`);
  assert.ok(!names.some((name) => name.startsWith("src/") || name.includes(".test.")));
  return join(path, filename);
}

/** Each of these is parsed by a child process. */
function writeOfficeFiles(folder: string): void {
  const write = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(folder, name), content);
  write("bikes.html", "<title>Bikes</title><h1>Bikes</h1><p>The stand holds forty bikes.</p>");
  write("canteen.docx", makeDocx(wordParagraph("The canteen opens at noon.")));
  write("garden.pdf", makePdf([[{ text: "The garden closes at dusk.", x: 72, y: 72 }]]));
}

const EVERY_SUBPATH = `
for (const name of ["plumbline-ai", "plumbline-ai/testing", "plumbline-ai/adapters"])
  if (Object.keys(await import(name)).length === 0) throw new Error(name + " exports nothing");
`;

/** The writing thread is a file of its own, which must be in the package. */
async function serveWhile(project: string, work: () => Promise<void>): Promise<void> {
  const bin = join(project, "node_modules", "plumbline-ai", "bin", "plumbline.js");
  const child = spawn(process.execPath, [bin, "serve", "--port", "0", "--json"], {
    cwd: project,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  try {
    const [line] = await Promise.race([once(child.stdout, "data"), ended]);
    const reply = await fetch(new URL("readyz", JSON.parse(String(line)).address));
    assert.equal(reply.status, 200);
    // Commands find it from the line on that says where it listens.
    await work();
  } finally {
    child.kill("SIGTERM");
  }
  assert.deepEqual(await ended, [0, null]);
}

const skip = await findSkipReason();

it("is packed, installed into an empty folder, and answers there", { skip, timeout }, async () => {
  using folder = makeFolder(HANDBOOK);
  const tarball = await pack(folder.path);
  const project = join(folder.path, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{"name":"project","type":"module"}');
  await run(project, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", tarball);

  cpSync(join(folder.path, "docs"), join(project, "docs"), { recursive: true });
  writeOfficeFiles(join(project, "docs"));
  const plumbline = async (...args: readonly string[]) =>
    JSON.parse(await run(project, "npx", "plumbline", ...args, "--json"));
  const { job, counts } = await plumbline("ingest", "docs", "--collection", "hr");
  assert.deepEqual([counts.added, job.rejected], [7, []]);
  const answer = await plumbline("ask", "How many bikes does the stand hold?");
  assert.match(answer.text, /forty bikes/);
  assert.equal(answer.citations[0].key, "bikes.html");

  await serveWhile(project, async () => {
    const { job: through } = await plumbline("ingest", "docs", "--collection", "hr");
    assert.equal(through.counts.unchanged, 7);
  });

  writeFileSync(join(project, "library.js"), EVERY_SUBPATH);
  await run(project, process.execPath, "library.js");
});
