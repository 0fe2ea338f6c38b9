/** @module Completes dist after the compiler: what the code reads that is no TypeScript. */
import { cpSync, globSync, rmSync } from "node:fs";
import { join, relative } from "node:path";

const TARGET = "dist";
/** Sources of what is compiled in, and pages for those who read the code. */
const LEFT_OUT = /\.(?:ts|wat|md)$/;

const assets = globSync("src/**/*.*").filter((path) => !LEFT_OUT.test(path));
for (const path of assets) cpSync(path, join(TARGET, relative("src", path)), { recursive: true });

// A module that is gone from src must not stay in the package.
for (const path of globSync(`${TARGET}/**/*.js`)) {
  const source = join("src", relative(TARGET, path)).replace(/\.js$/, ".ts");
  if (globSync(source).length > 0) continue;
  rmSync(path);
  rmSync(path.replace(/\.js$/, ".d.ts"), { force: true });
}
