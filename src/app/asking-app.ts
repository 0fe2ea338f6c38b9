/** @module Use cases that ask: each question keeps to the release that was chosen for it. */
import { listPrincipals, type Access } from "../domain/access.ts";
import type { Answer, AnswerEvent } from "../domain/answer.ts";
import { stoppable } from "../foundation/stoppable.ts";
import { rankDocuments, type RankedDocument } from "../retrieve/index.ts";
import type { Store } from "../ports/store.ts";
import type { App, SearchInput, SearchOutput } from "./app.ts";
import { ask, streamAnswer, type AskInput } from "./ask.ts";
import type { Assembly } from "./assembly.ts";
import type { LiveTraffic } from "./registry/live/live-traffic.ts";
import { search } from "./search.ts";
import { lendRetrieval } from "./spend/lend-retrieval.ts";
import { toPerson } from "./trace/person.ts";
import type { TraceQueue } from "./trace/trace-queue.ts";
import type { As } from "./writer/writer.ts";

export interface AskingContext {
  readonly assembly: Assembly;
  /** @throws app.unknown-collection to the owner; a caller cannot tell it from an empty one. */
  readonly read: (
    as: As,
    collections: readonly string[] | undefined,
  ) => Promise<{ readonly access: Access; readonly store: Store }>;
  readonly traces: TraceQueue;
  /** Only of a process that serves. */
  readonly live: LiveTraffic | undefined;
}

interface Reading {
  readonly access: Access;
  readonly store: Store;
  /** With the parts of the release that answers. */
  readonly chosen: Assembly;
}

export type AskingApp = Pick<App, "search" | "rank" | "ask" | "streamAnswer">;

export function createAskingApp(context: AskingContext): AskingApp {
  const { assembly, read, traces, live } = context;
  const open = async (
    as: As,
    { collections, release }: Pick<SearchInput, "collections" | "release">,
  ): Promise<Reading> => {
    const { access, store } = await read(as, collections);
    return {
      access,
      store,
      chosen: await assembly.serving.choose(store, { release, collections }),
    };
  };
  const openLive = async (as: As, input: AskInput): Promise<Reading> => {
    if (!live) return open(as, input);
    const { access, store } = await read(as, input.collections);
    const canary = await live.assign(store, access, input);
    if (canary === undefined) return open(as, input);
    try {
      const { collections } = input;
      const chosen = await assembly.serving.choose(store, { release: canary, collections });
      return { access, store, chosen };
    } catch (error) {
      // Whoever asked is answered all the same, by what serves.
      await live.refuse(canary, error);
      return open(as, input);
    }
  };
  return {
    async search(as, input): Promise<SearchOutput> {
      const { access, store, chosen } = await open(as, input);
      return search(chosen, store, access, input, traces);
    },
    async rank(as, input): Promise<readonly RankedDocument[]> {
      const { access, store, chosen } = await open(as, input);
      const { question, history, collections, filter = [], topK = 100, legs = "both" } = input;
      const { signal } = input;
      return rankDocuments(
        access,
        { question, history, collections, filter, topK, legs },
        { ...lendRetrieval(chosen, store, toPerson(listPrincipals(access))), signal },
      );
    },
    async ask(as, input): Promise<Answer> {
      const { access, store, chosen } = await openLive(as, input);
      const answer = await ask(chosen, store, access, input);
      live?.copy(access, input, answer.id);
      return answer;
    },
    streamAnswer: (as, input) =>
      stoppable((signal) => tell(as, { ...input, signal }), input.signal),
  };

  async function* tell(as: As, input: AskInput): AsyncGenerator<AnswerEvent> {
    const { access, store, chosen } = await openLive(as, input);
    for await (const event of streamAnswer(chosen, store, access, input)) {
      if ("answer" in event) live?.copy(access, input, event.answer.id);
      yield event;
    }
  }
}
