/** @module The trial that runs, if there is one, and the watch over it, made from what was recorded. */
import type { AliasMove } from "../../../domain/release.ts";
import type { Trace } from "../../../domain/trace.ts";
import type { Store } from "../../../ports/store.ts";
import { Watch, type Trial } from "../../../registry/index.ts";
import type { Assembly } from "../../assembly.ts";
import { readTracePages } from "../../trace/trace-pages.ts";
import { REGISTRY_ACCESS } from "../registry-context.ts";

export interface FoundTrial extends Trial {
  /** Since both stand where they stand: what came before compares other releases. */
  readonly since: string;
  readonly move: AliasMove;
  /** Names this trial: another move of either alias is another one. */
  readonly key: string;
}

/** Two look-ups by integer key: asked for each question. */
export async function findTrial(
  { configured }: Pick<Assembly, "configured">,
  store: Pick<Store, "findAlias">,
): Promise<FoundTrial | undefined> {
  const move = await store.findAlias("challenger");
  if (move?.release === undefined || !move.mode) return undefined;
  const champion = await store.findAlias("champion");
  const served = champion?.release ?? configured.id;
  if (served === move.release) return undefined;
  return {
    champion: served,
    challenger: move.release,
    mode: move.mode,
    since: champion && champion.movedAt > move.movedAt ? champion.movedAt : move.movedAt,
    move,
    key: `${move.number}/${champion?.number ?? 0}/${served}`,
  };
}

const PAGE = 1000;

export interface RebuiltWatch {
  readonly watch: Watch;
  /** Ids of the traces that it has seen. */
  readonly seen: ReadonlySet<string>;
}

/** In the order of asking. */
export async function rebuildWatch(store: Store, trial: FoundTrial): Promise<RebuiltWatch> {
  const watch = new Watch(trial);
  const { since } = trial;
  const traces: Trace[] = [];
  for await (const page of readTracePages(store, REGISTRY_ACCESS, { since, operation: "ask" }))
    traces.push(...page);
  for (const trace of traces.toReversed()) watch.see(trace);
  for (let after: string | undefined; ;) {
    const page = await store.listFeedback(REGISTRY_ACCESS, { since, limit: PAGE, after });
    for (const { answerId, feedback } of page)
      if (feedback.kind === "thumb") watch.seeThumb(answerId, feedback.value);
    if (page.length < PAGE) break;
    after = page.at(-1)?.id;
  }
  return { watch, seen: new Set(traces.map(({ id }) => id)) };
}
