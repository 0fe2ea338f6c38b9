/** @module What can go wrong with a place that documents come from. */
import { defineError } from "../../foundation/errors.ts";

export const sourceNotFound = defineError({
  code: "sources.not-found",
  kind: "not-found",
  message: ({ location }: { location: string }) => `there is nothing at ${location}`,
  hint: () => "check the path; relative paths start where the command runs",
});

export const sourceUnreadable = defineError({
  code: "sources.unreadable",
  kind: "unavailable",
  message: ({ location, reason }: { location: string; reason: string }) =>
    `cannot read ${location}: ${reason}`,
  hint: () => "check the permissions of the file or folder, then run the command again",
});

export const sourceBadLine = defineError({
  code: "sources.bad-line",
  kind: "invalid",
  message: ({ key, reason }: { key: string; reason: string }) =>
    `${key} is not a document: ${reason}`,
  hint: () =>
    'each line is one JSON object with "_id" or "id", "text", and optionally "title" and "metadata"',
});

export const sourceNoColumn = defineError({
  code: "sources.no-column",
  kind: "invalid",
  message: ({ location, column }: { location: string; column: string; known: readonly string[] }) =>
    `${location} has no column ${column}`,
  hint: ({ known }: { location: string; column: string; known: readonly string[] }) =>
    `its columns are: ${known.join(", ")}`,
});

export const sourceTooLarge = defineError({
  code: "sources.too-large",
  kind: "invalid",
  message: ({ key, bytes, limit }: { key: string; bytes: number; limit: number }) =>
    `${key} has ${bytes} bytes; the limit is ${limit}`,
  hint: () => "split the file, or leave it out of the source",
});
