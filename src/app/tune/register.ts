/** @module What a lane found, kept: an artifact, and the release that would serve it. */
import type { ArtifactCard, ArtifactRecord, Parent } from "../../domain/artifact.ts";
import type { Release, RetrievalPlan } from "../../domain/release.ts";
import type { Store } from "../../ports/store.ts";
import { makeRelease } from "../../registry/index.ts";
import type { LaneVerdict } from "../../tune/index.ts";
import type { Assembly } from "../assembly.ts";
import type { TuningData } from "./gather.ts";
import type { TuneInput, TuneLane } from "./tune-input.ts";

/** What is learned, and how it is put to work. */
export interface Found {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Settings that decided what was found, beside the seed and what served. */
  readonly recipe: Readonly<Record<string, unknown>>;
  /** @param artifact what the files are kept as. */
  toPlan(artifact: string, plan: RetrievalPlan): RetrievalPlan;
  /** In words, for people. */
  readonly lines: readonly string[];
}

export interface RegisterRequest {
  readonly input: TuneInput;
  readonly seed: string;
  readonly data: TuningData;
  readonly judged: LaneVerdict;
  readonly found: Found;
  /** What the entry gate could not tell, or was overridden. */
  readonly gate: readonly string[];
  /** The release that serves. */
  readonly serves: Release;
}

/** Raised with any change of what a lane makes of the same data. */
const REVISIONS: Readonly<Record<TuneLane, number>> = {
  fusion: 1,
  retrieval: 1,
  reranker: 1,
  adapter: 1,
};

/** How a lane is done: what another revision left behind is of no use to this one. */
export const nameRecipe = (lane: TuneLane): string => `${lane}/${REVISIONS[lane]}`;

const PURPOSES: Readonly<Record<TuneLane, string>> = {
  fusion: "how much each leg counts in one collection",
  retrieval: "how one collection is indexed and searched",
  reranker: "which passages of one collection stand first",
  adapter: "how the questions of one collection meet its vectors",
};

export async function register(
  assembly: Assembly,
  store: Store,
  request: RegisterRequest,
): Promise<{ readonly artifact: ArtifactRecord; readonly release: Release }> {
  const { input, seed, data, found, serves } = request;
  const { lane, collection } = input;
  const recipe = {
    lane: nameRecipe(lane),
    collection,
    seed,
    serves: data.serves,
    stages: data.stages.map(({ reranker, depth }) => ({ id: reranker.id, depth })),
    embedder: assembly.embedder.fingerprint,
    questions: data.questions.length,
    ...found.recipe,
  };
  const content = { kind: lane, files: found.files, parents: listParents(request), recipe };
  const artifact = await assembly.artifacts.put(content, makeCard(assembly, request));
  const { base, collections } = serves.content;
  const plan = found.toPlan(artifact.id, data.plan);
  const release = makeRelease(
    { base, collections: { ...collections, [collection]: plan } },
    {
      createdAt: assembly.clock.now().toISOString(),
      origin: `tune ${lane} ${collection}`,
      parent: serves.id,
    },
  );
  await store.putRelease(release);
  const own: Parent = { role: "artifact", id: artifact.id };
  await store.putLineage([
    ...artifact.manifest.parents.map((parent) => ({ child: artifact.id, parent })),
    { child: release.id, parent: own },
  ]);
  return { artifact, release };
}

/** Documents that some question it learned from calls relevant, at the version that was read. */
function listParents({ input, data }: RegisterRequest): readonly Parent[] {
  const relevant = new Set(data.questions.flatMap(({ documents }) => documents));
  return [
    { role: "golden-set", id: data.golden.id },
    ...(input.from === undefined ? [] : [{ role: "artifact" as const, id: input.from }]),
    ...data.collection.documents
      .filter(({ key }) => relevant.has(key))
      .map(({ id, version }) => ({
        role: "document-version" as const,
        id: `${id}@${version.hash}`,
      })),
  ];
}

function makeCard(assembly: Assembly, request: RegisterRequest): ArtifactCard {
  const { input, seed, data, judged, found, gate } = request;
  const { lane, collection, override } = input;
  const leftOut = [...data.selected.leftOut].map(([reason, ids]) => `${reason}: ${ids.length}`);
  return {
    purpose: PURPOSES[lane],
    lane,
    collection,
    createdAt: assembly.clock.now().toISOString(),
    comparisons: judged.comparisons,
    verdict: judged.verdict,
    reasons: judged.reasons,
    sections: [
      { heading: "found", lines: found.lines },
      {
        heading: "data",
        lines: [
          `golden set ${data.golden.name} (${data.golden.id}), parts train and dev`,
          `${data.questions.length} questions over ${data.collection.documents.length} documents`,
          `seed ${seed}`,
        ],
      },
      { heading: "left out", lines: leftOut },
      { heading: "kept", lines: ["numbers alone: no text of a document or a question"] },
      { heading: "entry gate", lines: gate },
      ...(override === undefined ? [] : [{ heading: "overridden", lines: [override] }]),
    ].filter(({ lines }) => lines.length > 0),
  };
}
