/** @module A judge that is not asked, or paid, twice for the same: what it said before is kept. */
import { hashJson } from "../../foundation/hash.ts";
import type { ReplyCache } from "../../evaluate/index.ts";
import type { Judge, JudgeRequest } from "../../ports/judge.ts";

/**
 * A request that is made again is one more repeat, and has a verdict of its own. What the judge's
 * provider failed to say is asked for the next time.
 */
export function keepVerdicts(judge: Judge, cache: ReplyCache): Judge {
  const asked = new Map<string, number>();
  const toKey = (given: JudgeRequest): string => {
    const { signal: _, ...request } = given;
    const key = hashJson({ judge: judge.id, request });
    const repeat = asked.get(key) ?? 0;
    asked.set(key, repeat + 1);
    return hashJson({ key, repeat });
  };
  return {
    ...judge,
    async judge(request) {
      const key = toKey(request);
      const kept = (await cache.find([key])).get(key)?.judgment;
      if (kept) return kept;
      const judgment = await judge.judge(request);
      await cache.put(new Map([[key, { judgment, latencyMs: 0 }]]));
      return judgment;
    },
  };
}
