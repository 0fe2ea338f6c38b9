/** @module How often somebody may ask: a bucket that fills at a steady rate. */
import { MINUTE_MS } from "../../foundation/durations.ts";

export interface RateLimit {
  /** @returns 0 when it may go on, else the milliseconds until the next one may. */
  take(name: string, nowMs: number): number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Full buckets are as good as none, so they are thrown away before there are more than this. */
const MOST_BUCKETS = 10_000;

/** At most `perMinute` at once, and that many in each minute after. */
export function createRateLimit(perMinute: number): RateLimit {
  const buckets = new Map<string, Bucket>();
  const perMs = perMinute / MINUTE_MS;
  const fill = ({ tokens, atMs }: Bucket, nowMs: number): number =>
    Math.min(perMinute, tokens + Math.max(0, nowMs - atMs) * perMs);
  return {
    take(name, nowMs) {
      const bucket = buckets.get(name) ?? { tokens: perMinute, atMs: nowMs };
      bucket.tokens = fill(bucket, nowMs);
      bucket.atMs = nowMs;
      buckets.set(name, bucket);
      if (buckets.size > MOST_BUCKETS)
        for (const [other, each] of buckets)
          if (fill(each, nowMs) >= perMinute) buckets.delete(other);
      if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perMs);
      bucket.tokens -= 1;
      return 0;
    },
  };
}
