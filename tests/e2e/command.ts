/** @module The command as a user runs it: a process of its own in a folder of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { text } from "node:stream/consumers";

const ENTRY = resolve(import.meta.dirname, "..", "..", "bin", "plumbline.js");

export interface Ended {
  /** Exit code, or the name of the signal that ended it. */
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Nothing of the machine's own settings reaches the command but where its programs are. */
const ENVIRONMENT = { PATH: process.env["PATH"] ?? "", NO_COLOR: "1" };

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The program that runs it; this one, when not given. */
  readonly node?: string;
}

export function start(
  directory: string,
  args: readonly string[],
  { env = {}, node = process.execPath }: CommandOptions = {},
): Running {
  const child = spawn(node, [ENTRY, ...args], {
    cwd: directory,
    env: { ...ENVIRONMENT, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = new Promise<Ended["code"]>((done, failed) => {
    child.once("error", failed);
    child.once("close", (code, signal) => done(code ?? signal));
  });
  const ended = Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { child, ended: ended.then(([code, stdout, stderr]) => ({ code, stdout, stderr })) };
}

/** Runs one command to its end in a folder. */
export const plumbline = (
  directory: string,
  args: readonly string[],
  options?: CommandOptions,
): Promise<Ended> => start(directory, args, options).ended;

export interface Folder extends Disposable {
  readonly path: string;
}

/** A folder with these files, on a disk as a user has one; gone when it is disposed of. */
export function makeFolder(files: Readonly<Record<string, string>>): Folder {
  const root = mkdtempSync(join(tmpdir(), "plumbline-e2e-"));
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return {
    path: root,
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

export const HANDBOOK: Readonly<Record<string, string>> = {
  "docs/parental-leave.md": `---
owner: Ines Vidal
year: 2026
---
# Parental leave

## How long it is

Parents may take sixteen weeks of paid parental leave 👶 after the birth of a child. The leave is
requested in Harbor at least eight weeks before it begins.

## Who approves it

The line manager approves parental leave within five working days.
`,
  "docs/travel.md": `# Travel expenses

Meals on business trips are reimbursed up to 45 euros a day. Receipts are handed in within 30 days.
`,
  "docs/salaries.md": `---
access: [group:payroll]
---
# Salary bands

The salary band of a senior engineer reaches from 70,000 to 95,000 euros.
`,
  "docs/security.md": `# Laptops

Every laptop is encrypted and locked when its owner leaves the desk. A lost laptop is reported to
the service desk at once.
`,
};
