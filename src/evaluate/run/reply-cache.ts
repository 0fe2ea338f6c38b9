/** @module Replies that need not be asked for again: of the same system, the same case and repeat. */
import type { SystemReply } from "../../domain/evaluation.ts";
import { hashJson } from "../../foundation/hash.ts";

/** Keys are 64 hex digits. */
export interface ReplyCache {
  find(keys: readonly string[]): Promise<ReadonlyMap<string, SystemReply>>;
  put(replies: ReadonlyMap<string, SystemReply>): Promise<void>;
}

/** What was asked of a system: its ranking to a depth, or an answer. */
export type Asked =
  | { readonly what: "ranking"; readonly depth: number }
  | { readonly what: "answer" };

export interface ReplyKey {
  /** Of the system: another release has another one. */
  readonly fingerprint: string;
  readonly caseHash: string;
  readonly repeat: number;
  readonly asked: Asked;
  /** Who asks in place of the owner, where somebody does. */
  readonly reader?: readonly string[] | undefined;
}

export const toReplyKey = (key: ReplyKey): string => hashJson(key);

/** For systems whose replies cost nothing, and for tests. */
export function createMemoryReplyCache(): ReplyCache {
  const kept = new Map<string, SystemReply>();
  return {
    async find(keys) {
      return new Map(
        keys.flatMap((key) => {
          const reply = kept.get(key);
          return reply ? [[key, reply] as const] : [];
        }),
      );
    },
    async put(replies) {
      for (const [key, reply] of replies) kept.set(key, reply);
    },
  };
}
