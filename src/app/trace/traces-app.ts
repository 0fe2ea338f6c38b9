/** @module Use cases over traces: list, show, replay, and what they cost. */
import { listPrincipals, type Access } from "../../domain/access.ts";
import type { SpendEntry } from "../../domain/spend.ts";
import type { Trace, TraceQuery } from "../../domain/trace.ts";
import type { Store } from "../../ports/store.ts";
import { PlumblineError } from "../../foundation/errors.ts";
import { createCostSum, sumSpend, type CostKey, type Costs } from "../../trace/index.ts";
import type { Assembly } from "../assembly.ts";
import { maintenanceAccess } from "../access.ts";
import { notFound } from "../errors.ts";
import type { As } from "../writer/writer.ts";
import { toPerson } from "./person.ts";
import { readAs, toPeriod, type RecordsContext } from "./reading.ts";
import { replay, toRetrieval, type Replay } from "./replay.ts";
import { readTracePages } from "./trace-pages.ts";

export interface CostsInput {
  readonly by: CostKey;
  /** A date, a time, or days ago such as `7d`; absent: as far back as there are traces. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export interface TracesApp {
  /** Newest first; `since` and `until` as people write them. @throws app.bad-moment */
  listTraces(as: As, query: TraceQuery): Promise<readonly Trace[]>;
  /** By its id or its answer's. @throws app.not-found, also for what `as` may not read. */
  getTrace(as: As, id: string): Promise<Trace>;
  /** Retrieves and renders again, asking no model. @throws app.not-found */
  replayTrace(as: As, id: string): Promise<Replay>;
  /**
   * Of the traces that `as` may read; by kind, of the paid calls that `as` caused, and of all for
   * the owner. These are kept by day (UTC), so a day of which any part is asked for counts whole.
   *
   * @throws app.bad-moment
   */
  computeCosts(as: As, input: CostsInput): Promise<Costs>;
}

export function createTracesApp(context: RecordsContext): TracesApp {
  const { assembly } = context;
  const getTrace = async (as: As, id: string): Promise<Trace> => {
    const { access, store } = await readAs(context, as);
    const trace = await store.findTrace(access, id);
    if (!trace) throw notFound({ what: "trace", id });
    return trace;
  };
  return {
    getTrace,
    async listTraces(as, query) {
      const { access, store } = await readAs(context, as);
      return store.listTraces(access, toPeriod(query, assembly));
    },
    async replayTrace(as, id) {
      const { access, store } = await readAs(context, as);
      const trace = await getTrace(as, id);
      const { answerId } = trace;
      const answer = answerId === undefined ? undefined : await store.findAnswer(access, answerId);
      const ranking = await findRanking(assembly, store, trace);
      const retrieval = answer ? toRetrieval(answer, ranking.topK) : trace.retrieval;
      if (!retrieval) throw notFound({ what: "retrieval of trace", id });
      const serves = (await assembly.serving.find(store)).id;
      return replay(ranking, store, { trace, retrieval, serves, ...(answer ? { answer } : {}) });
    },
    async computeCosts(as, { by, ...times }) {
      const { access, store } = await readAs(context, as);
      const period = toPeriod(times, assembly);
      if (by === "kind") return sumSpend(await listSpend(store, access, period));
      const sum = createCostSum(by);
      for await (const page of readTracePages(store, access, period))
        for (const trace of page) sum.add(trace);
      return sum.costs();
    },
  };
}

/** By the release that ranked, where it can still be opened; else by what serves. */
async function findRanking(
  { serving }: Assembly,
  store: Store,
  { release, collections }: Trace,
): Promise<Assembly> {
  const scope = collections === "all" ? undefined : collections;
  try {
    return await serving.choose(store, { release, collections: scope });
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error;
    return serving.choose(store, { collections: scope });
  }
}

async function listSpend(
  store: Store,
  access: Access,
  { since = "0000-01-01", until }: Pick<CostsInput, "since" | "until">,
): Promise<readonly SpendEntry[]> {
  const entries = await store.listSpend(maintenanceAccess("costs"), since.slice(0, 10));
  const person = toPerson(listPrincipals(access));
  return entries.filter(
    ({ day, subject }) =>
      (access.kind === "operator" || subject === person) &&
      (until === undefined || `${day}T00:00:00.000Z` < until),
  );
}
