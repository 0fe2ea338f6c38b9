/** @module From what a release says to adapters that work; equal choices are one adapter. */
import type { Release, RetrievalPlan, IndexPlan } from "../../domain/release.ts";
import { toCanonicalJson } from "../../foundation/hash.ts";
import type { ArtifactStore } from "../../ports/artifact-store.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { Verifier } from "../../ports/verifier.ts";
import type { AnswerSettings } from "../../answer/index.ts";
import { artifactRetired, assertRelease } from "../../registry/index.ts";
import { toVariant } from "../../ingest/index.ts";
import type { RetrieveSettings } from "../../retrieve/index.ts";
import { EMBEDDERS, GENERATORS, REWRITERS, VERIFIERS } from "../../adapters/index.ts";
import { resolveSecrets } from "../../config/index.ts";
import { createAdapter, createPaidAdapter, type Lender } from "../assemble.ts";
import { adaptQueries, readQueryAdapter } from "../indexes/query-adapter-file.ts";
import type { Guard, GuardEffects } from "../resilience/guard.ts";
import { createRerankStages, type PaidStage } from "../rerank-stages.ts";
import { makeResilient } from "../resilience/resilient-embedder.ts";
import { makeResilientGenerator } from "../resilience/resilient-generator.ts";
import type { Paid } from "../spend/paid-ports.ts";

/** What retrieves for one collection, or for all. */
export interface RetrievalParts {
  readonly embedder: Paid<"embedder">;
  /** In turn; none where fusion has the last word. */
  readonly rerankers: readonly PaidStage[];
  readonly retrieveSettings: RetrieveSettings;
  /** Passages shown and answered from, where nobody says how many. */
  readonly topK: number;
  /** What the index must hold for it. */
  readonly indexPlan: IndexPlan;
}

/** All that a release puts between a question and its answer. */
export interface ReleaseParts extends RetrievalParts {
  /** Content-addressed: equal settings are the same release. */
  readonly release: string;
  readonly generator: Paid<"generator">;
  /** Absent unless the release has one. */
  readonly rewriter: Paid<"rewriter"> | undefined;
  readonly rewriteDeadlineMs: number | undefined;
  readonly verifier: Verifier;
  readonly answerSettings: AnswerSettings;
}

export interface OpenedRelease {
  /** What answers where no collection has a plan of its own. */
  readonly parts: ReleaseParts;
  /** Of a collection that is asked alone and has a plan of its own; nothing otherwise. */
  findOwn(collections: readonly string[] | undefined): RetrievalParts | undefined;
}

