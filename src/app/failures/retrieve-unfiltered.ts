/** @module What a recorded question finds for the same caller in all collections, without a filter. */
import type { Access } from "../../domain/access.ts";
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { Store } from "../../ports/store.ts";
import { retrieve, type Retrieved } from "../../retrieve/index.ts";
import type { Assembly } from "../assembly.ts";
import { lendRetrieval } from "../spend/lend-retrieval.ts";
import { understandHistory } from "../understand.ts";

/** Nothing else is lifted: both legs, the documents that a case hides, the same history, the rewritten question where there was one. */
export function retrieveUnfiltered(
  assembly: Assembly,
  store: Store,
  access: Access,
  { history = [], rewrite, without, answer }: AnswerRecord,
  { identify }: { readonly identify: boolean },
): Promise<Retrieved> {
  const request = {
    question: answer.question,
    history: understandHistory(history),
    standalone: rewrite?.text,
    collections: undefined,
    filter: [],
    without,
    topK: 1,
    legs: "both",
    identify,
  } as const;
  const { rerankers: _, ...retrieval } = lendRetrieval(assembly, store);
  return retrieve(access, request, retrieval);
}
