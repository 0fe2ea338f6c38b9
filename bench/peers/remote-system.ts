/** @module A system in a process of its own, as the bench speaks to it. */
import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { CallName, Reply, ReplyOf, RequestOf } from "./protocol.ts";
import type { Places } from "./system.ts";

/** Indexes made of JavaScript objects need more than Node gives unasked at 100,000 chunks. */
const HEAP_MIB = 12_288;

/** Orama spreads all hits into one call's arguments, which needs more stack than the default. */
const STACK_KIB = 3900;

export interface RemoteSystem extends AsyncDisposable {
  readonly name: string;
  /** One call at a time. Rejects with the process's own stack when it fails. */
  call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<ReplyOf<Name>>;
}

export function startSystem(name: string, { corpus, directory }: Places): RemoteSystem {
  const child = fork(join(import.meta.dirname, "worker.ts"), [name, corpus, directory], {
    execArgv: ["--expose-gc", `--max-old-space-size=${HEAP_MIB}`, `--stack-size=${STACK_KIB}`],
  });
  return {
    name,
    async call(call, request) {
      const reply = await ask(name, child, { call, ...request });
      if ("error" in reply) throw new Error(`${name}, ${call}: ${reply.error}`);
      return reply.value as ReplyOf<typeof call>; // the worker answers by the same table
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.connected) child.disconnect();
      // A library may hold its process open.
      const late = setTimeout(() => child.kill("SIGKILL"), 5000);
      await ended;
      clearTimeout(late);
    },
  };
}

function ask(name: string, child: ChildProcess, message: object): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null, signal: string | null): void =>
      reject(new Error(`the process of ${name} ended: ${signal ?? code}`));
    child.once("exit", onExit);
    child.once("message", (reply: Reply) => {
      child.off("exit", onExit);
      resolve(reply);
    });
    child.send(message);
  });
}
