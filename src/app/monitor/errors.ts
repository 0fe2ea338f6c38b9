/** @module What the monitor refuses. */
import { defineError } from "../../foundation/errors.ts";

export const badWindow = defineError({
  code: "app.bad-window",
  kind: "invalid",
  message: ({ reason }: { reason: string }) => `the window cannot be looked at: ${reason}`,
  hint: () =>
    "write --reference 2026-10-01..2026-11-01, the second moment behind the last, and a --since that is not before it",
});

export const ownerOnly = defineError({
  code: "app.owner-only",
  kind: "denied",
  message: ({ what }: { what: string }) => `${what} is for the owner of the data directory alone`,
  hint: () => "use a key that was made without --as, or run the command beside the data directory",
});
