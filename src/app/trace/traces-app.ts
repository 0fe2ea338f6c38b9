/** @module Use cases over traces: list, show, replay, and what they cost. */
import type { Trace, TraceQuery } from "../../domain/trace.ts";
import { createCostSum, type CostKey, type Costs } from "../../trace/index.ts";
import { notFound } from "../errors.ts";
import type { As } from "../writer/writer.ts";
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
  /** Of the traces that `as` may read. @throws app.bad-moment */
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
      const { topK } = assembly.loaded.config.retrieve;
      const retrieval = answer ? toRetrieval(answer, topK) : trace.retrieval;
      if (!retrieval) throw notFound({ what: "retrieval of trace", id });
      return replay(assembly, store, { trace, retrieval, ...(answer ? { answer } : {}) });
    },
    async computeCosts(as, { by, ...times }) {
      const { access, store } = await readAs(context, as);
      const period = toPeriod(times, assembly);
      const sum = createCostSum(by);
      for await (const page of readTracePages(store, access, period))
        for (const trace of page) sum.add(trace);
      return sum.costs();
    },
  };
}
