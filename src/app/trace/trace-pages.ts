/** @module All traces of a query, a page at a time. */
import type { Access } from "../../domain/access.ts";
import type { Trace, TraceQuery } from "../../domain/trace.ts";
import type { Store } from "../../ports/store.ts";

/** Small enough for a server to look at the network in between. */
const PAGE = 250;

/** Newest first, as `listTraces` gives them; no page is empty. */
export async function* readTracePages(
  store: Pick<Store, "listTraces">,
  access: Access,
  query: Omit<TraceQuery, "limit" | "after">,
): AsyncGenerator<readonly Trace[]> {
  for (let after: string | undefined; ;) {
    const page = await store.listTraces(access, { ...query, limit: PAGE, after });
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.id;
  }
}
