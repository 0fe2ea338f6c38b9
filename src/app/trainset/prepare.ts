/** @module From what is asked to a training set that could be kept: the same for building and checking. */
import { setImmediate } from "node:timers/promises";
import type { Store } from "../../ports/store.ts";
import type { PlumblineError } from "../../foundation/errors.ts";
import {
  curate,
  DEFAULT_SEED,
  LABEL_LANES,
  listNeeds,
  makeDataset,
  MASKING,
  maskingTooWeak,
  readDataset,
  toTokenLimit,
  type Dataset,
  type Embed,
  type Need,
} from "../../tune/index.ts";
import type { ArtifactRecord } from "../../domain/artifact.ts";
import { daysBefore } from "../trace/moment.ts";
import type { Assembly } from "../assembly.ts";
import { textTools } from "../golden/text-tools.ts";
import { OPERATOR } from "../spend/lend-retrieval.ts";
import { gather, type GatheredAll } from "./gather.ts";
import type { Hidden, TrainsetInput } from "./trainset-input.ts";

export interface Prepared {
  readonly dataset: Dataset;
  readonly recipe: Readonly<Record<string, unknown>>;
  readonly needs: readonly Need[];
  readonly hidden: Hidden;
  readonly notes: readonly string[];
  readonly blocks: readonly PlumblineError[];
  /** The set whose sides it keeps. */
  readonly before: ArtifactRecord | undefined;
}

/** Newest traffic that is not trained on (guide: tuning, 2.5). */
const RECENT_DAYS = 14;

export async function prepare(
  assembly: Assembly,
  store: Store,
  input: TrainsetInput,
): Promise<Prepared> {
  const gathered = await gather(assembly, store, input);
  const settings = settle(input, gathered);
  const { lane, seed, scope, to, period, switches } = settings;
  const before = await findBefore(assembly, input, scope);
  const settled = before ? readDataset(await assembly.artifacts.read(before.id)).assigned : [];
  const { guarded, given, sources, hidden, notes } = gathered;
  const { signal, languages } = input;
  const curated = await curate(gathered.drafts, {
    lane,
    seed,
    settled,
    guarded,
    given,
    tools: textTools,
    languages,
    maxTokens: settings.maxTokens,
    recentFrom: settings.recentFrom,
    ...switches,
    embed: LABEL_LANES.has(lane) ? createEmbed(assembly, store, signal) : undefined,
    pause: () => setImmediate(),
    signal,
  });
  const { unseenDocuments } = switches;
  const made = { curated, refused: gathered.rejects, guarded, unseenDocuments, sources };
  const dataset = makeDataset({ ...scope, ...period, to, ...made });
  return {
    dataset,
    recipe: toRecipe(input, gathered, settings),
    needs: listNeeds(
      lane,
      dataset.rows.filter(({ slice }) => slice !== "recent"),
    ),
    hidden,
    notes,
    blocks: [...curated.blocks, ...blockExport(dataset)],
    before,
  };
}

type Settings = ReturnType<typeof settle>;

/** What was said, and what holds where nothing was. */
function settle(input: TrainsetInput, gathered: GatheredAll) {
  const { lane, rights = "internal", seed = DEFAULT_SEED, recentDays = RECENT_DAYS } = input;
  const collections = input.collections ? [...input.collections].toSorted() : ("all" as const);
  const audience = [...gathered.audience.principals];
  const to = gathered.until ?? toNewest(gathered);
  return {
    lane,
    seed,
    scope: { lane, collections, audience, rights, seed },
    to,
    period: gathered.since === undefined ? {} : { from: gathered.since },
    recentDays,
    recentFrom: recentDays > 0 ? daysBefore(new Date(to), recentDays) : undefined,
    maxTokens: input.maxTokens ?? toTokenLimit(lane),
    switches: {
      dropLeaks: input.dropLeaks ?? false,
      unseenDocuments: input.unseenDocuments ?? false,
      keepNoise: input.keepNoise ?? false,
    },
  };
}

/** All that decides what is in the set, but the documents and answers, which are its parents. */
const toRecipe = (
  { languages }: TrainsetInput,
  { golden, guarded, labels }: GatheredAll,
  { scope, period, to, recentDays, maxTokens, switches }: Settings,
): Prepared["recipe"] => ({
  ...scope,
  ...period,
  to,
  recentDays,
  maxTokens,
  ...switches,
  ...(languages ? { languages: [...languages].toSorted() } : {}),
  golden: golden.toSorted(),
  guarded: guarded.map(({ id }) => id).toSorted(),
  ...(labels === undefined ? {} : { labels }),
  masking: MASKING,
});

const toNewest = ({ drafts }: GatheredAll): string =>
  drafts
    .map(({ createdAt }) => createdAt)
    .toSorted()
    .at(-1) ?? "1970-01-01T00:00:00.000Z";

/** Nothing leaves in a language in which names slip through. */
function blockExport({ facts }: Dataset): readonly PlumblineError[] {
  if (facts.rights !== "external") return [];
  const passing = new Set(
    facts.masking.recall.filter(({ passes }) => passes).map(({ language }) => language),
  );
  const weak = Object.keys(facts.languages).filter(
    (language) => !passing.has(language.split("-")[0] ?? ""),
  );
  return weak.length > 0 ? [maskingTooWeak({ languages: weak })] : [];
}

interface Scope {
  readonly lane: string;
  readonly collections: readonly string[] | "all";
  readonly audience: readonly string[];
  readonly rights: string;
  readonly seed: string;
}

/** The one named, else the newest sound one of the same scope. @throws registry.artifact-not-found */
async function findBefore(
  { artifacts }: Assembly,
  { from, fresh = false }: TrainsetInput,
  scope: Scope,
): Promise<ArtifactRecord | undefined> {
  if (from !== undefined) return (await artifacts.read(from)).record;
  if (fresh) return undefined;
  const wanted = JSON.stringify(Object.entries(scope));
  const same = (await artifacts.list()).filter(({ manifest, taint }) => {
    const { lane, collections, audience, rights, seed } = manifest.recipe;
    const theirs = JSON.stringify(Object.entries({ lane, collections, audience, rights, seed }));
    return manifest.kind === "dataset" && taint === "clean" && theirs === wanted;
  });
  return same.toSorted((a, b) => (a.card.createdAt < b.card.createdAt ? 1 : -1))[0];
}

/** In the batches that the embedder takes. */
function createEmbed(assembly: Assembly, store: Store, signal: AbortSignal | undefined): Embed {
  const embedder = assembly.embedder.paidBy(assembly.spend.purseOf(store, OPERATOR));
  return async (texts) => {
    const vectors: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += embedder.maxBatch)
      vectors.push(
        ...(await embedder.embed({
          texts: texts.slice(from, from + embedder.maxBatch),
          role: "query",
          ...(signal ? { signal } : {}),
        })),
      );
    return vectors;
  };
}
