import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";

/** Promises that the product makes by now. */
const MADE = [1, 2, 3, 4, 8];

interface NamedTest {
  readonly name: string;
  readonly path: string;
}

/** Number of each promise, with the tests that are said to hold it. */
function readPromises(page: string): ReadonlyMap<number, readonly NamedTest[]> {
  const promises = new Map<number, readonly NamedTest[]>();
  for (const [, number, body = ""] of page.matchAll(/^## (\d+)\. ([^]*?)(?=^## |(?![^]))/gm)) {
    const tests = [...body.matchAll(/^- `(.+)` \((\S+)\)$/gm)];
    promises.set(
      Number(number),
      tests.map(([, name = "", path = ""]) => ({ name, path })),
    );
  }
  return promises;
}

/** Whether a file declares a test of that name that runs: not skipped, not left for later. */
function declares(source: string, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(
    `^\\s*(?:it|promise)\\(\\s*"${escaped}",(?!\\s*\\{\\s*(?:skip|todo))`,
    "m",
  ).test(source);
}

/** A contract suite holds nothing before an implementation's test calls it. */
function isRun(path: string): boolean {
  if (path.endsWith(".test.ts")) return true;
  const suites = globSync("src/**/*.test.ts").map((test) => readFileSync(test, "utf8"));
  return (
    path.startsWith("src/testing/store-") &&
    suites.some((text) => /^\s*describeStore\(/m.test(text))
  );
}

function findGaps(page: string): readonly string[] {
  const promises = readPromises(page);
  const gaps = MADE.filter((number) => (promises.get(number)?.length ?? 0) === 0).map(
    (number) => `promise ${number} has no test`,
  );
  for (const { name, path } of [...promises.values()].flat()) {
    if (!existsSync(path) || !isRun(path)) gaps.push(`${path} is no test that runs`);
    else if (!declares(readFileSync(path, "utf8"), name))
      gaps.push(`${path} has no test "${name}"`);
  }
  return gaps;
}

const page = readFileSync("PROMISES.md", "utf8");

describe("PROMISES.md", () => {
  it("names a test for each promise, and only tests that are there", () => {
    assert.deepEqual(findGaps(page), []);
  });

  it("is read whole: every line that names a test is taken for one", () => {
    const lines = page.split("\n").filter((line) => line.startsWith("- "));
    assert.equal([...readPromises(page).values()].flat().length, lines.length);
  });

  const PLANTED: Readonly<Record<string, (text: string) => string>> = {
    "a promise without tests": (text) => text.replace(/^- `P4[^]*?(?=^## )/m, ""),
    "a promise that is gone": (text) => text.replace(/^## 3\./m, "## 30."),
    "a test that was renamed": (text) => text.replace("`S01 knows", "`S01 forgets"),
    "a file that was moved": (text) => text.replace("(tests/faults/crash", "(tests/crash"),
    "a suite that nobody runs": (text) =>
      text.replace("src/testing/store-contract-writes", "src/testing/passages"),
  };
  for (const [name, plant] of Object.entries(PLANTED))
    it(`catches ${name}`, () => {
      assert.equal(findGaps(plant(page)).length, 1);
    });
});
