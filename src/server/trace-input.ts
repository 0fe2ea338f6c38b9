/** @module What a request says of itself for its trace: the caller's trace, and whose money it is. */
import type { TraceInput } from "../app/index.ts";
import type { Call } from "./route.ts";

export const toTraceInput = ({
  asker,
  request,
}: Pick<Call<unknown, unknown>, "asker" | "request">): Pick<
  TraceInput,
  "traceParent" | "spender"
> => ({
  spender: asker,
  traceParent: request.headers.get("traceparent") ?? undefined,
});
