/** @module Use case: a question, answered with passages, and traced. */
import type { Access } from "../domain/access.ts";
import type { RetrievalRecord } from "../domain/answer-record.ts";
import type { Trace } from "../domain/trace.ts";
import type { Store } from "../ports/store.ts";
import { emptyQuestion, retrieve, type Retrieved } from "../retrieve/index.ts";
import { toErrorCode } from "../trace/index.ts";
import type { SearchInput, SearchOutput } from "./app.ts";
import type { Assembly } from "./assembly.ts";
import { beginTrace, listCollectionsOf } from "./trace/begin-trace.ts";
import { recordLegs, recordPassages } from "./trace/record-retrieval.ts";
import type { TraceQueue } from "./trace/trace-queue.ts";
import { understandQuestion, type Understood } from "./understand.ts";

/** @throws retrieve.empty-question; what the embedder throws. */
export async function search(
  assembly: Assembly,
  store: Store,
  access: Access,
  input: SearchInput,
  traces: Pick<TraceQueue, "add">,
): Promise<SearchOutput> {
  const question = input.question.trim();
  if (question === "") throw emptyQuestion({});
  const { builder, parts, known } = beginTrace(assembly, store, access, input);
  const finish = (end: Pick<Trace, "outcome" | "foundIn" | "reason" | "retrieval">): void => {
    const trace = builder.build({ operation: "search", ...known, ...end });
    traces.add(trace);
    assembly.exporter.offer(trace, () => ({
      question,
      documents: (end.retrieval?.passages ?? []).map(({ documentId: id, score }) => ({
        id,
        score,
      })),
    }));
  };
  try {
    const { signal } = input;
    const understood = await understandQuestion(
      { ...assembly, ...parts },
      question,
      input.history ?? [],
      signal,
    );
    const { rewrite: _, ...leaning } = understood;
    const request = {
      question,
      ...leaning,
      collections: input.collections,
      filter: input.filter ?? [],
      topK: input.topK ?? assembly.topK,
      legs: input.legs ?? "both",
      identify: false,
    } as const;
    const settings = assembly.retrieveSettings;
    const found = await retrieve(access, request, { ...parts, settings, signal });
    const { passages, result, alpha, reranking } = found;
    finish({
      outcome: "found",
      foundIn: listCollectionsOf(passages),
      retrieval: toRetrieval(input, understood, { ...request, found }),
    });
    return { passages, statistics: result.statistics, alpha, reranking };
  } catch (error) {
    finish({ outcome: "error", reason: toErrorCode(error), foundIn: [] });
    throw error;
  }
}

function toRetrieval(
  { history = [] }: SearchInput,
  { rewrite }: Understood,
  {
    question,
    filter,
    topK,
    legs: asked,
    found,
  }: Pick<RetrievalRecord, "question" | "filter" | "topK"> & {
    readonly legs: RetrievalRecord["asked"];
    readonly found: Retrieved;
  },
): RetrievalRecord {
  return {
    question,
    ...(history.length > 0 ? { history } : {}),
    ...(rewrite ? { rewrite } : {}),
    filter,
    topK,
    asked,
    generation: found.result.generation,
    legs: recordLegs(found),
    reranking: found.reranking,
    passages: recordPassages(found, []),
  };
}
