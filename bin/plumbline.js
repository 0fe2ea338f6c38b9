#!/usr/bin/env node
// Plain JavaScript that an old Node understands: it finds a Node that is new enough, and goes on.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const NEEDED = [24, 15];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) {
  // Half of a short command's time would go into compiling the same modules again.
  module.enableCompileCache();
  const source = join(root, "src", "cli", "index.ts");
  const entry = existsSync(source) ? source : join(root, "dist", "cli", "index.js");
  const { main } = await import(pathToFileURL(entry).href);
  await main();
} else {
  const node = findNode();
  if (node) runWith(node);
  else {
    process.stderr.write(
      `error[cli.old-node]: plumbline needs Node ${NEEDED.join(".")} or newer, this is ${process.versions.node}\n` +
        "hint: install it with `npm install --save-dev node@24`, or from your package manager, and run the command again\n",
    );
    process.exitCode = 2;
  }
}

/** The `node` package of a project brings its own runtime. */
function findNode() {
  const places = [import.meta.url, pathToFileURL(join(process.cwd(), "package.json")).href];
  for (const place of places) {
    try {
      const manifest = createRequire(place).resolve("node/package.json");
      const version = JSON.parse(readFileSync(manifest, "utf8")).version.split(".").map(Number);
      const found = join(
        dirname(manifest),
        "bin",
        process.platform === "win32" ? "node.exe" : "node",
      );
      const fits = version[0] > NEEDED[0] || (version[0] === NEEDED[0] && version[1] >= NEEDED[1]);
      if (fits && existsSync(found)) return found;
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}

function runWith(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  // The terminal sends Ctrl-C to both; the child decides when it has saved its work.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(
      `error[cli.old-node]: ${error.message}\nhint: install Node ${NEEDED.join(".")} or newer\n`,
    );
    process.exitCode = 2;
  });
  child.on("exit", (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code ?? 70;
  });
}
