/** @module Comparing windows in a thread of its own: permutations take seconds, and a server answers. */
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { assessDrift, type DriftOptions, type DriftReport } from "../../trace/index.ts";
import type { CurrentWindow, TrafficWindow } from "../../trace/index.ts";

export interface Comparison {
  readonly reference: TrafficWindow;
  readonly current: CurrentWindow;
  readonly options: DriftOptions;
}

export type Compare = (comparison: Comparison, signal?: AbortSignal) => Promise<DriftReport>;

/** The same name beside this file, in a checkout and in the built package. */
const ENTRY = new URL(`assess-worker${extname(import.meta.filename)}`, import.meta.url);

export const compareHere: Compare = async ({ reference, current, options }) =>
  assessDrift(reference, current, options);

/** Rejects with the signal's reason when it aborts; the thread ends with either. */
export const compareInThread: Compare = async (comparison, signal) => {
  signal?.throwIfAborted();
  const worker = new Worker(ENTRY, { workerData: comparison });
  const compared = Promise.withResolvers<DriftReport>();
  const stop = (): void => compared.reject(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  worker.once("message", (report: DriftReport) => compared.resolve(report));
  worker.once("error", (error) => compared.reject(error));
  worker.once("exit", (code) => compared.reject(new Error(`the thread ended with ${code}`)));
  try {
    return await compared.promise;
  } finally {
    signal?.removeEventListener("abort", stop);
    await worker.terminate();
  }
};
