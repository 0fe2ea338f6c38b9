/** @module The record of an evaluation as a job: who looks at jobs sees how far it came. */
import type { GoldenSet } from "../../domain/golden-set.ts";
import type { JobRecord, JobState } from "../../domain/job.ts";
import type { Clock, Entropy } from "../../foundation/effects.ts";
import { createRandomId } from "../../foundation/ids.ts";
import type { Store } from "../../ports/store.ts";
import type { EvaluationEvent } from "./evaluate-input.ts";

export interface JobContext {
  /** Absent where there is no data directory: nothing is put on record. */
  readonly store: Store | undefined;
  readonly golden: GoldenSet;
  readonly collections: readonly string[] | undefined;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly signal: AbortSignal;
}

/** The same events, with a record that says running, and how it ended. */
export async function* keepJob(
  events: AsyncGenerator<EvaluationEvent>,
  { store, golden, collections, clock, entropy, signal }: JobContext,
): AsyncGenerator<EvaluationEvent> {
  if (!store) {
    yield* events;
    return;
  }
  const id = createRandomId("job", entropy);
  const startedAt = clock.now().toISOString();
  const counts = { cases: 0, replies: 0, known: 0, failed: 0 };
  const rejected: JobRecord["rejected"][number][] = [];
  const put = (state: JobState): Promise<void> =>
    store.putJob({
      id,
      kind: "evaluation",
      state,
      collection: collections?.join(",") ?? "all",
      source: `${golden.name}@${golden.hash.slice(0, 16)}`,
      startedAt,
      ...(state === "running" ? {} : { endedAt: clock.now().toISOString() }),
      counts,
      rejected,
    });
  await put("running");
  let state: JobState = "failed";
  try {
    for await (const event of events) {
      if (event.type === "evaluation-started") counts.cases = event.cases;
      if (event.type === "case-replied") {
        counts.replies++;
        if (event.cached) counts.known++;
        const { caseId: key, failure: code } = event;
        if (code !== undefined) {
          counts.failed++;
          rejected.push({ key, code, message: "the system failed" });
        }
      }
      if (event.type === "evaluation-completed") state = "ready";
      yield event;
    }
  } finally {
    if (state !== "ready" && signal.aborted) state = "interrupted";
    // A full disk must not hide the failure that it caused.
    await put(state).catch(() => undefined);
  }
}
