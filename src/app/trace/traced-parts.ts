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
import { payForStages } from "../rerank-stages.ts";
import type { Purse } from "../spend/spend-meter.ts";

/** What a request works with: its calls are traced, and paid for. */
export interface TracedParts {
  readonly store: Store;
  readonly embedder: Embedder;
  readonly generator: Generator;
  readonly rewriter: Rewriter | undefined;
  readonly verifier: Verifier;
  readonly rerankers: readonly RerankStage[];
}

/** What a request is traced with. */
export interface TracingContext {
  readonly builder: TraceBuilder;
  readonly store: Store;
  /** Pays for its calls. */
  readonly purse: Purse;
}

export function traceParts(assembly: Assembly, context: TracingContext): TracedParts {
  const { embedder, generator, rewriter, verifier, rerankers } = assembly;
  const { purse } = context;
  return {
    store: traceStore(context),
    embedder: traceEmbedder(embedder.paidBy(purse), context),
    generator: traceGenerator(generator.paidBy(purse), context, generator.metered),
    rewriter: rewriter && traceRewriter(rewriter.paidBy(purse), context),
    verifier: traceVerifier(verifier, context),
    rerankers: payForStages(rerankers, purse).map((stage) => ({
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

function traceEmbedder(embedder: Embedder, { builder }: TracingContext): Embedder {
  return {
    ...embedder,
    embed(request) {
      const { texts, role } = request;
      const span = builder.begin("embed");
      const { dimensions, fingerprint: model } = embedder;
      span.note({ model, dimensions, texts: texts.length, role });
      const onUsage = (usage: ReportedUsage): void => span.addUsage(usage);
      return within(span, () => embedder.embed({ ...request, onUsage }));
    },
  };
}

function traceRewriter(rewriter: Rewriter, { builder }: TracingContext): Rewriter {
  return {
    ...rewriter,
    rewrite(request) {
      const span = builder.begin("rewrite");
      span.note({ model: rewriter.id, turns: request.history.length });
      const onUsage = (usage: ReportedUsage): void => span.addUsage(usage);
      return within(span, () => rewriter.rewrite({ ...request, onUsage }));
    },
  };
}

function traceGenerator(
  generator: Generator,
  { builder }: TracingContext,
  isMetered = false,
): Generator {
  return {
    ...generator,
    async *generate(request): AsyncGenerator<GeneratorEvent> {
      const span = builder.begin("generate");
      span.note({ generator: generator.id, passages: request.passages.length });
      const events = generator.generate(request)[Symbol.asyncIterator]();
      let sentences = 0;
      let isTold = false;
      try {
        for (;;) {
          const startedMs = builder.elapsedMs;
          const step = await events.next();
          span.addWork(builder.elapsedMs - startedMs);
          if (step.done) break;
          const event = step.value;
          if (event.type === "sentence-drafted") sentences++;
          else isTold = noteEnd(span, event);
          yield event;
        }
        span.end();
      } catch (error) {
        span.end(error);
        throw error;
      } finally {
        span.note({ sentences });
        // A model that was stopped, or broke off, was paid for as well.
        if (isMetered && !isTold && sentences > 0) span.addUsage({ model: generator.id });
        await events.return?.();
        span.end();
      }
    },
  };
}

/** @returns whether it said what it cost. */
function noteEnd(
  span: OpenSpan,
  { finish, provenance, usage }: Extract<GeneratorEvent, { type: "draft-finished" }>,
): boolean {
  span.note({ finish: provenance?.finish ?? finish });
  if (provenance) span.note({ provider: provenance.provider });
  if (usage) span.addUsage(usage);
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
      const onUsage = (usage: ReportedUsage): void => span.addUsage(usage);
      return within(span, () => reranker.rerank({ ...request, onUsage }));
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
