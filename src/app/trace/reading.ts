/** @module What the use cases over records read with: rights, a store that is whole, moments. */
import type { Access } from "../../domain/access.ts";
import type { Store } from "../../ports/store.ts";
import { toAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import type { As, Writer } from "../writer/writer.ts";
import { toMoment } from "./moment.ts";

export interface RecordsContext {
  readonly assembly: Assembly;
  /** For reading, with everything that was recorded so far. */
  readonly openStore: () => Promise<Store>;
  readonly writer: Writer;
}

/** @throws app.bad-principal */
export async function readAs(
  { openStore }: Pick<RecordsContext, "openStore">,
  as: As,
): Promise<{ readonly access: Access; readonly store: Store }> {
  const access = toAccess(as);
  return { access, store: await openStore() };
}

interface Period {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Moments as people write them become moments as stores read them. @throws app.bad-moment */
export function toPeriod<T extends Period>(query: T, { clock }: Pick<Assembly, "clock">): T {
  const { since, until } = query;
  return {
    ...query,
    ...(since === undefined ? {} : { since: toMoment(since, clock.now()) }),
    ...(until === undefined ? {} : { until: toMoment(until, clock.now()) }),
  };
}
