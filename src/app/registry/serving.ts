/** @module Which release answers a question: the one named, the champion, or the configured one. */
import type { Release } from "../../domain/release.ts";
import type { Store } from "../../ports/store.ts";
import { indexNotBuilt, releaseNotFound, releaseRetired } from "../../registry/index.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { overrideBm25, type Bm25 } from "./configured-release.ts";
import type { ReleaseIndexes } from "../indexes/release-indexes.ts";
import type { OpenedRelease } from "./open-release.ts";

type ReleaseStore = Pick<Store, "findAlias" | "findRelease" | "listCollections" | "putRelease">;

export interface ServingRequest {
  /** `rel_…`; absent: what serves. */
  readonly release?: string | undefined;
  /**
   * As the question names them; a single one may have a plan of its own. A question that names none
   * asks the only one there is.
   */
  readonly collections?: readonly string[] | undefined;
}

export interface Serving {
  /**
   * The assembly with the parts of one release, which it names: a question keeps it to its end,
   * whatever is promoted meanwhile.
   *
   * @throws registry.release-not-found, registry.release-retired, registry.index-not-built, and what
   *   opening a release is refused for.
   */
  choose(store: ReleaseStore, request: ServingRequest): Promise<Assembly>;
  /** The release that serves when nobody names one. */
  find(store: ReleaseStore): Promise<Release>;
  /** A release by id. @throws registry.release-not-found */
  get(store: ReleaseStore, id: string): Promise<Release>;
}

export interface ServingContext {
  readonly assembly: Omit<Assembly, "serving">;
  /** Absent: whoever asks has made sure of the index. */
  readonly builder?: Pick<ReleaseIndexes, "isWhole"> | undefined;
  /** Of a command line. */
  readonly bm25?: Bm25 | undefined;
}

export function createServing({ assembly, builder, bm25 }: ServingContext): Serving {
  const { configured } = assembly;
  const recorded = new WeakSet<object>();
  /** Live ones: whoever writes keeps their indexes whole. */
  const whole = new Set<string>([configured.id]);
  // Every answer names its release, so the store must know what that says.
  const record = async (store: ReleaseStore): Promise<void> => {
    if (recorded.has(store)) return;
    recorded.add(store);
    try {
      await store.putRelease(configured);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      assembly.context.logger.warn("the configured release could not be recorded", { reason });
    }
  };
  const get = async (store: ReleaseStore, id: string): Promise<Release> => {
    if (id === configured.id) return configured;
    const found = await store.findRelease(id);
    if (!found) throw releaseNotFound({ id });
    if (found.retiredAt !== undefined) throw releaseRetired({ id });
    return found;
  };
  const find = async (store: ReleaseStore): Promise<Release> => {
    await record(store);
    const move = await store.findAlias("champion");
    return move?.release === undefined ? configured : get(store, move.release);
  };
  const assertWhole = async (release: Release, isLive: boolean): Promise<void> => {
    if (!builder || whole.has(release.id)) return;
    if (!(await builder.isWhole(release)))
      throw indexNotBuilt({ id: release.id, reason: "its index is not whole" });
    if (isLive) whole.add(release.id);
  };
  // Nothing where there are several, or where no plan depends on it.
  const findOnly = async (store: ReleaseStore, { content }: Release) => {
    if (Object.keys(content.collections).length === 0) return undefined;
    const [only, ...more] = await store.listCollections(maintenanceAccess("serving"));
    return only && more.length === 0 ? [only.name] : undefined;
  };
  const serving: Serving = {
    find,
    get,
    async choose(store, { release: named, collections }) {
      const serves = await find(store);
      const chosen = named === undefined ? serves : await get(store, named);
      await assertWhole(chosen, chosen.id === serves.id);
      const { parts, findOwn: findPlan } = await assembly.openRelease(overrideBm25(chosen, bm25));
      const only = await findOnly(store, chosen);
      const findOwn: OpenedRelease["findOwn"] = (asked) => findPlan(asked ?? only);
      return { ...assembly, ...parts, ...findOwn(collections), findOwn, serving };
    },
  };
  return serving;
}
