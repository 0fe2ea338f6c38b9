/** @module Asking systems every case, a few at a time, and keeping what they reply as it comes. */
import type { AnswerReply, RankingReply, SystemReply } from "../../domain/evaluation.ts";
import type { GoldenCase } from "../../domain/golden-set.ts";
import { mapOrdered } from "../../foundation/concurrency.ts";
import type { Clock } from "../../foundation/effects.ts";
import { toPlumblineError } from "../../foundation/errors.ts";
import type { AskedCase, EvaluatedSystem } from "../../ports/evaluated-system.ts";
import { toReplyKey, type Asked, type ReplyCache } from "./reply-cache.ts";

export interface Collection {
  /** Interleaved case by case, so that a slow minute is nobody's alone. */
  readonly systems: readonly EvaluatedSystem[];
  readonly cases: readonly GoldenCase[];
  readonly repeats: number;
  /** What the measures need. */
  readonly wants: { readonly ranking?: { readonly depth: number }; readonly answer: boolean };
  readonly cache: ReplyCache;
  readonly concurrency: number;
  readonly clock: Clock;
  /** Asks in place of the owner. */
  readonly reader?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CollectedReply {
  /** Place among the systems. */
  readonly system: number;
  readonly golden: GoldenCase;
  readonly repeat: number;
  readonly reply: SystemReply;
  /** Nothing was asked for it. */
  readonly cached: boolean;
}

interface Task {
  readonly system: number;
  readonly golden: GoldenCase;
  readonly repeat: number;
}

/** Replies that are written together. */
const BATCH = 16;

/**
 * In the order of cases, then repeats, then systems. What is thrown by a system becomes the failure
 * of that reply, which is asked for again the next time; everything else is in the cache when the
 * iteration ends, however it ends.
 *
 * @throws the signal's reason, and what the cache throws.
 */
export async function* collectReplies(collection: Collection): AsyncGenerator<CollectedReply> {
  const { cases, repeats, systems, cache, concurrency, signal } = collection;
  const tasks = cases.flatMap((golden) =>
    Array.from({ length: repeats }, (_, repeat) =>
      systems.map((_system, system): Task => ({ golden, repeat, system })),
    ).flat(),
  );
  const known = await cache.find(tasks.flatMap((task) => Object.values(toKeys(collection, task))));
  const fresh = new Map<string, SystemReply>();
  const flush = async (): Promise<void> => {
    if (fresh.size === 0) return;
    const batch = new Map(fresh);
    fresh.clear();
    await cache.put(batch);
  };
  const work = async (task: Task): Promise<CollectedReply> => {
    signal?.throwIfAborted();
    return askTask(collection, task, known, fresh);
  };
  try {
    for await (const collected of mapOrdered(tasks, concurrency, work)) {
      if (fresh.size >= BATCH) await flush();
      yield collected;
    }
  } finally {
    await flush();
  }
}

function toKeys(
  { systems, wants, reader }: Collection,
  { system, golden, repeat }: Task,
): { readonly ranking?: string; readonly answer?: string } {
  const asking = systems[system];
  if (!asking) return {};
  const { fingerprint } = asking.subject;
  const toKey = (asked: Asked): string =>
    toReplyKey({ fingerprint, caseHash: golden.hash, repeat, asked, reader });
  return {
    ...(wants.ranking && asking.rank
      ? { ranking: toKey({ what: "ranking", ...wants.ranking }) }
      : {}),
    ...(wants.answer && asking.answer ? { answer: toKey({ what: "answer" }) } : {}),
  };
}

async function askTask(
  collection: Collection,
  task: Task,
  known: ReadonlyMap<string, SystemReply>,
  fresh: Map<string, SystemReply>,
): Promise<CollectedReply> {
  const { systems, wants, clock, reader, signal } = collection;
  const { golden } = task;
  const system = systems[task.system];
  const keys = toKeys(collection, task);
  const asked: AskedCase = {
    ...toAsked(golden, reader, signal),
    repeat: task.repeat,
    ...(wants.ranking && keys.ranking !== undefined && !known.has(keys.ranking)
      ? { rankingDepth: wants.ranking.depth }
      : {}),
  };
  const obtain = async (
    key: string | undefined,
    ask: () => Promise<Pick<SystemReply, "ranking" | "answer">>,
  ): Promise<SystemReply | undefined> => {
    if (key === undefined) return undefined;
    const found = known.get(key) ?? fresh.get(key);
    if (found) return found;
    const reply = await timed(clock, ask, signal);
    if (!reply.failure) fresh.set(key, reply);
    return reply;
  };
  const answered = await obtain(keys.answer, async () => ({ answer: await answer(system, asked) }));
  const ranked = await obtain(keys.ranking, async () => ({
    ranking: await rank(system, asked, wants.ranking?.depth ?? 0),
  }));
  const wanted = Object.values(keys);
  return {
    ...task,
    reply: join(ranked, answered),
    cached: wanted.length > 0 && wanted.every((key) => known.has(key)),
  };
}

/** Who stands for the owner asks what the owner would ask. */
const toAsked = (
  { id, text, history, principals, collection, language, masked }: GoldenCase,
  reader: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): AskedCase => ({
  id,
  text,
  history,
  principals: principals.length > 0 ? principals : (reader ?? []),
  ...(collection === undefined ? {} : { collection }),
  ...(language === undefined ? {} : { language }),
  ...(masked === undefined ? {} : { masked }),
  ...(signal ? { signal } : {}),
});

async function rank(
  system: EvaluatedSystem | undefined,
  asked: AskedCase,
  depth: number,
): Promise<RankingReply> {
  if (!system?.rank) throw new Error("asked for a ranking that it cannot give");
  return system.rank(asked, depth);
}

async function answer(system: EvaluatedSystem | undefined, asked: AskedCase): Promise<AnswerReply> {
  if (!system?.answer) throw new Error("asked for an answer that it cannot give");
  return system.answer(asked);
}

async function timed(
  clock: Clock,
  ask: () => Promise<Pick<SystemReply, "ranking" | "answer">>,
  signal: AbortSignal | undefined,
): Promise<SystemReply> {
  const started = clock.monotonicMs();
  const elapsed = (): number => Math.max(0, clock.monotonicMs() - started);
  try {
    const reply = await ask();
    return { ...reply, latencyMs: elapsed() };
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = toPlumblineError(error);
    return { failure: { code, message }, latencyMs: elapsed() };
  }
}

/** Time is that of the answer, which is what somebody waits for. */
function join(ranked: SystemReply | undefined, answered: SystemReply | undefined): SystemReply {
  const failure = answered?.failure ?? ranked?.failure;
  return {
    ...(ranked?.ranking ? { ranking: ranked.ranking } : {}),
    ...(answered?.answer ? { answer: answered.answer } : {}),
    ...(failure ? { failure } : {}),
    latencyMs: (answered ?? ranked)?.latencyMs ?? 0,
  };
}
