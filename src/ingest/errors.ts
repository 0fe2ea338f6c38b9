/** @module What stops an ingest, or one document of it. */
import { defineError } from "../foundation/errors.ts";

export const tooManyDeletes = defineError({
  code: "ingest.too-many-deletes",
  kind: "conflict",
  message: ({ source, vanished, known }: { source: string; vanished: number; known: number }) =>
    `${vanished} of the ${known} documents of ${source} are no longer there; nothing was changed`,
  hint: () =>
    "check that the source is whole; if they are meant to go, run again with --allow-deletes",
});

export const badAccess = defineError({
  code: "ingest.bad-access",
  kind: "invalid",
  message: ({ key, reason }: { key: string; reason: string }) =>
    `the access list of ${key} is not valid: ${reason}`,
  hint: () => "write access and deny as lists of public, user:NAME or group:NAME",
});

export const noText = defineError({
  code: "ingest.no-text",
  kind: "invalid",
  message: ({ key }: { key: string }) => `${key} holds no text`,
  hint: () => "an empty document cannot answer anything: remove it, or exclude it from the source",
});

export const indexIncomplete = defineError({
  code: "ingest.index-incomplete",
  kind: "internal",
  message: ({ variant, lacking }: { variant: string; lacking: number }) =>
    `${lacking} documents cannot be brought into the index ${variant}`,
  hint: () => "run `plumbline doctor --deep`, and ingest these documents again",
});

export const duplicateKey = defineError({
  code: "ingest.duplicate-key",
  kind: "invalid",
  message: ({ source, key }: { source: string; key: string }) =>
    `${source} gives the key ${key} more than once`,
  hint: () => "each document of a source needs an id of its own",
});
