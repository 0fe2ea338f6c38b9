import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { makeScript } from "../../src/cli/completion.ts";
import { makeProgram } from "./program.ts";

const program = (await makeProgram()).program;
const isThere = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;
const skipWithout = (shell: string) =>
  isThere(shell) ? {} : { skip: `${shell} is not installed here` };

/** What Tab offers behind the words; the last one is being typed. */
function completeInBash(...words: readonly string[]): readonly string[] {
  const quoted = ["plumbline", ...words].map((word) => `'${word}'`).join(" ");
  const script = `${makeScript(program, "bash")}
COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _plumbline; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
}

function completeInFish(line: string): readonly string[] {
  const script = `${makeScript(program, "fish")}\ncomplete -C '${line}'`;
  return execFileSync("fish", ["--no-config", "-c", script], { encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
}

describe("completion", () => {
  it(
    "offers commands, then their commands, then their options, in bash",
    skipWithout("bash"),
    () => {
      assert.deepEqual(completeInBash("sea"), ["search"]);
      assert.deepEqual(completeInBash("documents", "l"), ["list"]);
      assert.deepEqual(completeInBash("documents", "list", "--li"), ["--limit"]);
      assert.deepEqual(completeInBash("ask", "--ans"), ["--answers"]);
      assert.deepEqual(completeInBash("completion", "f"), ["fish"]);
    },
  );

  it("is not led astray by values and by words of a question", skipWithout("bash"), () => {
    assert.deepEqual(completeInBash("ask", "--as", "search", "--wh"), []);
    assert.deepEqual(completeInBash("search", "ask", "--wh"), ["--why"]);
    assert.deepEqual(completeInBash("search", "-k", "5", "--wh"), ["--why"]);
    assert.deepEqual(completeInBash("ask", "--data", ""), [], "files are the shell's to offer");
  });

  it("offers the same in fish", skipWithout("fish"), () => {
    // Files come behind what the command knows.
    assert.equal(completeInFish("plumbline documents l")[0], "list");
    assert.equal(completeInFish("plumbline search ask --wh")[0], "--why");
  });

  it("is a script that zsh can read", skipWithout("zsh"), () => {
    const script = makeScript(program, "zsh");
    assert.equal(spawnSync("zsh", ["-n"], { input: script }).status, 0);
    assert.match(script, /^#compdef plumbline\n/);
  });
});
