/** @module The server as an operator runs it: a process of its own, until it is told to end. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { plumbline, start, type Ended, type Folder, type Running } from "./command.ts";

export interface Served extends AsyncDisposable {
  readonly address: URL;
  readonly running: Running;
  /** Ends it as an operator does. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** Starts it on any free port, and waits until commands find it. */
export async function serve(folder: Folder, ...args: readonly string[]): Promise<Served> {
  const running = start(folder.path, ["serve", "--port", "0", ...args]);
  const address = await findAddress(folder, running);
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<Ended> => {
    running.child.kill(signal);
    return running.ended;
  };
  return {
    address,
    running,
    stop,
    async [Symbol.asyncDispose]() {
      if (running.child.exitCode === null) await stop("SIGKILL");
    },
  };
}

async function findAddress(folder: Folder, running: Running): Promise<URL> {
  const directory = join(folder.path, ".plumbline");
  while (running.child.exitCode === null) {
    try {
      const { pid, address } = JSON.parse(readFileSync(join(directory, "lock.json"), "utf8"));
      readFileSync(join(directory, "server.token"));
      if (pid === running.child.pid && address) return new URL(address);
    } catch {
      // Not there yet.
    }
    await sleep(20);
  }
  return assert.fail(`the server ended: ${(await running.ended).stderr}`);
}

/** Makes a key, which must succeed. */
export async function makeKey(folder: Folder, ...args: readonly string[]): Promise<string> {
  const create = ["keys", "create", "--name", "test", ...args];
  const { code, stdout, stderr } = await plumbline(folder.path, create);
  assert.equal(code, 0, stderr);
  return stdout.trim();
}
