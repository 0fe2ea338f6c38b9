/** @module What is still named by something, and what nobody names any more. */
import type { ArtifactRecord } from "../domain/artifact.ts";
import type { DecisionRecord } from "../domain/decision-record.ts";
import type { AliasMove, IndexPlan, KeptRelease } from "../domain/release.ts";
import type { Hold } from "../domain/retention.ts";
import { toCanonicalJson } from "../foundation/hash.ts";
import { toLineageKey } from "../domain/lineage.ts";

export interface Registered {
  /** All that are there, readable or not. */
  readonly artifactIds: readonly string[];
  readonly artifacts: readonly ArtifactRecord[];
  readonly releases: readonly KeptRelease[];
  readonly moves: readonly AliasMove[];
  /** Of every kind. */
  readonly decisions: readonly DecisionRecord[];
  /** Released ones too. */
  readonly holds: readonly Hold[];
}

export interface Unnamed {
  readonly artifacts: readonly string[];
  /** By what keeps it, of those that stay. */
  readonly kept: ReadonlyMap<string, string>;
  /** What only retired releases need of an index. */
  readonly plans: readonly IndexPlan[];
}

/**
 * An artifact stays where a release that is not retired, any decision, any move of an alias or a
 * legal hold names it, and where another one that stays was made from it.
 */
export function findUnnamed(registered: Registered): Unnamed {
  const { artifactIds, artifacts, releases, moves, decisions, holds } = registered;
  const kept = new Map<string, string>();
  const keep = (ids: readonly string[], by: string): void => {
    for (const id of ids) if (!kept.has(id)) kept.set(id, by);
  };
  const byId = new Map(releases.map((release) => [release.id, release]));
  const keepRelease = (id: string | undefined, by: string): void =>
    keep(byId.get(id ?? "")?.content.artifacts ?? [], by);
  for (const { id, retiredAt } of releases) if (retiredAt === undefined) keepRelease(id, id);
  for (const { alias, number, release } of moves) keepRelease(release, `${alias} move ${number}`);
  for (const { id, data } of decisions) {
    for (const [release] of data.matchAll(/rel_[0-9a-f]{16}/g)) keepRelease(release, id);
    for (const [artifact] of data.matchAll(/art_[0-9a-f]{16}/g)) keep([artifact], id);
  }
  for (const artifact of artifacts) {
    const hold = holds.find((each) => isHeld(artifact, each));
    if (hold) keep([artifact.id], hold.id);
  }
  keepParents(artifacts, kept);
  return {
    artifacts: artifactIds.filter((id) => !kept.has(id)),
    kept,
    plans: findUnusedPlans(releases, moves),
  };
}

function isHeld({ manifest, card, taint }: ArtifactRecord, hold: Hold): boolean {
  if (hold.releasedAt !== undefined) return false;
  if (taint === "kept-under-hold") return true;
  if (hold.kind === "document")
    return manifest.parents.some(({ id }) => toLineageKey(id) === hold.subject);
  if (hold.kind === "collection") return card.collection === hold.subject;
  // Whose traces and feedback went into it is not told by ids: it stays.
  return manifest.parents.some(({ role }) => role === "trace" || role === "feedback");
}

/** What a kept one was made from is needed to explain it, and to go on from. */
function keepParents(artifacts: readonly ArtifactRecord[], kept: Map<string, string>): void {
  const byId = new Map(artifacts.map((artifact) => [artifact.id, artifact]));
  const open = [...kept.keys()];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const parent of byId.get(id)?.manifest.parents ?? []) {
      if (!byId.has(parent.id) || kept.has(parent.id)) continue;
      kept.set(parent.id, id);
      open.push(parent.id);
    }
}

/** Releases that are not retired, and those that serve or are tried. */
export function listLive(
  releases: readonly KeptRelease[],
  moves: readonly AliasMove[],
): readonly KeptRelease[] {
  const pointed = new Set(
    ["champion", "challenger"].map(
      (alias) => moves.findLast((move) => move.alias === alias)?.release,
    ),
  );
  return releases.filter(({ id, retiredAt }) => retiredAt === undefined || pointed.has(id));
}

/** Indexes can be built again, so decisions keep none. */
function findUnusedPlans(
  releases: readonly KeptRelease[],
  moves: readonly AliasMove[],
): readonly IndexPlan[] {
  const plansOf = ({ content: { base, collections } }: KeptRelease): readonly IndexPlan[] =>
    [base, ...Object.values(collections)].map(({ chunking, embedder }) => ({ chunking, embedder }));
  const live = new Set(listLive(releases, moves));
  const used = new Set([...live].flatMap(plansOf).map(toCanonicalJson));
  const unused = releases.filter((release) => !live.has(release)).flatMap(plansOf);
  const once = new Map(unused.map((plan) => [toCanonicalJson(plan), plan]));
  return [...once].filter(([key]) => !used.has(key)).map(([, plan]) => plan);
}
