/** @module What can go wrong with a place that documents come from. */
import { defineError } from "../../foundation/errors.ts";

export const sourceNotFound = defineError({
  code: "sources.not-found",
  kind: "not-found",
  message: ({ location }: { location: string }) => `there is nothing at ${location}`,
  hint: () => "check the path or address; relative paths start where the command runs",
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

export const sourceGone = defineError({
  code: "sources.gone",
  kind: "not-found",
  message: ({ status }: { url: string; status: number }) =>
    `there is no such page any more (HTTP ${status})`,
  hint: () =>
    "take it out of the source; run again with --allow-deletes to remove what is kept of it",
});

export const sourceHttpFailed = defineError({
  code: "sources.http-failed",
  kind: "upstream",
  message: ({ url, status }: { url: string; status: number }) =>
    `${url} cannot be read (HTTP ${status})`,
  hint: ({ status }) =>
    status === 401 || status === 403
      ? "the page is not public: ingest a file of it, or a copy that needs no login"
      : "try again later; what was read of it before is kept",
});

export const sourceRobotsRefused = defineError({
  code: "sources.robots-refused",
  kind: "denied",
  message: ({ url }: { url: string }) =>
    `${new URL(url).origin}/robots.txt does not allow plumbline to read it`,
  hint: () =>
    "ask whoever runs the site; for a site of your own set `respectRobots: false` of the source",
});

export const sourceTypeRefused = defineError({
  code: "sources.type-refused",
  kind: "invalid",
  message: ({ type }: { url: string; type: string }) => `pages of type ${type} are not read`,
  hint: () => "pages, PDF, office files, mail and text are read; exclude the rest",
});

export const sourceBadSitemap = defineError({
  code: "sources.bad-sitemap",
  kind: "invalid",
  message: ({ url, reason }: { url: string; reason: string }) =>
    `${url} is not a sitemap that can be read: ${reason}`,
  hint: () => "name the sitemap itself, such as https://example.org/sitemap.xml",
});

export const sourceTooManyPages = defineError({
  code: "sources.too-many-pages",
  kind: "invalid",
  message: ({ url, limit }: { url: string; limit: number }) =>
    `${url} lists more than ${limit} pages`,
  hint: () => "narrow it with include or exclude, or raise maxPages of the source",
});
