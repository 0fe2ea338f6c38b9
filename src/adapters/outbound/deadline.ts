/** @module The end of the time that an exchange has. */

export interface Deadline {
  /** Aborted with the caller's own reason, or with that of the deadline. */
  readonly signal: AbortSignal;
  /** Counts anew from now. */
  restart(ms: number): void;
  clear(): void;
}

/** @param reason what the signal is aborted with when `ms` have passed, given as seconds. */
export function startDeadline(
  caller: AbortSignal | undefined,
  { ms, reason }: { readonly ms: number; readonly reason: (seconds: number) => Error },
): Deadline {
  const controller = new AbortController();
  const leave = (): void => controller.abort(caller?.reason);
  const start = (afterMs: number): NodeJS.Timeout =>
    setTimeout(() => controller.abort(reason(afterMs / 1000)), afterMs);
  let timer = start(ms);
  if (caller?.aborted) leave();
  else caller?.addEventListener("abort", leave, { once: true });
  return {
    signal: controller.signal,
    restart(afterMs) {
      clearTimeout(timer);
      timer = start(afterMs);
    },
    clear() {
      clearTimeout(timer);
      caller?.removeEventListener("abort", leave);
    },
  };
}
