import { describeStore } from "../../../testing/store-contract.ts";
import type { StoreSubject } from "../../../testing/store-subject.ts";
import { makeTemporaryDirectory } from "../../../testing/temporary-directory.ts";
import type { Store } from "../../../ports/store.ts";
import { openSqliteStore } from "./sqlite-store.ts";

const clock = { now: () => new Date("2026-03-01T12:00:00.000Z"), monotonicMs: () => 0 };

async function openSubject(): Promise<StoreSubject> {
  const directory = makeTemporaryDirectory();
  const opened: Store[] = [];
  const open = (mode: "read" | "write"): Store => {
    const store = openSqliteStore({ directory: directory.path, mode, clock });
    opened.push(store);
    return store;
  };
  const close = async (): Promise<void> => {
    for (const store of opened.splice(0)) await store[Symbol.asyncDispose]();
  };
  return {
    store: open("write"),
    openReader: async () => open("read"),
    async reopen() {
      await close();
      return open("write");
    },
    async [Symbol.asyncDispose]() {
      await close();
      directory[Symbol.dispose]();
    },
  };
}

describeStore("sqlite", openSubject);
