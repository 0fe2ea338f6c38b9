/** @module What plumbline.yaml says of searching and answering, as a release. */
import type {
  RetrievalPlan,
  ChosenAdapter,
  Release,
  ReleaseContent,
} from "../../domain/release.ts";
import { makeRelease } from "../../registry/index.ts";
import { redact, type Config, type LoadedConfig } from "../../config/index.ts";

/** Secrets stand in it by reference. */
export function makeConfiguredRelease({ config, secrets }: LoadedConfig, now: Date): Release {
  const content = redact(toPlans(config), secrets) as ReturnType<typeof toPlans>; // the same shape
  return makeRelease(content, { createdAt: now.toISOString(), origin: "configured" });
}

function toPlans(config: Config): Pick<ReleaseContent, "base" | "collections"> {
  const { generator, verifier, rewrite, answer } = config;
  const { threshold, maxSentences, maxContextTokens } = answer;
  return {
    base: {
      ...toRetrievalPlan(config),
      generator: toChosen(generator),
      verifier: toChosen(verifier),
      ...(rewrite ? { rewrite: { ...toChosen(rewrite), deadlineMs: rewrite.deadlineMs } } : {}),
      answer: {
        threshold,
        ...(maxSentences === undefined ? {} : { maxSentences }),
        maxContextTokens,
      },
    },
    collections: {},
  };
}

const toChosen = ({ adapter, options }: ChosenAdapter): ChosenAdapter => ({ adapter, options });

function toRetrievalPlan({ chunking, embedder, reranker, retrieve }: Config): RetrievalPlan {
  const { topK, depth, k1, b, alpha, rerankDepth, maxPassageTokens } = retrieve;
  const { maxTokens, minTokens, titleWeight } = chunking;
  return {
    chunking: { maxTokens, minTokens, titleWeight },
    embedder: toChosen(embedder),
    reranker: toChosen(reranker),
    retrieve: {
      topK,
      depth,
      k1,
      b,
      ...(alpha === undefined ? {} : { alpha }),
      rerankDepth,
      maxPassageTokens,
    },
  };
}

export interface Bm25 {
  readonly k1: number;
  readonly b: number;
}

/** The release with other BM25 parameters in every plan: an experiment, and another release. */
export function overrideBm25(release: Release, bm25: Bm25 | undefined): Release {
  if (!bm25) return release;
  const { base, collections } = release.content;
  const change = <Plan extends RetrievalPlan>(plan: Plan): Plan => ({
    ...plan,
    retrieve: { ...plan.retrieve, ...bm25 },
  });
  const plans = Object.entries(collections).map(([name, plan]) => [name, change(plan)] as const);
  return makeRelease(
    { base: change(base), collections: Object.fromEntries(plans) },
    { createdAt: release.createdAt, origin: "overridden", parent: release.id },
  );
}
