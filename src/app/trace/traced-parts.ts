/** @module The adapters of one request, each call a span, and asked for its price where it has one. */
import type { Embedder } from "../../ports/embedder.ts";
import type { Generator, GeneratorEvent } from "../../ports/generator.ts";
import type { Reranker } from "../../ports/reranker.ts";
import type { Rewriter } from "../../ports/rewriter.ts";
import type { Store } from "../../ports/store.ts";
import type { Verifier } from "../../ports/verifier.ts";
import type { RerankStage } from "../../retrieve/index.ts";
import type { OpenSpan, ReportedUsage, TraceBuilder } from "../../trace/index.ts";
import type { Assembly } from "../assembly.ts";
import { meterEmbedder } from "./spend.ts";

export type TracedParts = Pick<
  Assembly,
  "embedder" | "generator" | "rewriter" | "verifier" | "rerankers"
> & { readonly store: Store };

/** What a request is traced with. */
export interface TracingContext {
  readonly builder: TraceBuilder;
  readonly store: Store;
  readonly spend: Assembly["spend"];
  /** Whose money it is: a key, a user or `operator`. */
  readonly spender: string;
}

export function traceParts(assembly: Assembly, context: TracingContext): TracedParts {
  const { rewriter, rerankers } = assembly;
  return {
    store: traceStore(context),
    embedder: traceEmbedder(assembly.embedder, context),
    generator: traceGenerator(assembly.generator, context),
    rewriter: rewriter && traceRewriter(rewriter, context),
    verifier: traceVerifier(assembly.verifier, context),
    rerankers: rerankers.map((stage): RerankStage => ({
      ...stage,
      reranker: traceReranker(stage.reranker, context),
    })),
  };
}

/** Runs work in a span of its own; its failure is the span's. */
async function within<T>(span: OpenSpan, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}

/** The prices of a call are told while it runs and written behind it, one after the other. */
function createBill({ spend, store, spender }: TracingContext, span: OpenSpan) {
  const usages: ReportedUsage[] = [];
  return {
    add(usage: ReportedUsage): void {
      span.addUsage(usage);
      usages.push(usage);
    },
    async settle(): Promise<void> {
      for (const usage of usages.splice(0)) await spend.note(store, spender, usage);
    },
  };
}

/** A cap that is reached is the span's error, and no call is made. */
async function reserve({ spend, store, spender }: TracingContext, span: OpenSpan) {
  try {
    return await spend.reserve(store, spender);
  } catch (error) {
    span.end(error);
    throw error;
  }
}

function traceEmbedder(embedder: Embedder, context: TracingContext): Embedder {
  const { builder, spend, store, spender } = context;
  const metered = meterEmbedder(embedder, spend, store, spender);
  return {
    ...embedder,
    embed(request) {
      const { texts, role } = request;
      const span = builder.begin("embed");
      const { dimensions, fingerprint: model } = embedder;
      span.note({ model, dimensions, texts: texts.length, role });
      const onUsage = (usage: ReportedUsage): void => span.addUsage(usage);
      return within(span, () => metered.embed({ ...request, onUsage }));
    },
  };
}

function traceRewriter(rewriter: Rewriter, context: TracingContext): Rewriter {
  return {
    ...rewriter,
    async rewrite(request) {
      const span = context.builder.begin("rewrite");
      span.note({ model: rewriter.id, turns: request.history.length });
      using _ = rewriter.metered ? await reserve(context, span) : undefined;
      const bill = createBill(context, span);
      return within(span, async () => {
        try {
          return await rewriter.rewrite({ ...request, onUsage: (usage) => bill.add(usage) });
        } finally {
          await bill.settle();
        }
      });
    },
  };
}

function traceGenerator(generator: Generator, context: TracingContext): Generator {
  return {
    ...generator,
    async *generate(request): AsyncGenerator<GeneratorEvent> {
      const span = context.builder.begin("generate");
      span.note({ generator: generator.id, passages: request.passages.length });
      using _ = generator.metered ? await reserve(context, span) : undefined;
      const bill = createBill(context, span);
      const now = (): number => context.builder.elapsedMs;
      const events = generator.generate(request)[Symbol.asyncIterator]();
      let sentences = 0;
      let isTold = false;
      try {
        for (;;) {
          const startedMs = now();
          const step = await events.next();
          span.addWork(now() - startedMs);
          if (step.done) break;
          const event = step.value;
          if (event.type === "sentence-drafted") sentences++;
          else isTold = noteEnd(span, event, bill);
          yield event;
        }
        span.end();
      } catch (error) {
        span.end(error);
        throw error;
      } finally {
        span.note({ sentences });
        // A model that was stopped, or broke off, was paid for as well.
        if (generator.metered && !isTold && sentences > 0) bill.add({ model: generator.id });
        await events.return?.();
        await bill.settle();
        span.end();
      }
    },
  };
}

/** @returns whether it said what it cost. */
function noteEnd(
  span: OpenSpan,
  { finish, provenance, usage }: Extract<GeneratorEvent, { type: "draft-finished" }>,
  bill: Pick<ReturnType<typeof createBill>, "add">,
): boolean {
  span.note({ finish: provenance?.finish ?? finish });
  if (provenance) span.note({ provider: provenance.provider });
  if (usage) bill.add(usage);
  return usage !== undefined;
}

/** One span for all sentences: each is checked while the next is waited for. */
function traceVerifier(verifier: Verifier, { builder }: TracingContext): Verifier {
  let span: OpenSpan | undefined;
  let [sentences, failed] = [0, 0];
  return {
    ...verifier,
    async verify(request) {
      span ??= builder.begin("cite");
      const startedMs = builder.elapsedMs;
      const verification = await verifier.verify(request);
      span.addWork(builder.elapsedMs - startedMs);
      sentences++;
      if (verification.failures.length > 0) failed++;
      span.note({ verifier: verifier.id, sentences, failed });
      return verification;
    },
  };
}

function traceReranker(reranker: Reranker, { builder }: TracingContext): Reranker {
  return {
    ...reranker,
    async rerank(request) {
      const span = builder.begin("rerank");
      span.note({ reranker: reranker.id, chunks: request.chunks.length });
      return within(span, () => reranker.rerank(request));
    },
  };
}

/** Searching, and within it the choice of what is read: that is the fusion. */
function traceStore({ store, builder }: TracingContext): Store {
  return {
    ...store,
    search(access, request) {
      const span = builder.begin("retrieve");
      return within(span, async () => {
        const result = await store.search(access, {
          ...request,
          select(legs) {
            const fuse = builder.begin("fuse", span);
            const chosen = request.select(legs);
            fuse.note({ candidates: legs.candidates.length, chosen: chosen.length });
            fuse.end();
            return chosen;
          },
        });
        const { lexical, dense, candidates } = result;
        span.note({
          lexical: lexical.length,
          dense: dense.length,
          candidates: candidates.length,
          generation: result.generation,
        });
        return result;
      });
    },
  };
}