/** What adapters of every release are lent. */
export interface Lending {
  readonly context: Lender;
  readonly guard: Guard;
  readonly guarding: GuardEffects;
  readonly artifacts: Pick<ArtifactStore, "read">;
  /** What `{env: NAME}` in options stands for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Characters of an average token; settings are in tokens, texts are measured in characters. */
const CHARACTERS_PER_TOKEN = 4.4;

/** Releases held open; beyond it the one asked longest ago is let go. */
const MOST_OPEN = 8;

/**
 * Opens each release once, wholly: every artifact it names is verified before any question.
 *
 * @throws registry.release-corrupt, registry.artifact-corrupt, registry.artifact-not-found,
 *   registry.artifact-retired, app.unknown-adapter, app.bad-adapter-options,
 *   app.query-adapter-invalid, config.secret-missing.
 */
export function createReleaseOpener(
  lending: Lending,
): (release: Release) => Promise<OpenedRelease> {
  const opened = new Map<string, Promise<OpenedRelease>>();
  const adapters = new Map<string, Promise<unknown>>();
  const share: Share = (port, choice, create) => {
    const key = `${port} ${toCanonicalJson(choice)}`;
    const known = adapters.get(key);
    // Made by `create` for this very port.
    if (known) return known as ReturnType<typeof create>;
    const made = create();
    adapters.set(key, made);
    made.catch(() => adapters.delete(key));
    return made;
  };
  return (release) => {
    const known = opened.get(release.id);
    opened.delete(release.id);
    const opening = known ?? open(lending, share, release);
    opened.set(release.id, opening);
    if (!known) opening.catch(() => opened.delete(release.id));
    const [oldest] = opened.keys();
    if (opened.size > MOST_OPEN && oldest !== undefined) {
      opened.delete(oldest);
      // Adapters may be those of other releases: the next questions make what they need again.
      adapters.clear();
    }
    return opening;
  };
}

type Share = <T>(port: string, choice: unknown, create: () => Promise<T>) => Promise<T>;

async function open(lending: Lending, share: Share, release: Release): Promise<OpenedRelease> {
  assertRelease(release);
  const { id, content } = release;
  for (const artifact of content.artifacts) {
    const { record } = await lending.artifacts.read(artifact);
    if (record.taint === "retired") throw artifactRetired({ id: artifact, release: id });
  }
  const { base, collections } = content;
  const resolved = resolveSecrets(base, id, lending.environment, new Map()) as typeof base; // the same shape
  const answering = await openAnswering(lending, share, resolved);
  const retrieval = await openRetrieval(lending, share, base);
  const own = new Map<string, RetrievalParts>();
  for (const [name, plan] of Object.entries(collections))
    own.set(name, await openRetrieval(lending, share, plan));
  return {
    parts: { release: id, ...retrieval, ...answering },
    findOwn(asked) {
      const [only = "", ...more] = asked ?? [];
      return more.length === 0 ? own.get(only) : undefined;
    },
  };
}

type AnsweringParts = Omit<ReleaseParts, keyof RetrievalParts | "release">;

async function openAnswering(
  { context, guard }: Lending,
  share: Share,
  { generator: chosen, verifier, rewrite, answer }: Release["content"]["base"],
): Promise<AnsweringParts> {
  const generator = await share("generator", chosen, () =>
    createPaidAdapter(GENERATORS, "generator", chosen, context, (made) =>
      makeResilientGenerator(made, guard),
    ),
  );
  const { threshold, maxSentences, maxContextTokens } = answer;
  return {
    generator,
    rewriter:
      rewrite &&
      (await share("rewriter", rewrite, () =>
        createPaidAdapter(REWRITERS, "rewriter", rewrite, context),
      )),
    rewriteDeadlineMs: rewrite?.deadlineMs,
    verifier: await share("verifier", verifier, () =>
      createAdapter(VERIFIERS, "verifier", verifier, context),
    ),
    answerSettings: {
      threshold,
      maxSentences: maxSentences ?? generator.defaultMaxSentences,
      maxContextLength: Math.round(maxContextTokens * CHARACTERS_PER_TOKEN),
    },
  };
}

async function openRetrieval(
  lending: Lending,
  share: Share,
  plan: RetrievalPlan,
): Promise<RetrievalParts> {
  const { context, guarding, environment } = lending;
  const { chunking, embedder: indexed, retrieve } = plan;
  const resolved = resolveSecrets(plan, "release", environment, new Map()) as RetrievalPlan; // the same shape
  const embedder = await openEmbedder(lending, share, resolved);
  const { reranker } = resolved;
  const { rerankDepth } = retrieve;
  return {
    embedder,
    rerankers: await share("reranker", { reranker, rerankDepth, embedder: resolved.embedder }, () =>
      createRerankStages(resolved, embedder, context, guarding),
    ),
    retrieveSettings: {
      bm25: { k1: retrieve.k1, b: retrieve.b },
      depth: retrieve.depth,
      alpha: retrieve.alpha ?? embedder.defaultAlpha,
      maxPassageLength: Math.round(retrieve.maxPassageTokens * CHARACTERS_PER_TOKEN),
      variant: toVariant(chunking),
    },
    topK: retrieve.topK,
    indexPlan: { chunking, embedder: indexed },
  };
}

/** With the plan's query adapter, where it has one. */
async function openEmbedder(
  { context, guard, artifacts }: Lending,
  share: Share,
  { embedder: chosen, retrieve: { queryAdapter } }: RetrievalPlan,
): Promise<Paid<"embedder">> {
  const create = (
    adapt: (made: Embedder) => Embedder = (made) => made,
  ): Promise<Paid<"embedder">> =>
    createPaidAdapter(EMBEDDERS, "embedder", chosen, context, (made) =>
      adapt(makeResilient(made, guard)),
    );
  const plain = await share("embedder", chosen, () => create());
  if (queryAdapter === undefined) return plain;
  return share("embedder", { chosen, queryAdapter }, async () => {
    const adapter = await readQueryAdapter(artifacts, queryAdapter, plain);
    return create((made) => adaptQueries(made, adapter));
  });
}
