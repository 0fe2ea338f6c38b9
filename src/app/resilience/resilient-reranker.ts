/** @module Around every reranker behind a service, once: a deadline, a breaker, a word to the operator. */
import type { Logger } from "../../foundation/effects.ts";
import { PlumblineError } from "../../foundation/errors.ts";
import type { Reranker } from "../../ports/reranker.ts";
import type { Guard } from "./guard.ts";

/** The reranker, guarded. @throws what the guard throws, after it was logged. */
export function makeResilientReranker(reranker: Reranker, guard: Guard, logger: Logger): Reranker {
  const { id } = reranker;
  return {
    ...reranker,
    async rerank(request) {
      try {
        return await guard.call(
          id,
          (signal) => reranker.rerank({ ...request, signal }),
          request.signal,
        );
      } catch (error) {
        if (error instanceof PlumblineError)
          logger.warn("reranker-failed", { id, code: error.code });
        throw error;
      }
    },
  };
}
