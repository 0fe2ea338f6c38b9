/** @module Every search and every answer begins here: a trace, and adapters that tell it what they do. */
import { listPrincipals, type Access } from "../../domain/access.ts";
import type { TraceSource } from "../../domain/trace.ts";
import type { Passage } from "../../domain/passage.ts";
import type { Store } from "../../ports/store.ts";
import { parseTraceParent, TraceBuilder, type TraceEnd } from "../../trace/index.ts";
import type { Assembly } from "../assembly.ts";
import { toPerson } from "./person.ts";
import { traceParts, type TracedParts } from "./traced-parts.ts";

/** What a caller says of its request, besides what it asks. */
export interface TraceInput {
  /** Whose traffic it is. Default: `user`. */
  readonly source?: TraceSource | undefined;
  /** The same for all questions of a conversation. */
  readonly conversationId?: string | undefined;
  /** The header of W3C Trace Context, where the caller sent one. */
  readonly traceParent?: string | undefined;
  /** Whose money it is, such as a key. Default: the user who asks. */
  readonly spender?: string | undefined;
}

export interface BegunTrace {
  readonly builder: TraceBuilder;
  readonly parts: TracedParts;
  /** What is known before the end. */
  readonly known: Pick<
    TraceEnd,
    "source" | "release" | "fingerprint" | "principals" | "collections"
  > & { readonly conversationId?: string };
}

export function beginTrace(
  assembly: Assembly,
  store: Store,
  access: Access,
  input: TraceInput & { readonly collections?: readonly string[] | undefined },
): BegunTrace {
  const { release, loaded, spend } = assembly;
  const { source = "user", conversationId, traceParent, collections = "all" } = input;
  const builder = new TraceBuilder(assembly, parseTraceParent(traceParent));
  const principals = listPrincipals(access);
  const spender = input.spender ?? toPerson(principals);
  return {
    builder,
    parts: traceParts(assembly, { builder, store, purse: spend.purseOf(store, spender) }),
    known: {
      source,
      release,
      fingerprint: loaded.fingerprint,
      ...(conversationId === undefined ? {} : { conversationId }),
      principals,
      collections,
    },
  };
}

/** Names of the collections that passages are of, in order. */
export const listCollectionsOf = (passages: readonly Passage[]): readonly string[] =>
  [...new Set(passages.map(({ collection }) => collection))].toSorted();
