/** @module Installs the peers when they are not there as the lock names them. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BENCH = join(import.meta.dirname, "..");
const LOCK = join(BENCH, "package-lock.json");
/** The lock that the installed packages were made from. */
const STAMP = join(BENCH, "node_modules", ".installed-lock.json");

export function installPeers(note: (line: string) => void): void {
  const lock = readFileSync(LOCK, "utf8");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === lock) return;
  note("installing the peers: npm ci in bench/");
  execFileSync("npm", ["ci", "--loglevel=error", "--no-audit", "--no-fund"], {
    cwd: BENCH,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  writeFileSync(STAMP, lock);
}
