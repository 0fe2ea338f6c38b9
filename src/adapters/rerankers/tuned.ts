/** @module The reranker that `tune reranker` fits: a learned model over the features of passages. */
import { z } from "zod";
import {
  createQuestionAnalysis,
  explainScores,
  findModelFault,
  readRankingFeatures,
  readTermSequence,
  standardize,
  type FeatureTable,
  type RankingCandidate,
  type RankingModel,
} from "../../engine/rerank/index.ts";
import { hashJson } from "../../foundation/hash.ts";
import { defineAdapter, type AdapterContext } from "../../ports/adapter.ts";
import type { Reranked, Reranker, RerankRequest } from "../../ports/reranker.ts";
import { modelInvalid } from "./errors.ts";
import { RankingModelSchema } from "./ranking-model.ts";

/** What the artifact keeps it in. */
export const MODEL_FILE = "model.json";

const Options = z.union([
  z.strictObject({ artifact: z.string().regex(/^art_[0-9a-f]{16}$/) }),
  z.strictObject({ model: RankingModelSchema }),
]);

export const tunedReranker = defineAdapter({
  port: "reranker",
  name: "tuned",
  options: Options,
  create: async (options, context) =>
    "model" in options
      ? createTunedReranker(checkModel(options.model, "the configuration"))
      : createTunedReranker(await readModel(options.artifact, context)),
});

/** @throws registry.artifact-not-found, registry.artifact-corrupt, adapters.model-invalid */
async function readModel(
  artifact: string,
  { artifacts }: Pick<AdapterContext, "artifacts">,
): Promise<RankingModel> {
  const { record, files } = await artifacts.read(artifact);
  if (record.manifest.kind !== "reranker")
    throw modelInvalid({ where: artifact, reason: `it is of kind ${record.manifest.kind}` });
  const bytes = files.get(MODEL_FILE);
  if (!bytes) throw modelInvalid({ where: artifact, reason: `it holds no ${MODEL_FILE}` });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw modelInvalid({ where: artifact, reason: `${MODEL_FILE} is no JSON` });
  }
  const parsed = RankingModelSchema.safeParse(value);
  const [issue] = parsed.error?.issues ?? [];
  if (!parsed.success)
    throw modelInvalid({
      where: artifact,
      reason: `${issue?.path.join(".") ?? ""} ${issue?.message ?? "is no model"}`.trim(),
    });
  return checkModel(parsed.data, artifact);
}

function checkModel(model: RankingModel, where: string): RankingModel {
  const reason = findModelFault(model);
  if (reason !== undefined) throw modelInvalid({ where, reason });
  return model;
}

/**
 * Each candidate against the others: features are standardised over the chunks asked about. Where
 * nobody knows what ranked them, those columns are equal for all and say nothing.
 */
export function createTunedReranker(model: RankingModel): Reranker {
  return {
    id: `tuned-1/${hashJson(model).slice(0, 16)}`,
    async rerank(request) {
      const order = orderOf(request);
      const { names, rows, values } = readFeatures(model, request, order);
      const explained = explainScores(model, standardize({ names, rows, values }), rows);
      const entries: Reranked[] = [];
      for (const [row, index] of order.entries())
        entries[index] = toReranked(names, explained[row] ?? new Float64Array());
      return entries;
    },
  };
}

function toReranked(names: readonly string[], shares: Float64Array): Reranked {
  const told: Record<string, number> = {};
  let score = 0;
  for (const [column, name] of names.entries()) {
    const share = shares[column] ?? 0;
    score += share;
    if (share !== 0) told[name] = share;
  }
  return { score, shares: told };
}

/** Best first, in whatever order they are given: ranks and repeats are told from it. */
const orderOf = ({ chunks, scores }: RerankRequest): readonly number[] =>
  [...chunks.keys()].toSorted(
    (a, b) =>
      (scores[b] ?? 0) - (scores[a] ?? 0) || compare(chunks[a]?.id ?? "", chunks[b]?.id ?? ""),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function readFeatures(
  model: RankingModel,
  { chunks, scores, legs, ...asked }: RerankRequest,
  order: readonly number[],
): FeatureTable {
  const candidates = order.flatMap((index): readonly RankingCandidate[] => {
    const chunk = chunks[index];
    if (!chunk) return [];
    return [
      {
        ...(legs?.[index] ?? { lexical: 0, dense: 0 }),
        analyzer: chunk.analyzer,
        terms: chunk.termKeys ?? readTermSequence(chunk),
        position: chunk.sequence,
        headings: chunk.headings,
        document: chunk.documentId,
        fused: scores[index] ?? 0,
      },
    ];
  });
  return readRankingFeatures(candidates, model.features, createQuestionAnalysis(asked));
}
