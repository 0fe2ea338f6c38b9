/** @module Use cases: what is registered, what serves, and one thing of it in full. */
import type { ArtifactRecord } from "../../domain/artifact.ts";
import type { KeptRelease } from "../../domain/release.ts";
import type { Store } from "../../ports/store.ts";
import {
  describeChange,
  diffContents,
  type ReleaseDecision,
  type WatchReading,
} from "../../registry/index.ts";
import { PlumblineError } from "../../foundation/errors.ts";
import { notFound } from "../errors.ts";
import { findTrial, rebuildWatch } from "./live/find-trial.ts";
import { listReleaseDecisions, REGISTRY_ACCESS, type RegistryContext } from "./registry-context.ts";
import type { ListedRelease, RegistryList, Shown } from "./registry-input.ts";

const DECISIONS_SHOWN = 20;

export async function listRegistry({
  assembly,
  openStore,
}: RegistryContext): Promise<RegistryList> {
  const store = await openStore();
  const { configured, artifacts: files } = assembly;
  const champion = await store.findAlias("champion");
  // A champion that is damaged must not keep anybody from seeing that.
  await assembly.serving.find(store).catch(ignoreKnown);
  const serves = champion?.release ?? configured.id;
  const challenger = await store.findAlias("challenger");
  const watch = challenger && (await readWatch(assembly, store));
  const ids = await files.listIds();
  const artifacts = await files.list();
  const readable = new Set(artifacts.map(({ id }) => id));
  const releases = await store.listReleases(REGISTRY_ACCESS);
  const toRoles = (id: string): ListedRelease["roles"] =>
    (
      [
        ["serves", serves],
        ["configured", configured.id],
        ["champion", champion?.release],
        ["challenger", challenger?.release],
      ] as const
    ).flatMap(([role, of]) => (of === id ? [role] : []));
  return {
    serves,
    configured: configured.id,
    ...(champion ? { champion } : {}),
    ...(challenger ? { challenger: { ...challenger, ...(watch ? { watch } : {}) } } : {}),
    releases: releases.map((release) => ({ ...release, roles: toRoles(release.id) })),
    artifacts,
    unreadable: ids.filter((id) => !readable.has(id)),
    decisions: (await listReleaseDecisions(store)).slice(0, DECISIONS_SHOWN),
    notes: [
      ...(await describeDifference({ assembly }, store)),
      ...artifacts.flatMap(({ id, taint }) => (taint === "clean" ? [] : [`${id} is ${taint}`])),
    ],
  };
}

function ignoreKnown(error: unknown): void {
  if (!(error instanceof PlumblineError)) throw error;
}

async function readWatch(
  assembly: RegistryContext["assembly"],
  store: Store,
): Promise<WatchReading | undefined> {
  const trial = await findTrial(assembly, store);
  return trial && (await rebuildWatch(store, trial)).watch.read();
}

/** Said wherever an operator looks: the file was changed, and the champion still serves. */
export async function describeDifference(
  { assembly }: Pick<RegistryContext, "assembly">,
  store: Pick<Store, "findAlias" | "findRelease">,
): Promise<readonly string[]> {
  const { configured } = assembly;
  const champion = await store.findAlias("champion");
  if (champion?.release === undefined || champion.release === configured.id) return [];
  const serves = await store.findRelease(champion.release);
  if (!serves) return [`the champion ${champion.release} is not in the store`];
  const changes = diffContents(serves.content, configured.content).map(describeChange);
  return [
    `plumbline.yaml says other things than the champion ${serves.id}, which serves: ${changes.join("; ")}`,
  ];
}

/** @throws app.not-found */
export async function showRegistered(context: RegistryContext, id: string): Promise<Shown> {
  const { assembly, openStore } = context;
  const store = await openStore();
  if (id.startsWith("art_")) return showArtifact(context, store, id);
  const decisions = await listReleaseDecisions(store);
  if (id.startsWith("dec_")) {
    const decision = decisions.find((each) => each.id === id);
    if (!decision) throw notFound({ what: "decision about a release", id });
    return { kind: "decision", decision };
  }
  const serves = await assembly.serving.find(store);
  const release = (await store.findRelease(id)) ?? (id === serves.id ? serves : undefined);
  if (!release) throw notFound({ what: "release", id });
  return {
    kind: "release",
    release,
    whole: await isWhole(context, release),
    artifacts: await findArtifacts(context, release),
    changes: diffContents(serves.content, release.content),
    decisions: decisions.filter((each) => isAbout(each, id)),
  };
}

const isAbout = ({ release, served }: ReleaseDecision, id: string): boolean =>
  release === id || served === id;

async function isWhole({ builder }: RegistryContext, release: KeptRelease): Promise<boolean> {
  try {
    return await builder.isWhole(release);
  } catch (error) {
    if (error instanceof PlumblineError) return false;
    throw error;
  }
}

async function findArtifacts(
  { assembly }: RegistryContext,
  { content }: KeptRelease,
): Promise<readonly ArtifactRecord[]> {
  const all = new Map((await assembly.artifacts.list()).map((artifact) => [artifact.id, artifact]));
  return content.artifacts.flatMap((id) => all.get(id) ?? []);
}

async function showArtifact(
  { assembly }: RegistryContext,
  store: Store,
  id: string,
): Promise<Shown> {
  const { artifacts } = assembly;
  const artifact = await artifacts.find(id);
  if (!artifact) throw notFound({ what: "artifact", id });
  const releases = await store.listReleases(REGISTRY_ACCESS);
  const made = await store.listLineage(REGISTRY_ACCESS, { parent: id });
  const using = releases.filter(({ content }) => content.artifacts.includes(id));
  return {
    kind: "artifact",
    artifact,
    problems: await artifacts.verify(id),
    usedBy: [
      ...new Set([...using.map((release) => release.id), ...made.map(({ child }) => child)]),
    ],
  };
}
