/** @module How a store's tests get at a store, and how its promises are written down. */
import { it } from "node:test";
import type { Store } from "../ports/store.ts";

/** A fresh, empty store opened for writing, and further views of the same data. */
export interface StoreSubject extends AsyncDisposable {
  readonly store: Store;
  /** Closes the store and opens the same data again for writing; `store` must not be used then. */
  reopen(): Promise<Store>;
  /** The same data opened for reading, beside the open writer. Closed with the subject. */
  openReader(): Promise<Store>;
}

export type OpenSubject = () => Promise<StoreSubject>;

export interface StoreContractOptions {
  /** Promises this store is known not to keep, by the name of the test, each with its reason. */
  readonly deviations?: Readonly<Record<string, string>>;
}

/** Declares one promise; it gets a fresh store, closed when the test ends. */
export type Promises = (name: string, hold: (subject: StoreSubject) => Promise<void>) => void;

export function promisesOf(open: OpenSubject, options: StoreContractOptions): Promises {
  return (name, hold) =>
    it(name, { skip: options.deviations?.[name] ?? false }, async () => {
      await using subject = await open();
      await hold(subject);
    });
}
