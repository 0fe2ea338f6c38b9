/** @module Entry of the thread that compares two windows. */
import { parentPort, workerData } from "node:worker_threads";
import { assessDrift } from "../../trace/index.ts";
import type { Comparison } from "./assess-thread.ts";

const { reference, current, options } = workerData as Comparison; // sent by assess-thread
parentPort?.postMessage(assessDrift(reference, current, options));
