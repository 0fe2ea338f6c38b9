/** @module The store, opened when a use case first needs it, and for writing only when it writes. */
import type { Store } from "../ports/store.ts";

export interface LazyStore extends AsyncDisposable {
  /** Reading is content with a store that was opened for writing. */
  open(mode: "read" | "write"): Promise<Store>;
}

export function createLazyStore(open: (mode: "read" | "write") => Store): LazyStore {
  let store: Store | undefined;
  return {
    async open(mode) {
      if (store && (store.mode === "write" || mode === "read")) return store;
      await store?.[Symbol.asyncDispose]();
      store = undefined;
      store = open(mode);
      return store;
    },
    async [Symbol.asyncDispose]() {
      await store?.[Symbol.asyncDispose]();
      store = undefined;
    },
  };
}
