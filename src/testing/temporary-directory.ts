/** @module A directory for one test, gone when the test ends. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Memory where the platform offers it: what is tested is what is written, not the disk. */
const ROOT = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

export interface TemporaryDirectory extends Disposable {
  readonly path: string;
}

export function makeTemporaryDirectory(): TemporaryDirectory {
  const path = mkdtempSync(join(ROOT, "plumbline-test-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
