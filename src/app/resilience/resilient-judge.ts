/** @module Around every judge, once: a deadline, retries, a breaker. */
import type { Judge } from "../../ports/judge.ts";
import type { Guard } from "./guard.ts";

/** The judge, guarded. @throws what the guard throws. */
export function makeResilientJudge(judge: Judge, guard: Guard): Judge {
  const { id, compare } = judge;
  return {
    ...judge,
    judge: (request) =>
      guard.call(id, (signal) => judge.judge({ ...request, signal }), request.signal),
    ...(compare
      ? {
          compare: (request) =>
            guard.call(id, (signal) => compare({ ...request, signal }), request.signal),
        }
      : {}),
  };
}
