import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { describe, it } from "node:test";
import { makeFolder, plumbline } from "./command.ts";

const ENTRY = resolve(import.meta.dirname, "..", "..", "bin", "plumbline.js");

/** A Node of this machine that is too old to run the command. */
function findOldNode(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  for (const path of [...folders, "/usr/bin", "/usr/local/bin"].map((at) => join(at, "node")))
    try {
      const version = execFileSync(path, ["--version"], { encoding: "utf8" }).slice(1);
      const [major = 0, minor = 0] = version.split(".").map(Number);
      if (major < 24 || (major === 24 && minor < 15)) return path;
    } catch {
      // No Node there.
    }
  return undefined;
}

const old = findOldNode();
const skip = old === undefined ? "this machine has no Node older than 24.15" : false;

describe("started by an old Node", () => {
  it("finds the Node that the project brings, and goes on", { skip }, async () => {
    using directory = makeFolder({});
    const { code, stdout, stderr } = await plumbline(directory.path, ["config", "check"], {
      node: old ?? "",
    });
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /fingerprint [0-9a-f]{16}/);
  });

  it("passes the exit code on", { skip }, async () => {
    using directory = makeFolder({});
    const { code, stderr } = await plumbline(directory.path, ["frobnicate"], { node: old ?? "" });
    assert.equal(code, 2);
    assert.match(stderr, /^error\[cli\.usage\]: .*\nhint: /);
  });

  it("says what is needed where there is no other", { skip }, () => {
    using directory = makeFolder({});
    // The entry alone, where no project brings a Node.
    mkdirSync(join(directory.path, "bin"));
    cpSync(ENTRY, join(directory.path, "bin", "plumbline.mjs"));
    try {
      const options = { cwd: directory.path, encoding: "utf8", stdio: "pipe" } as const;
      execFileSync(old ?? "", ["bin/plumbline.mjs", "doctor"], options);
      assert.fail("it went on");
    } catch (error) {
      // What `execFileSync` throws for an exit code.
      const { status, stderr, stdout } = error as {
        status: number;
        stderr: string;
        stdout: string;
      };
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(
        stderr,
        /^error\[cli\.old-node\]: plumbline needs Node 24\.15 .*\nhint: \S.*\n$/,
      );
    }
  });
});
