/** @module Use cases: verify what is registered, retire it, and take away what nobody names. */
import { PlumblineError } from "../../foundation/errors.ts";
import { toCanonicalJson } from "../../foundation/hash.ts";
import { artifactNotFound } from "../../ports/artifact-errors.ts";
import type { Store } from "../../ports/store.ts";
import {
  assertRelease,
  findUnnamed,
  listLive,
  releaseInUse,
  releaseNotFound,
} from "../../registry/index.ts";
import { ALL_DECISIONS, REGISTRY_ACCESS, type RegistryContext } from "./registry-context.ts";
import type { Collected, RetireInput, Verified } from "./registry-input.ts";

/** A lane registers its artifact before the release that names it; a day is more than it takes. */
const GRACE_MS = 86_400_000;

export async function verifyRegistry({ assembly, openStore }: RegistryContext): Promise<Verified> {
  const store = await openStore();
  const { artifacts } = assembly;
  const problems: string[] = [];
  const ids = await artifacts.listIds();
  for (const id of ids) problems.push(...(await artifacts.verify(id)));
  const there = new Set(ids);
  const releases = await store.listReleases(REGISTRY_ACCESS);
  for (const release of releases) {
    try {
      assertRelease(release);
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
      problems.push(error.message);
    }
    for (const id of release.content.artifacts)
      if (!there.has(id) && release.retiredAt === undefined)
        problems.push(`release ${release.id} names artifact ${id}, which is not there`);
  }
  const known = new Set(releases.map(({ id }) => id));
  for (const alias of ["champion", "challenger"] as const) {
    const release = (await store.findAlias(alias))?.release;
    if (release !== undefined && !known.has(release))
      problems.push(`${alias} points at ${release}, which is not there`);
  }
  return {
    sound: problems.length === 0,
    releases: releases.length,
    artifacts: ids.length,
    problems,
  };
}

/** Tells what it would take, or takes it; what goes wrong in between leaves the rest as it was. */
export async function collectGarbage(
  { assembly, openStore, builder }: RegistryContext,
  { remove }: { readonly remove: boolean },
): Promise<Collected> {
  const store = await openStore();
  const { artifacts, clock, configured } = assembly;
  const fresh = new Date(clock.now().getTime() - GRACE_MS);
  const records = await artifacts.list();
  const young = new Set(
    records.filter(({ card }) => Date.parse(card.createdAt) > fresh.getTime()).map(({ id }) => id),
  );
  const releases = await store.listReleases(REGISTRY_ACCESS);
  const moves = await store.listAliasMoves(REGISTRY_ACCESS);
  const unnamed = findUnnamed({
    artifactIds: await artifacts.listIds(),
    artifacts: records,
    releases,
    moves,
    decisions: await store.listDecisions(REGISTRY_ACCESS, ALL_DECISIONS),
    holds: await store.listHolds(REGISTRY_ACCESS),
  });
  const going = unnamed.artifacts.filter((id) => !young.has(id));
  const unneeded = await builder.listUnneeded([...listLive(releases, moves), configured]);
  const indexes = new Map(
    [...unnamed.plans, ...unneeded].map(({ chunking, embedder }) => {
      const plan = { chunking, embedder };
      return [toCanonicalJson(plan), plan];
    }),
  );
  if (remove) {
    for (const id of going) await artifacts.remove(id);
    for (const plan of unnamed.plans) await builder.drop(plan);
    await builder.dropUnneeded(unneeded);
  }
  return {
    removed: remove,
    artifacts: going,
    plans: [...indexes.values()],
    leftovers: remove ? await artifacts.sweep(fresh) : 0,
    kept: Object.fromEntries([
      ...unnamed.kept,
      ...unnamed.artifacts.flatMap((id) =>
        young.has(id) ? [[id, "it was made within the last day"] as const] : [],
      ),
    ]),
  };
}

/** @throws registry.release-not-found, registry.release-in-use, registry.artifact-not-found */
export async function retire(
  { assembly, openStore }: RegistryContext,
  { id, undo = false }: RetireInput,
): Promise<void> {
  const store = await openStore();
  if (id.startsWith("art_")) {
    if (!(await assembly.artifacts.find(id))) throw artifactNotFound({ id });
    for (const release of await listPointed(assembly, store))
      if (!undo && release.artifacts.includes(id)) throw releaseInUse(release);
    await assembly.artifacts.setTaint(id, undo ? "clean" : "retired");
    return;
  }
  if (!(await store.findRelease(id))) throw releaseNotFound({ id });
  const pointed = (await listPointed(assembly, store)).find((release) => release.id === id);
  if (pointed && !undo) throw releaseInUse(pointed);
  await store.retireRelease(id, undo ? undefined : assembly.clock.now().toISOString());
}

interface Pointed {
  readonly id: string;
  readonly alias: string;
  readonly artifacts: readonly string[];
}

async function listPointed(
  { configured }: RegistryContext["assembly"],
  store: Store,
): Promise<readonly Pointed[]> {
  const pointed: Pointed[] = [
    { id: configured.id, alias: "configured one", artifacts: configured.content.artifacts },
  ];
  for (const alias of ["champion", "challenger"] as const) {
    const id = (await store.findAlias(alias))?.release;
    const release = id === undefined ? undefined : await store.findRelease(id);
    if (release) pointed.push({ id: release.id, alias, artifacts: release.content.artifacts });
  }
  return pointed;
}
